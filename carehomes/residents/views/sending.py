"""How a form about residents is sent: the action's answer, or its refusal beside the field, with everything typed kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from carehomes.access.permissions import ScopedRequest
from carehomes.access.reads import record_reads
from carehomes.deadlines import london_today
from carehomes.residents.actions import AlreadyDone, Stale
from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import trail
from carehomes.residents.queries import visible
from carehomes.residents.rules import Refused
from carehomes.ui import formats
from carehomes.ui.forms import Form


def resident_or_404(resident_id: int) -> Resident:
    """The resident, or "not found" for one whom the acting membership may not see."""
    found = visible(resident_id)
    if found is None:
        raise Http404
    return found


def sent(request: ScopedRequest, form: Form, do: Callable[[], str], done: str) -> HttpResponse | None:
    """When the form was posted and is right: does it and goes where `do` says, telling `done`. None: the form is to be shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        place = do()
    except AlreadyDone as again:
        return redirect(again.result)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return None
    except Stale as stale:
        _tell_stale(form, stale)
        return None
    messages.success(request, done)
    return redirect(place)


def _tell_stale(form: Form, stale: Stale) -> None:
    who = stale.who or "Somebody of another organisation"
    form.add_error(
        None,
        f"{who} changed this record at {formats.near_clock(stale.at, london_today())} while you were typing. What you typed is kept: "
        "look at the record, then save again if yours is right",
    )
    form.take_version(stale.version)  # type: ignore[attr-defined]  # only versioned forms can be stale


def draw_form(
    request: ScopedRequest,
    resident: Resident,
    form: Form,
    *,
    title: str,
    screen: str,
    template: str = "residents/form.jinja",
    **more: Any,
) -> HttpResponse:
    """A page that is one form about a resident. It shows who they are, so it is logged as a reading.

    `screen`: what the log calls the page. Not its title, which names them: the log is read by people who see no resident.
    """
    record_reads([(resident.pk, resident.home_id)], screen=screen, by=request.acting)
    context = {"resident": resident, "form": form, "title": title, "trail": trail(resident, title), **more}
    return render(request, template, context)
