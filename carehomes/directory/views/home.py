"""A home's page, of panels: ours beside those that the domains register."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import queries
from carehomes.directory.models import CareHome, NamedRole, NamedRoleKind
from carehomes.directory.panels import on_home
from carehomes.directory.permissions import may_edit, may_manage
from carehomes.directory.presenters import home as words
from carehomes.ui.panels import Prompt

Context = dict[str, Any]


@requires(Permission.SEE_HOMES)
def home(request: ScopedRequest, pk: int) -> HttpResponse:
    """A home, as much of it as the acting membership may see."""
    return draw_home(request, pk, nav_key=words.nav_key(request.acting))


def draw_home(request: ScopedRequest, pk: int, *, nav_key: str) -> HttpResponse:
    """The page, under the item of the navigation that leads to it."""
    by, today = request.acting, london_today()
    record = queries.home_of_register(pk, by)
    relationships = list(queries.relationships_of(pk, today))
    context = {
        "home": record,
        "nav_key": nav_key,
        "words": words,
        "trail": words.trail(record, relationships) if nav_key == "directory:homes" else [],
        "partners": words.partners(relationships, today),
        "today": today,
        "may_edit": may_edit(by, record),
        "may_manage": may_manage(by, record),
    }
    more = _facts(request, record) if record.seen else {"outsider": words.outsider(by, relationships)}  # type: ignore[attr-defined]  # annotated
    return render(request, "directory/home.jinja", {**context, **more})


def _facts(request: ScopedRequest, record: CareHome) -> Context:
    """What only those who work with the home may see: ours, and what the domains show."""
    by = request.acting
    roles = list(queries.open_roles([record.pk]))
    panels = on_home.panels_for(by, record)
    return {
        "prompt": _prompt(request, record, roles),
        "tiles": on_home.tiles_for(by, record),
        "panels": [panel for panel in panels if not panel.beside],
        "panels_beside": [panel for panel in panels if panel.beside],
        "people": words.people_to_ring(record, queries.contacts_of(record.pk), roles),
        "roles": words.in_order(roles),
        "coordination": words.coordination(roles),
        "schedule": queries.schedule_of(record),
    }


def _prompt(request: ScopedRequest, record: CareHome, roles: list[NamedRole]) -> Prompt | None:
    """The one thing to do now: what a domain says, else that nobody leads clinically, where somebody may change that."""
    said = on_home.prompt_for(request.acting, record)
    led = any(role.kind == NamedRoleKind.CLINICAL_LEAD for role in roles)
    if led or not record.in_scope or record.deregistered_on or not may_edit(request.acting, record):
        return said
    return min(filter(None, (said, words.no_lead(record))), key=lambda prompt: prompt.rank)
