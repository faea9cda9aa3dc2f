"""A resident's page, all that happened to them, and who has read it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.residents import queries, timeline
from carehomes.residents.models import Resident
from carehomes.residents.panels import on_resident
from carehomes.residents.presenters import record as words
from carehomes.residents.presenters.happened import own_entries
from carehomes.residents.presenters.words import called, trail
from carehomes.ui.panels import Prompt

LATEST = 8
A_PAGE = 50


def _record(request: ScopedRequest, pk: int, screen: str) -> queries.Record:
    try:
        record = queries.record_of(pk)
    except Resident.DoesNotExist as error:
        raise Http404 from error
    record_reads([(pk, record.resident.home_id)], screen=screen, by=request.acting)
    return record


@requires(Permission.SEE_RESIDENTS)
def resident(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything about one person that everybody must know, and what the domains show."""
    record = _record(request, pk, "Resident")
    today = london_today()
    context = {
        "resident": record.resident,
        "record": record,
        "called": called(record.resident),
        "trail": trail(record.resident),
        "identity": words.identity(record, today),
        "safety": words.safety(record),
        "prompt": _prompt(request, record),
        "stay": words.stay_facts(record, today),
        "about": words.about_facts(record),
        "people": words.people(record),
        "words": words,
        "may_edit": request.acting.may(Permission.EDIT_RESIDENTS),
        "today": today,
    }
    return render(
        request, "residents/resident.jinja", {**context, **_happened(request, record), **_panels(request, record)}
    )


def _prompt(request: ScopedRequest, record: queries.Record) -> Prompt:
    """The one thing to do now: the most urgent of what the domains say and what the ground floor says."""
    said = on_resident.prompt_for(request.acting, record.resident)
    own = words.own_prompt(record, request.acting, london_today())
    return min(filter(None, (said, own)), key=lambda prompt: prompt.rank)


def _panels(request: ScopedRequest, record: queries.Record) -> dict[str, Any]:
    panels = on_resident.panels_for(request.acting, record.resident)
    return {
        "panels": [panel for panel in panels if not panel.beside],
        "panels_beside": [panel for panel in panels if panel.beside],
    }


def _happened(request: ScopedRequest, record: queries.Record) -> dict[str, Any]:
    entries = timeline.entries_for(request.acting, record.resident, own_entries(record))
    return {"entries": entries[:LATEST], "number_of_entries": len(entries)}


@requires(Permission.SEE_RESIDENTS)
def history(request: ScopedRequest, pk: int) -> HttpResponse:
    """All that happened, the newest first."""
    record = _record(request, pk, "What happened")
    entries = timeline.entries_for(request.acting, record.resident, own_entries(record))
    pages = Paginator(entries, A_PAGE)
    context = {"resident": record.resident, "page": pages.get_page(request.GET.get("page")), "number": len(entries)}
    context["trail"] = trail(record.resident, "What happened")
    return render(request, "residents/history.jinja", context)


@requires(Permission.SEE_RESIDENTS)
def readings(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who has read this record: as far as one may see, the readings since the resident has lived in this home."""
    try:
        resident, number, rows = queries.readings_of(pk)
    except Resident.DoesNotExist as error:
        raise Http404 from error
    record_reads([(pk, resident.home_id)], screen="Who has read it", by=request.acting)
    pages = Paginator(rows, A_PAGE)
    pages.count = number + 1  # counted already; and this reading
    page = pages.get_page(request.GET.get("page"))
    context = {"resident": resident, "page": page, "trail": trail(resident, "Who has read it")}
    return render(request, "residents/readings.jinja", context)
