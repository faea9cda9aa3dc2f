"""The calls of the coming weeks."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from checkins.presenters.calendar import EVERYONE, MINE, CalendarPage
from checkins.queries.calendar import PlannedCall, calls_of, people_in

FARTHEST = 366  # days ahead: bank holidays are known for about so long


@require_safe
@requires(Permission.SEE_CHECK_INS)
def calendar(request: ScopedRequest) -> HttpResponse:
    """Four weeks of calls, of one coordinator or of all, with the load of each day."""
    today = london_today()
    first = _first(request, today)
    calls = calls_of(first, today)
    page = CalendarPage(
        first=first,
        today=today,
        by=request.acting,
        calls=calls,
        whose=_whose(request, calls),
        chosen=_day(request.GET.get("day", "")),
    )
    return render(request, "checkins/calendar.jinja", {"page": page})


def _first(request: HttpRequest, today: date) -> Week:
    """The first week of the address; nothing before this one, nothing beyond what can be planned."""
    this = Week.containing(today)
    try:
        asked = Week.parse(request.GET.get("from", ""))
    except ValueError:
        return this
    return max(this, asked) if (asked.monday - today).days < FARTHEST else this


def _whose(request: ScopedRequest, calls: list[PlannedCall]) -> str:
    usual = MINE if any(request.acting.user_id in call.people for call in calls) else EVERYONE
    asked = request.GET.get("whose", "")
    return asked if asked in {MINE, EVERYONE, *people_in(calls)} else usual


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
