"""The week's list of homes to ring. Light rows of the whole week give the groups and counts; one more query fills the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.db import connections
from django.db.models import Count, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.access.names import plain_key
from carehomes.access.planned import fetched
from carehomes.access.prepared import Given, OneOf, Prepared, Sliced, given_day, given_ids
from carehomes.access.scopes import alias
from carehomes.deadlines import LONDON, Week
from carehomes.directory.models import NamedRole, NamedRoleKind
from checkins.models import OPEN_STATES, CheckIn
from checkins.rules import Group, group_of

ORDER = tuple(Group)
_ONE_WEEK = timedelta(weeks=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Caseload:
    """Whose homes: one's own, and those of each colleague whom one covers (key → name and homes).

    A cover with a last day is somebody's absence: for that time the homes are among one's own as well.
    """

    mine: frozenset[int]
    covers: dict[str, tuple[str, frozenset[int]]]


def caseload(by: Acting, today: date) -> Caseload:
    """The homes that this person coordinates or covers today. One query."""
    rows = _RINGING.tuples(person=by.user_id, today=today)
    held = [(home, kind, ends) for home, kind, user, _, ends in rows if user == by.user_id]
    mine = {home for home, kind, ends in held if kind == NamedRoleKind.COORDINATOR or ends}
    cover = {home for home, kind, _ in held if kind == NamedRoleKind.COVER}
    return Caseload(frozenset(mine), _by_colleague([row[:4] for row in rows], cover, by.user_id))


def _ringing() -> QuerySet[NamedRole, Any]:
    """The roles of this person, and of those who ring the homes that they cover."""
    person = Given("person")
    roles = NamedRole.objects.on(given_day("today")).filter(kind__in=(NamedRoleKind.COORDINATOR, NamedRoleKind.COVER))
    covered = roles.filter(user_id=person, kind=NamedRoleKind.COVER).values("home_id")
    wanted = Q(user_id=person) | Q(kind=NamedRoleKind.COORDINATOR, home_id__in=covered)
    return roles.filter(wanted).values_list("home_id", "kind", "user_id", "person_name", "ends_on")


_RINGING = Prepared(_ringing)


def _by_colleague(
    rows: Sequence[tuple[int, str, int | None, str]], cover: set[int], user_id: int
) -> dict[str, tuple[str, frozenset[int]]]:
    homes: dict[str, set[int]] = {}
    for home, kind, user, name in rows:
        if home in cover and kind == NamedRoleKind.COORDINATOR and user != user_id:
            homes.setdefault(name, set()).add(home)
    return {plain_key(name).replace(" ", "-"): (name, frozenset(those)) for name, those in sorted(homes.items())}


@dataclass(slots=True)
class Row:
    """A check-in of the week, enough to place and count it."""

    pk: int
    home_id: int
    home: str
    phone: str
    due_on: date
    window_starts: time
    window_ends: time
    state: str
    started_at: datetime | None
    completed_at: datetime | None
    caller_user_id: int | None
    caller: str
    caller_organisation_id: int | None
    caller_organisation: str | None
    items: int
    nominations: int
    same_day: int
    group: Group = Group.LATER


# Written as SQL: for a list that is opened all Monday, building this as a query of the ORM costs more than asking it.
_WEEK = """
    SELECT c.id, c.home_id, h.name, h.phone, c.due_on, c.window_starts, c.window_ends, c.state, c.started_at, c.completed_at,
        c.caller_user_id, c.caller_name, c.caller_organisation_id, o.name, c.items_raised, c.nominations_raised, c.same_day_raised
    FROM checkins_checkin c
    JOIN directory_carehome h ON h.id = c.home_id
    LEFT JOIN access_organisation o ON o.id = c.caller_organisation_id
    WHERE c.week = %(week)s AND (%(homes)s::bigint[] IS NULL OR c.home_id = ANY (%(homes)s))
    ORDER BY c.due_on, c.window_starts, h.name_key, c.id
