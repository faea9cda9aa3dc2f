"""A view of a report as a file, which says of itself what it holds."""

from dataclasses import dataclass
from datetime import date

from carehomes.deadlines import Week
from reporting.asked import HOME
from reporting.metrics import Shown
from reporting.presenters.cells import Cells
from reporting.presenters.definitions import SUPPRESSED, definition
from reporting.presenters.page import ReportPage
from reporting.queries import Line

FOUR = ("met", "not met", "left out", "not known")


@dataclass(frozen=True)
class ReportFile:
    """All lines of a view and their total."""

    page: ReportPage

    @property
    def header(self) -> list[str]:
        """Its columns."""
        shares = [f"{metric.name}: {part}" for metric in self.page.report.metrics for part in (*FOUR, "per cent")]
        measures = [
            f"{each.label} (minutes)" if each.shown is Shown.MINUTES else each.label for each in self.page.measures
        ]
        return [self.page.way, *(["Town"] if self.page.asked.breakdown == HOME else []), *shares, *measures]

    @property
    def lines(self) -> list[list[object]]:
        """All lines in the order of the view, and their total."""
        lines = [
            [self._file_name(each.line), *self._town(each.line), *self._numbers(each)] for each in self.page.ordered
        ]
        return [*lines, ["All", *([""] if self.page.asked.breakdown == HOME else []), *self._numbers(self.page.total)]]

    def _file_name(self, line: Line) -> str:
        """Weeks and months as they sort."""
        if self.page.asked.breakdown == "week":
            return str(Week.containing(date.fromisoformat(line.key)))
        return line.key if self.page.asked.breakdown == "month" else self.page.name_of(line).words

    def _town(self, line: Line) -> list[object]:
        return [line.town] if self.page.asked.breakdown == HOME else []

    def _numbers(self, cells: Cells) -> list[object]:
        found: list[object] = []
        for metric in self.page.report.metrics:
            found += [cells.number(f"{metric.key}.{part}") for part in ("met", "not_met", "excluded", "unknown")]
            found.append(cells.percent(metric))
        return found + [cells.measured(each) for each in self.page.measures]

    @property
    def about(self) -> list[tuple[str, object]]:
        """What it says of itself: what was asked for, as of when, and what each number means."""
        facts: list[tuple[str, object]] = [
            ("Report", self.page.title),
            ("Homes", self.page.whose),
            ("Period", self.page.period),
            ("As of", self.page.as_of),
            ("Each line", self.page.way),
            ("Address", self.page.address(self.page.asked.but())),
        ]
        if self.page.asked.suppressed:
            facts.append(("Small numbers", SUPPRESSED))
        for metric in self.page.report.metrics:
            facts += [("", ""), ("Number", metric.name), *definition(metric)]
        return facts
