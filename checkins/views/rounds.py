"""The list of rounds, the weeks to come, and convening one."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.names import plain_key
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from carehomes.directory.queries import home_with_facts, homes_with_facts, open_roles
from carehomes.ui.formats import plural
from carehomes.ui.numbers import number_in, page_in
from checkins.actions import rounds as actions
from checkins.forms.rounds import ConveneForm, People
from checkins.models import CheckIn, RoundMode
from checkins.presenters.round_lists import RoundList, WeeksPage
from checkins.queries.prescribers import people_and_prescribers
from checkins.queries.round_agenda import candidates_and_unread
from checkins.queries.rounds import PAGE, TABS, page_of_rounds, rounds_between, tab_counts
from checkins.transitions import Refused

WEEKS = 4
MOST_IN_WEEKS = 150
FOUND = 20  # homes that a search for one shows


def people_of(home_id: int) -> People:
    """Whom a round of this home can have. Two queries."""
    people, prescribers = people_and_prescribers(home_id)
    return People(people, list(open_roles([home_id])), prescribers)


def _home_id(request: HttpRequest) -> int | None:
    return number_in(request.GET.get("home", ""))


@require_safe
@requires(Permission.SEE_ROUNDS)
def rounds(request: ScopedRequest) -> HttpResponse:
    """What comes, what is to be written up, what is signed off."""
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else ""
    home_id = _home_id(request)
    counts = tab_counts(home_id)
    last = max(1, -(-counts[tab] // PAGE))
    number = page_in(request.GET.get("page", ""), last)
    page = RoundList(
        rounds=page_of_rounds(tab, home_id, number),
        counts=counts,
        tab=tab,
        home_id=home_id,
        number=number,
        pages=last,
        by=request.acting,
        today=london_today(),
    )
    return render(request, "checkins/rounds/list.jinja", {"page": page})


@require_safe
@requires(Permission.SEE_ROUNDS)
def weeks(request: ScopedRequest) -> HttpResponse:
    """Four weeks from this one, or from the week of the address."""
    today = london_today()
    try:
        first = Week.parse(request.GET.get("week", ""))
    except ValueError:
        first = Week.containing(today)
    last = first.monday + timedelta(weeks=WEEKS) - timedelta(days=1)
    found = rounds_between(first.monday, last, MOST_IN_WEEKS)
    page = WeeksPage(first=first, weeks=WEEKS, rounds=found, today=today, most=MOST_IN_WEEKS)
    return render(request, "checkins/rounds/weeks.jinja", {"page": page})


@require_safe
@requires(Permission.RUN_ROUNDS)
def choose_home(request: ScopedRequest) -> HttpResponse:
    """For which home: found by its name."""
    words = request.GET.get("q", "").strip()[:100]
    found = homes_with_facts().filter(deregistered_on=None) if words else homes_with_facts().none()
    for word in plain_key(words).split()[:6]:
        found = found.filter(name_key__contains=word)
    context = {"words": words, "homes": list(found.order_by("name_key", "pk")[:FOUND])}
    return render(request, "checkins/rounds/choose_home.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RUN_ROUNDS)
def convene(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """When, how and with whom; the agenda makes itself, and can be changed on the next page."""
    home = home_with_facts(home_pk, request.acting)
    people = people_of(home.pk)
    form = ConveneForm(form_data(request), people=people, initial=_initial(request, people))
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.convene(
                home_id=home.pk,
                plan=form.plan,
                chair=form.chair_guest,
                guests=form.invited,
                check_in_id=_check_in_id(request, home.pk),
                key=form.key,
                by=request.acting,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Convened. Look over the agenda and publish it: then everybody invited is told.")
            return redirect("checkins:round", found.pk)
    today = london_today()
    waiting, unread = candidates_and_unread(home.pk, today, today)
    context = {
        "title": "Convene a round",
        "nav_key": "checkins:rounds",
        "form": form,
        "lead": _lead(home.name, len(waiting), unread),
        "trail": [
            ("Rounds", reverse("checkins:rounds")),
            (home.name, reverse("directory:home", args=[home.pk])),
            ("Convene a round", ""),
        ],
        "submit_label": "Convene",
    }
    return render(request, "layouts/form.jinja", context, status=200)


def _lead(home: str, waiting: int, unread: int) -> str:
    who = plural(waiting, "resident comes", "residents come") if waiting else "nobody comes"
    more = f" {unread} named for today must be acknowledged by a clinician first." if unread else ""
    return f"{home}: {who} onto the agenda as things stand.{more}"


def _initial(request: ScopedRequest, people: People) -> dict[str, Any]:
    """The usual: by video, this person in the chair if they may be, the named people of the home invited."""
    chairs = [value for value, _ in people.chairs]
    own = str(request.acting.user_id)
    named = [value for value, _ in people.choices if int(value) in people.named]
    return {
        "kind": "mdt" if request.GET.get("kind") == "mdt" else "home_round",
        "mode": RoundMode.VIRTUAL,
        "minutes": "60",
        "chair": own if own in chairs else "",
        "guests": named,
    }


def _check_in_id(request: HttpRequest, home_id: int) -> int | None:
    """The check-in of the address, if it is this home's."""
    asked = number_in(request.GET.get("check_in", "")) or 0
    return CheckIn.objects.filter(pk=asked, home_id=home_id).values_list("pk", flat=True).first()
