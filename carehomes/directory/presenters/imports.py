"""Words and figures of the register imports' pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from carehomes.directory.imports.layouts import LAYOUTS
from carehomes.directory.imports.problems import Outcome
from carehomes.directory.models import ImportState, RegisterImport
from carehomes.ui.states import State

SHOWN = 5  # rows of each kind on the page; all are in the file
STATES = {
    ImportState.CHECKING: State("due", "Being checked"),
    ImportState.READY: State("wait", "Waits for your decision"),
    ImportState.APPLYING: State("due", "Being brought in"),
    ImportState.DONE: State("done", "Brought in"),
    ImportState.REFUSED: State("overdue", "Refused"),
    ImportState.WITHDRAWN: State("none", "Withdrawn"),
}
_OUTCOMES = {
    Outcome.REJECTED: State("overdue", "Left out"),
    Outcome.REPAIRED: State("wait", "Mended"),
    Outcome.NOTED: State("plain", "Taken as it is"),
}
_RELATIONSHIPS = "relationships"


@dataclass(frozen=True)
class Change:
    """One kind of difference: how many, and the first of them."""

    subject: str
    kind: str
    count: int
    first: list[dict[str, str]]

    @property
    def title(self) -> str:
        """ "Homes: moved"."""
        return f"{_capital(self.subject)}: {self.kind}"

    @property
    def anchor(self) -> str:
        return f"{self.subject}-{self.kind}".lower().replace(" ", "-")


def state_of(upload: RegisterImport) -> State:
    """How far it has come."""
    return STATES[ImportState(upload.state)]


def kind_of(upload: RegisterImport) -> str:
    """What the file is, once that is known."""
    unknown = "Not recognised" if upload.finished_at else "Not recognised yet"
    return LAYOUTS[upload.kind].name if upload.kind in LAYOUTS else unknown


def changes(report: dict[str, Any]) -> list[Change]:
    """Every kind of difference, homes first, what concerns many relationships last."""
    found = [
        Change(subject, kind, count, list(_samples(report, subject, kind)))
        for subject, kinds in report.get("changes", {}).items()
        for kind, count in kinds.items()
    ]
    return sorted(found, key=lambda each: (each.subject == _RELATIONSHIPS, each.subject != "homes"))


def _samples(report: dict[str, Any], subject: str, kind: str) -> Iterator[dict[str, str]]:
    found = [each for each in report["samples"] if each["subject"] == subject and each["change"] == kind]
    yield from found[:SHOWN]


def problems(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Each rule that rows broke: what happened to them, how many, and one of them."""
    samples = {
        (each["file"], each["column"], each["rule"]): each for each in reversed(report.get("problem_samples", []))
    }
    return [
        {
            **rule,
            "state": _OUTCOMES[Outcome(rule["outcome"])],
            "words": rule["rule"].replace("_", " ").capitalize(),
            "example": samples.get((rule["file"], rule["column"], rule["rule"])),
        }
        for rule in report.get("rules", [])
    ]


def facts(upload: RegisterImport) -> list[tuple[str, Any]]:
    """What the page says of the upload itself."""
    report = upload.report
    pairs: list[tuple[str, Any]] = [("What it is", kind_of(upload)), ("Uploaded by", upload.uploaded_by_name)]
    if report:
        pairs.append(("Rows", ", ".join(f"{count:,}" for count in report["rows"].values())))
        pairs.append(("Date of the file", _long(date.fromisoformat(report["as_of"]))))
    if upload.partial:
        pairs.append(("Covers", "A part of the register: no home is closed"))
    if upload.decided_by_name:
        verb = "Withdrawn by" if upload.state == ImportState.WITHDRAWN else "Confirmed by"
        pairs.append((verb, upload.decided_by_name))
    return pairs


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def summary(upload: RegisterImport) -> str:
    """One line for the list: what it changed, would change, or why not."""
    if upload.state == ImportState.REFUSED:
        return upload.error
    if not upload.report:
        return ""
    counts: dict[str, list[str]] = {}
    for each in changes(upload.report):
        counts.setdefault(each.subject, []).append(f"{each.count:,} {each.kind}")
    subjects = [f"{_capital(subject)}: {', '.join(kinds)}" for subject, kinds in counts.items()]
    return "; ".join(subjects[:2]) + (f"; and {len(subjects) - 2} more" if len(subjects) > 2 else "") or "No difference"


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
