"""A home's page, of panels: ours beside those that the domains register."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from carehomes.access.acting import Acting
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import queries
from carehomes.directory.models import NamedRoleKind
from carehomes.directory.panels import on_home
from carehomes.directory.permissions import may_edit, may_manage
from carehomes.directory.presenters import home as words
from carehomes.ui.panels import Prompt

Context = dict[str, Any]


@requires(Permission.SEE_HOMES)
def home(request: ScopedRequest, pk: int) -> HttpResponse:
    """A home, as much of it as the acting membership may see."""
    record = queries.record_of(pk, request.acting)
    return draw_home(request, record, nav_key=words.nav_key(request.acting))


def draw_home(request: ScopedRequest, record: queries.Record, *, nav_key: str) -> HttpResponse:
    """The page, under the item of the navigation that leads to it."""
    by, today = request.acting, london_today()
    context = {
        "home": record.home,
        "seen": record.seen,
        "nav_key": nav_key,
        "words": words,
        "trail": words.trail(record) if nav_key == "directory:homes" else [],
        "partners": words.partners(record.relationships, today),
        "today": today,
        "may_edit": may_edit(by, record),
        "may_manage": may_manage(by, record),
    }
    more = _facts(by, record) if record.seen else {"outsider": words.outsider(by, record.relationships)}
    return render(request, "directory/home.jinja", {**context, **more})


def _facts(by: Acting, record: queries.Record) -> Context:
    """What only those who work with the home may see: ours, and what the domains show."""
    panels = on_home.panels_for(by, record.home)
    prompt = _prompt(by, record)
    return {
        "prompt": prompt,
        "taps": on_home.taps_for(by, record.home, prompt),
        "tiles": on_home.tiles_for(by, record.home),
        "panels": [panel for panel in panels if not panel.beside],
        "panels_beside": [panel for panel in panels if panel.beside],
        "people": words.people_to_ring(record),
        "roles": words.in_order(record.roles),
        "coordination": words.coordination(record.roles),
        "schedule": record.schedule,
    }


def _prompt(by: Acting, record: queries.Record) -> Prompt | None:
    """The one thing to do now: what a domain says, else that nobody leads clinically, where somebody may change that."""
    said = on_home.prompt_for(by, record.home)
    led = any(role.kind == NamedRoleKind.CLINICAL_LEAD for role in record.roles)
    if led or not record.home.in_scope or record.home.deregistered_on or not may_edit(by, record):
        return said
    return min(filter(None, (said, words.no_lead(record.home))), key=lambda prompt: prompt.rank)
