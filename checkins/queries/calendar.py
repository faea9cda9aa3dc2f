"""The calls of the coming weeks: this week's as they are, later ones as schedules and named people plan them today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from carehomes.access.prepared import Prepared, given_day
from carehomes.deadlines import Week, planned_day
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.queries import Planned, planned_homes
from checkins.models import CheckIn

WEEKS = 4


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """A home to be rung on a day. `usual`: the day on which it would fall without a bank holiday; `state`: once there is a check-in."""

    home_id: int
    home: str
    day: date
    usual: date
    starts: time
    ends: time
    mode: str
    coordinators: tuple[str, ...]
    away: tuple[str, ...]
    people: frozenset[int]
    state: str = ""

    @property
    def moved(self) -> bool:
        return self.day != self.usual


def calls_of(first: Week, today: date, weeks: int = WEEKS) -> list[PlannedCall]:
    """The calls of these weeks for all homes whose facts the acting membership may see, by day and time. Two queries."""
    planned = planned_homes(today)
    made = {(each.home_id, each.week): each for each in _OF_WEEK.ask(week=Week.containing(today).monday)}
    week, found = first, []
    for _ in range(weeks):
        found += [_call(each, week, made.get((each.home.pk, week.monday))) for each in planned]
        week = week.next()
    return sorted(found, key=lambda call: (call.day, call.starts, call.home))


_OF_WEEK = Prepared(lambda: CheckIn.objects.filter(week=given_day("week")))


def _call(planned: Planned, week: Week, check_in: CheckIn | None) -> PlannedCall:
    schedule = planned.schedule_on(week.monday)
    usual = week.day(schedule.weekday)
    day = check_in.due_on if check_in else planned_day(week, schedule.weekday)
    window = check_in or schedule
    roles = [*planned.holders(NamedRoleKind.COORDINATOR, day), *planned.holders(NamedRoleKind.COVER, day)]
    away = [each.person_name for each in roles if each.kind == NamedRoleKind.COVER and each.ends_on]
    return PlannedCall(
        home_id=planned.home.pk,
        home=planned.home.name,
        day=day,
        usual=usual,
        starts=window.window_starts,
        ends=window.window_ends,
        mode=schedule.mode,
        coordinators=tuple(planned.coordinators(day)),
        away=tuple(away),
        people=frozenset(
            each.user_id for each in roles if each.user_id and (each.kind == NamedRoleKind.COORDINATOR or each.ends_on)
        ),
        state=check_in.state if check_in else "",
    )


def people_in(calls: Iterable[PlannedCall]) -> list[str]:
    """Everybody who rings or covers some of these calls, by name."""
    return sorted({name for call in calls for name in (*call.coordinators, *call.away)})


def per_day(calls: Sequence[PlannedCall], first: Week, weeks: int = WEEKS) -> dict[date, list[PlannedCall]]:
    """The calls by day: Monday to Friday of each week always, a weekend day where there is a call."""
    days = [first.monday + timedelta(days=number) for number in range(7 * weeks)]
    by_day: dict[date, list[PlannedCall]] = {day: [] for day in days if day.isoweekday() < 6}
    for call in calls:
        by_day.setdefault(call.day, []).append(call)
    return dict(sorted(by_day.items()))
