"""A person's own calendar of rounds: the page that makes and ends its secret address, and the address itself."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.permissions import ScopedRequest, outside_scope, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from checkins.actions import round_people
from checkins.models import CalendarFeed
from checkins.queries.rounds import feed_owner, feed_rounds
from checkins.rounds.calendar import feed_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_ROUNDS)
def calendar(request: ScopedRequest) -> HttpResponse:
    """Makes the address, which is shown once, or ends it."""
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            round_people.end_feed(by=request.acting, now=timezone.now())
            messages.success(request, "Your calendar address has ended. Calendars that have it get nothing more.")
            return redirect("checkins:round_calendar")
        token = round_people.make_feed(by=request.acting, now=timezone.now())
        address = f"{settings.SITE_ADDRESS}{reverse('checkins:round_feed', args=[token])}"
    feed = CalendarFeed.objects.filter(user_id=request.acting.user_id, revoked_at=None).first()
    return render(request, "checkins/rounds/calendar.jinja", {"feed": feed, "address": address})


@require_safe
@outside_scope
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address. An address that has ended or never was is not found."""
    user_id = feed_owner(token)
    if user_id is None:
        raise Http404
    body = feed_of(feed_rounds(user_id, london_today()), timezone.now())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private"
    answer["Content-Disposition"] = 'inline; filename="rounds.ics"'
    return answer
