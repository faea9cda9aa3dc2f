"""Homes by weeks: which homes of an area have gone without a check-in, and in which weeks. No words, nobody's name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.deadlines import Week
from checkins.models import CheckIn, CheckInState
from checkins.queries.coverage import By, homes_in

WEEKS = 20  # with this one
HOMES = 40  # a page
_NOT_DONE = ~Q(check_ins__state__in=(CheckInState.COMPLETED, CheckInState.CANCELLED))
States = dict[int, dict[date, str]]  # of each home, by the Monday of the week


@dataclass(frozen=True, slots=True)
class HomeInArea:
    """A home of the grid."""

    home_id: int
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class WeekTotal:
    """All homes of the area in one week. Required: a check-in was planned and not cancelled."""

    done: int
    required: int


def first_monday(this: Week) -> date:
    """Where the grid begins."""
    return this.monday - timedelta(weeks=WEEKS - 1)


def homes_by_need(
    by: Acting, this: Week, today: date, area: By, key: str | None, number: int
) -> tuple[list[HomeInArea], int]:
    """One page of homes, those first whose closed weeks most often ended without a check-in, and how many there are. Two queries."""
    closed = Q(check_ins__week__gte=first_monday(this), check_ins__week__lt=this.monday)
    rows = homes_in(by, this, today, area, key).values("pk", "name", "name_key", "area_name")
    needy = rows.annotate(without=Count("check_ins", filter=closed & _NOT_DONE)).order_by("-without", "name_key", "pk")
    page = needy.values_list("pk", "name", "area_name")[(number - 1) * HOMES : number * HOMES]
    return [HomeInArea(*each) for each in page], rows.count()


def states_of(home_ids: Collection[int], this: Week) -> States:
    """The state of each week's check-in of these homes. One query."""
    found: States = {home_id: {} for home_id in home_ids}
    for home_id, week, state in _planned(this).filter(home_id__in=home_ids).values_list("home_id", "week", "state"):
        found[home_id][week] = state
    return found


def totals(by: Acting, this: Week, today: date, area: By, key: str | None) -> dict[date, WeekTotal]:
    """How many homes of the whole area were done in each week, of how many. One query."""
    rows = _planned(this).filter(home_id__in=homes_in(by, this, today, area, key).values("pk"))
    done = Count("pk", filter=Q(state=CheckInState.COMPLETED))
    counted = rows.order_by("week").values("week").annotate(done=done, required=Count("pk"))
    return {each["week"]: WeekTotal(each["done"], each["required"]) for each in counted}


def _planned(this: Week) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(week__gte=first_monday(this), week__lte=this.monday)
    return rows.exclude(state=CheckInState.CANCELLED)