"""


def week_rows(week: Week, today: date, home_ids: Iterable[int] | None = None) -> list[Row]:
    """The check-ins of a week in the order in which they are rung, of these homes or of all that one may see. One query."""
    homes = None if home_ids is None else list(home_ids)
    with connections[alias()].cursor() as cursor:
        cursor.execute(_WEEK, {"week": week.monday, "homes": homes})
        rows = [_row(values, today) for values in cursor.fetchall()]
    return sorted(rows, key=_place)


def _row(values: Sequence[object], today: date) -> Row:
    row = Row(*values)  # type: ignore[arg-type]  # the columns of _WEEK are in the order of the fields
    started_on = row.started_at.astimezone(LONDON).date() if row.started_at else None
    row.group = group_of(row.state, row.due_on, today, started_on)
    return row


def _place(row: Row) -> tuple[int, datetime]:
    """Groups in their order; what is done, by when it was done. The sort keeps the order of days and windows within a group."""
    return ORDER.index(row.group), (row.completed_at or _EARLIEST) if row.group is Group.DONE else _EARLIEST


@dataclass(frozen=True, slots=True)
class Details:
    """What one row of the page shows besides: whom to ask for, calls that were not answered, what is open."""

    ask_for: str
    phone: str
    when: str
    attempts: Sequence[dict[str, str]]
    open_sections: Sequence[dict[str, Any]]
    open_nominations: Sequence[dict[str, Any]]


NO_DETAILS = Details("", "", "", (), (), ())


# Each list comes as one JSON: read item by item, two hundred of them took a tenth of the page.
_DETAILS = """
    SELECT c.id, contact.person_name, contact.phone, contact.when_to_ring,
        (SELECT json_agg(json_build_object('at', a.at, 'outcome', a.outcome, 'back', a.ring_back_at, 'again', a.again_at,
                                           'by', a.by_organisation_name) ORDER BY a.at)
         FROM checkins_attempt a WHERE a.check_in_id = c.id AND a.home_id = c.home_id),
        (SELECT json_agg(json_build_object('section', i.kind, 'at', i.raised_at) ORDER BY i.raised_at)
         FROM issues_issue i WHERE i.home_id = c.home_id AND i.closed_at IS NULL),
        (SELECT json_agg(json_build_object('reasons', n.reasons, 'at', n.raised_at) ORDER BY n.raised_at)
         FROM checkins_nomination n WHERE n.home_id = c.home_id AND n.state = 'raised')
    FROM checkins_checkin c
    LEFT JOIN LATERAL (
        SELECT person_name, phone, when_to_ring FROM directory_contactnumber d
        WHERE d.home_id = c.home_id AND d.removed_on IS NULL ORDER BY d.is_main DESC, d.id LIMIT 1
    ) contact ON true
    WHERE c.id = ANY (%s)
"""


def details_of(check_in_ids: Iterable[int]) -> dict[int, Details]:
    """The details of the rows of one page. One query, whatever their number."""
    return {
        pk: Details(name or "", phone or "", when or "", tries or (), sections or (), named or ())
        for pk, name, phone, when, tries, sections, named in fetched(_DETAILS, [list(check_in_ids)])
    }


# The same reason, and every page of a coordinator asks it.
_WAITING = """
    SELECT count(*) FILTER (WHERE own), count(*) FILTER (WHERE own AND due), count(*) FILTER (WHERE own AND late),
           count(*) FILTER (WHERE due), count(*) FILTER (WHERE late)
    FROM (
        SELECT c.state = ANY (%(open)s) AND c.due_on <= %(today)s AS due,
               c.state = ANY (%(open)s) AND c.due_on < %(today)s AS late,
               EXISTS (
                   SELECT 1 FROM directory_namedrole r
                   WHERE r.home_id = c.home_id AND r.user_id = %(person)s
                     AND (r.kind = 'coordinator' OR (r.kind = 'cover' AND r.ends_on IS NOT NULL))
                     AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
               ) AS own
        FROM checkins_checkin c WHERE c.week = %(week)s
    ) each
"""


def waiting_counts(by: Acting, today: date) -> tuple[int, int]:
    """For the navigation: how many homes wait for a call today or before, and how many of these are overdue. One query.

    Counted are one's own homes; somebody without homes of their own sees all that their organisation serves.
    """
    week = Week.containing(today).monday
    states = [str(each) for each in OPEN_STATES]
    asked: dict[str, Any] = {"open": states, "today": today, "person": by.user_id, "week": week}
    ((own, own_due, own_late, all_due, all_late),) = fetched(_WAITING, asked)
    return (own_due, own_late) if own else (all_due, all_late)


def weeks_of_home(home_id: int, size: int) -> Sliced[CheckIn]:
    """All check-ins of a home, newest first, to be paged by `size`. One query for their number, one for a page."""
    number = sum(weeks for _, weeks in _NUMBER_OF_HOME.tuples(home=home_id))
    return Sliced(_weeks_of_home, number, size=size, home=home_id)


def _number_of_home() -> QuerySet[CheckIn, Any]:
    return CheckIn.objects.filter(home_id=Given("home")).values_list("home_id").annotate(number=Count("pk"))


_NUMBER_OF_HOME = Prepared(_number_of_home)


@lru_cache(maxsize=20)
def _weeks_of_home(first: int, last: int) -> Prepared[CheckIn]:
    rows = CheckIn.objects.filter(home_id=Given("home")).select_related("caller_organisation")
    return Prepared(lambda: rows.order_by("-week")[first:last])


def weeks_with(ids: Iterable[int]) -> list[tuple[int, date]]:
    """The check-ins with these ids that one may see, each with its week. One query."""
    return _WEEKS_WITH.tuples(ids=list(ids))


_WEEKS_WITH = Prepared(lambda: CheckIn.objects.filter(OneOf("pk", given_ids("ids"))).values_list("pk", "week"))


def recent_weeks(home_id: int, today: date, count: int) -> list[CheckIn]:
    """The last `count` weeks of a home up to this one, oldest first. One query."""
    last = Week.containing(today).monday
    return _RECENT.ask(home=home_id, last=last, before=last - count * _ONE_WEEK)


def _recent() -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(home_id=Given("home"), week__lte=given_day("last"), week__gt=given_day("before"))
    return rows.order_by("week")


_RECENT = Prepared(_recent)
