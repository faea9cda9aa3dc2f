"""Lists of issues: whose they are, what waits for whom, and what an address asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat

from carehomes.access.acting import Acting
from carehomes.access.prepared import Given, Prepared, given_moment, given_text
from carehomes.issues.models import OURS, HandOff, Issue, IssueState, IssueWatcher
from carehomes.issues.queries.people import HOME_ROLES

YOURS, TEAM, CONFIRM, HANDED_OFF, ALL, CLOSED = "yours", "team", "confirm", "handed-off", "all", "closed"
FOR_US, FOR_THEM = "us", "them"
LATE, WAITING_FOR_US, WAITING_FOR_OTHERS = 0, 1, 2  # groups of a list, in their order
PAGE = 30  # more would weigh more than 40 kB
MOST_IN_FILE = 5_000
SORTS: Mapping[str, tuple[str, ...]] = {
    "": ("group", "due_at", "pk"),
    "newest": ("-raised_at", "-pk"),
    "oldest": ("raised_at", "pk"),
    "home": ("home__name_key", "due_at", "pk"),
}


@dataclass(frozen=True)
class Search:
    """What the address of a list asks for. Empty: everything."""

    tab: str = ""
    kind: str = ""
    priority: str = ""
    turn: str = ""
    words: str = ""
    sort: str = ""
    home_id: int | None = None
    late: bool = False
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether it asks for less than its tab shows."""
        return bool(self.kind or self.priority or self.turn or self.words or self.home_id or self.late)


class Reader(Protocol):
    """What a condition takes of whoever reads. `SomeReader` stands for it in a statement that is prepared."""

    @property
    def role_key(self) -> str: ...
    @property
    def user_id(self) -> Any: ...
    @property
    def organisation_id(self) -> Any: ...


@dataclass(frozen=True)
class SomeReader:
    """Whoever reads in such a role; the keys are given with each asking (`given_of`)."""

    role_key: str
    user_id: Any = Given("user")
    organisation_id: Any = Given("organisation")


SOME_MOMENT: Any = given_moment("now")


def given_of(by: Acting, now: datetime) -> dict[str, Any]:
    """What `SomeReader` and `SOME_MOMENT` stand for."""
    return {"user": by.user_id, "organisation": by.organisation_id, "now": now}


def works_in_home(by: Reader) -> bool:
    """Whether this person speaks for a home, so that "us" is the home."""
    return by.role_key in HOME_ROLES


class _EachByItself(Exists):
    """Asked of one issue after the other: PostgreSQL joins no sub-query that has an OFFSET.

    Joined, it would begin with all that somebody has ever watched, of which few are open.
    """

    template = "EXISTS(%(subquery)s OFFSET 0)"


def _yours(by: Reader) -> Q:
    return Q(_EachByItself(IssueWatcher.objects.filter(issue=OuterRef("pk"), user_id=by.user_id, stopped_at=None)))


def waits_for_me(by: Reader) -> Q:
    """Condition: the next step is the reader's own, or that of whoever of their organisation takes it on."""
    return Q(state__in=OURS) & (
        Q(owner_user_id=by.user_id) | Q(owner_user_id=None, owner_organisation_id=by.organisation_id)
    )


def waits_for_us(by: Reader) -> Q:
    """Condition: the next step is that of the reader's own side."""
    if works_in_home(by):
        return Q(state=IssueState.RESOLVED) | Q(state__in=OURS, owner_organisation_id=by.organisation_id)
    return Q(state__in=OURS, owner_organisation_id=by.organisation_id)


def _tab(tab: str, by: Reader) -> Q:
    owned = Q(owner_organisation_id=by.organisation_id)
    open_ones = Q(closed_at=None)
    if tab == CLOSED:
        return Q(closed_at__isnull=False)
    return open_ones & {
        YOURS: _yours(by),
        TEAM: owned,
        CONFIRM: Q(state=IssueState.RESOLVED),
        HANDED_OFF: Q(state=IssueState.HANDED_OFF),
    }.get(tab, Q())


def counts(by: Acting, tabs: list[str], search: Search, now: datetime) -> dict[str, int]:
    """How many are under each tab, and how many the search finds ("found"), in one query. Closed ones are not counted: nobody waits."""
    wanted = tuple(tab for tab in tabs if tab != CLOSED)
    prepared = _counted(_shape(replace(search, sort="", page=1)), by.role_key, wanted)
    (numbers,) = prepared.tuples(**given_of(by, now), **_values(search))
    return dict(zip(("found", *(tab.replace("-", "_") for tab in wanted)), numbers, strict=True))


