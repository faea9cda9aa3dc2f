"""The demonstration's page of personas: one press signs in as one of its invented people. No address leads here in production."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from carehomes.access import queries
from carehomes.access.entering import enter
from carehomes.access.models import User
from carehomes.access.permissions import outside_scope
from carehomes.access.personas import BY_EMAIL, FIRST, PERSONAS, grouped, what_waits
from carehomes.access.scopes import system_scope
from carehomes.access.second_factor import PERSONA
from carehomes.ui.formats import initials


@outside_scope
@never_cache
@require_http_methods(["GET", "POST"])
def personas(request: HttpRequest) -> HttpResponse:
    """The cards; POST `email` becomes that person. Asks for DEMO itself too: a mistaken address must not open the door."""
    if not settings.DEMO:
        raise Http404
    people = queries.people_by_email(BY_EMAIL)
    if request.method == "POST":
        return _become(request, people.get(request.POST.get("email", "")))
    here = [persona for persona in PERSONAS if persona.email in people]
    with system_scope("page of personas"):
        waits = what_waits([person.pk for person in people.values()], timezone.now())
    context = {
        "cards": {each.email: each.card(waits.get(people[each.email].pk, "")) for each in here},
        "groups": list(grouped(here)),
        "initials": initials,
        "first": BY_EMAIL[FIRST] if FIRST in people else None,
    }
    return render(request, "access/personas.jinja", context)


def _become(request: HttpRequest, person: User | None) -> HttpResponse:
    """Signs out whoever was here and signs in this person; nobody's second factor is asked."""
    if person is None:
        raise Http404
    if request.user.is_authenticated:  # else the session may hold what this person typed before the last one ended
        logout(request)
    enter(request, person)
    request.session[PERSONA] = True
    return redirect("home")
