"""The choices of a report's filter bar, as its drop-downs: a GET form, so that the address says all of it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from carehomes.deadlines import Week
from carehomes.ui import formats
from checkins.presenters.coverage import AREA_WORDS
from checkins.queries.coverage import By
from reporting.asked import NOWHERE, Asked, periods_of
from reporting.metrics import Shown
from reporting.queries import AreaChoice

Option = tuple[object, str]
AREAS_AT_MOST = 80  # of a kind: more would weigh more than the page; others are reached through their lines


def filter_fields(asked: Asked, areas: Sequence[AreaChoice]) -> list[dict[str, Any]]:
    """The drop-downs, in the order in which one asks: which homes, when, which things, how broken down, in what order."""
    fields = [_field("area", "Area", _areas(asked, areas), f"{asked.area_kind}:{asked.area}" if asked.area else "")]
    if not asked.by.role.national:
        whose = [("", "All"), ("1", "Where I ring, cover or lead")]
        fields.append(_field("mine", "Homes", whose, "1" if asked.mine else ""))
    if not asked.report.now_only:
        periods = [(weeks, formats.plural(weeks, "week")) for weeks in periods_of(asked)]
        fields.append(_field("weeks", "Period", periods, asked.weeks))
        fields.append(_field("until", "Up to", _ends(asked), str(asked.until)))
    for choice in asked.report.choices:
        words = [(key, label) for key, label in choice.words.items() if key]
        if words:
            fields.append(_field(choice.key, choice.label, [("", "All"), *words], asked.chosen.get(choice.key, "")))
    fields.append(_field("by", "By", asked.breakdowns.items(), asked.breakdown))
    fields.append(_field("sort", "Order", _orders(asked), asked.sort))
    return fields


def _field(name: str, label: str, options: Iterable[Option], chosen: object) -> dict[str, Any]:
    made = [{"value": value, "text": text, "selected": str(value) == str(chosen)} for value, text in options]
    return {"name": name, "label": label, "options": made}


def _areas(asked: Asked, areas: Sequence[AreaChoice]) -> list[Option]:
    """The areas by kind. What the address names stands in the list in any case."""
    options: list[Option] = [("", "All areas")]
    for kind in asked.areas_to_choose:
        of_kind = [each for each in areas if each.kind == kind]
        options += [(f"{kind}:{each.key}", each.name) for each in of_kind[:AREAS_AT_MOST]]
        if of_kind:
            options.append(
                (f"{kind}:{NOWHERE}", f"Without a {AREA_WORDS[kind]}" if kind == By.PCN else f"No {kind} known")
            )
    here = f"{asked.area_kind}:{asked.area}"
    if asked.area and here not in [value for value, _ in options]:
        options.append((here, area_name(asked, areas)))
    return options


def area_name(asked: Asked, areas: Sequence[AreaChoice]) -> str:
    """The name of the area that the view is narrowed to; "" where it is not."""
    if not asked.area:
        return ""
    if asked.area == NOWHERE:
        return f"No {AREA_WORDS[By(asked.area_kind)]}"
    found = (each.name for each in areas if (each.kind, each.key) == (asked.area_kind, asked.area))
    return next(found, f"{AREA_WORDS[By(asked.area_kind)]} that is none of yours")


def _ends(asked: Asked) -> list[Option]:
    """The last twelve weeks, the quarters before, and the week that the address names."""
    this = asked.this_week
    back = [*range(12), 13, 26, 39, 52, 65, 78, 91, 104]
    weeks = {Week.containing(this.monday - timedelta(weeks=each)) for each in back} | {asked.until}
    return [
        (str(week), f"This week ({week.number})" if week == this else _until(week))
        for week in sorted(weeks, reverse=True)
    ]


def _until(week: Week) -> str:
    return f"Week {week.number}, {week.sunday.day} {formats.MONTHS[week.sunday.month - 1][:3]} {week.sunday.year}"


def _orders(asked: Asked) -> list[Option]:
    """The usual order, by name, and the largest of each measure first."""
    usual = "Latest first" if asked.breakdown in ("week", "month") else "Most not met first"
    shown = [each for each in asked.report.measures if not each.only or asked.breakdown in each.only]
    words = {Shown.MINUTES: "Longest", Shown.COUNT: "Most", Shown.RATE: "Highest"}
    return [
        ("", usual),
        ("name", "By name"),
        *((each.key, f"{words[each.shown]}: {each.label.lower()}") for each in shown),
    ]