@lru_cache(maxsize=200)
def _counted(search: Search, role_key: str, tabs: tuple[str, ...]) -> Prepared[Issue]:
    return Prepared(lambda: _counts(search, SomeReader(role_key), tabs))


def _counts(search: Search, by: Reader, tabs: tuple[str, ...]) -> "QuerySet[Issue, Any]":
    """Grouped by what is the same for all of them: one row, also of no issue at all."""
    wanted = {f"in_{tab.replace('-', '_')}": Count("pk", filter=_tab(tab, by)) for tab in tabs}
    found = Count("pk", filter=_chosen(search, by, SOME_MOMENT))
    rows = Issue.objects.all() if search.tab == CLOSED else Issue.objects.filter(closed_at=None)
    alike = rows.annotate(alike=Value(1)).values("alike")
    return alike.annotate(found=found, **wanted).values_list("found", *wanted)


def _shape(search: Search) -> Search:
    """What of a search changes its statement; words and home come with each asking."""
    words: Any = given_text("words") if search.words else ""
    home: Any = Given("home") if search.home_id else None
    return replace(search, words=words, home_id=home)


def _values(search: Search) -> dict[str, Any]:
    return {"words": search.words, "home": search.home_id}


def _chosen(search: Search, by: Reader, now: datetime) -> Q:
    chosen = _tab(search.tab, by)
    if search.kind:
        chosen &= Q(kind=search.kind)
    if search.priority:
        chosen &= Q(priority=search.priority)
    if search.home_id:
        chosen &= Q(home_id=search.home_id)
    if search.late:
        chosen &= Q(due_at__lt=now, closed_at=None)
    if search.turn:
        chosen &= waits_for_us(by) if search.turn == FOR_US else ~waits_for_us(by)
    if search.words:
        chosen &= Q(words__title__icontains=search.words)
    return chosen


def page_of(search: Search, by: Acting, now: datetime) -> Sequence[Issue]:
    """The issues on the page that is asked for, as `found` gives them. One query."""
    return _page(_shape(search), by.role_key).ask(**given_of(by, now), **_values(search))


@lru_cache(maxsize=200)
def _page(search: Search, role_key: str) -> Prepared[Issue]:
    start = (search.page - 1) * PAGE
    return Prepared(lambda: found(search, SomeReader(role_key), SOME_MOMENT)[start : start + PAGE])


def found(search: Search, by: Reader, now: datetime) -> "QuerySet[Issue]":
    """The issues, in the order asked for, with everything that a line shows, in one query."""
    ours = waits_for_me(by) if search.tab == YOURS else waits_for_us(by)
    rows = with_line(Issue.objects.filter(_chosen(search, by, now)), by, now, ours)
    if search.tab == CLOSED and not search.sort:
        return rows.order_by("-closed_at", "-pk")
    return rows.order_by(*SORTS.get(search.sort, SORTS[""]))


def with_line(rows: "QuerySet[Issue]", by: Reader, now: datetime, ours: Q | None = None) -> "QuerySet[Issue]":
    """Adds the group and with whom a handed-off one is (`handed_to`). `ours`: what waits for the reader's side in this list."""
    handed = HandOff.objects.filter(issue=OuterRef("pk"), came_back_at=None)
    system = Case(
        When(reference="", then=F("system")),
        default=Concat("system", Value(", "), "reference"),
        output_field=CharField(),
    )
    group = Case(
        When(due_at__lt=now, closed_at=None, then=LATE),
        When(ours or waits_for_us(by), then=WAITING_FOR_US),
        default=WAITING_FOR_OTHERS,
        output_field=IntegerField(),
    )
    beside = rows.select_related("home", "resident", "words", "owner_organisation").defer(*_not_shown())
    return beside.annotate(group=group, handed_to=Subquery(handed.annotate(who=system).values("who")[:1]))


# What a line shows of the rows beside its issue. All their columns would be three quarters of what a list reads.
_SHOWN = {
    "home": {"id", "name"},
    "resident": {"id", "given_name", "family_name"},
    "owner_organisation": {"id", "name", "kind"},
}


def _not_shown() -> list[str]:
    """The other columns of these rows."""
    beside = {relation: Issue._meta.get_field(relation).related_model._meta.concrete_fields for relation in _SHOWN}  # type: ignore[union-attr]  # all of them are rows of a model
    return [
        f"{relation}__{field.name}"
        for relation, fields in beside.items()
        for field in fields
        if field.name not in _SHOWN[relation]
    ]
