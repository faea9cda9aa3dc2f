"""The list of residents, of all homes or of one; finding somebody; taking the list out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.look_ups import TOO_MANY_REQUESTS, TOO_OFTEN, may_look_up
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now, london_today
from carehomes.directory.models import CareHome
from carehomes.residents import actions, queries
from carehomes.residents.forms import ExportForm, FindForm
from carehomes.residents.models import Resident, ResidentState
from carehomes.residents.presenters import listing as words
from carehomes.residents.presenters.words import born, number, state_of
from carehomes.residents.queries.listing import HERE
from carehomes.ui import formats
from carehomes.ui.csv_file import csv_response
from carehomes.ui.numbers import number_in

A_PAGE = 35  # of the largest provider, whose 243 homes stand in a list beside them, more would weigh more than 40 kB
LOOKED_FOR = "residents_looked_for"  # in the session, because a name does not belong into an address
MOST_IN_FILE = 20_000  # a file is made whole, in memory


@requires(Permission.SEE_RESIDENTS)
def residents(request: ScopedRequest) -> HttpResponse:
    """All residents whom the acting membership may see."""
    asked = words.Asked(words.read_listing(request.GET, _looked_for(request)))
    tallies = queries.tallies(asked.listing.words, london_today())
    return _draw(request, asked, tallies)


@requires(Permission.SEE_RESIDENTS)
def of_home(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """The residents of one home."""
    asked = words.Asked(words.read_listing(request.GET, _looked_for(request), home_pk), fixed=True)
    try:
        home, tallies, moved = queries.home_with_tallies(home_pk, asked.listing.words, london_today())
    except CareHome.DoesNotExist as error:
        raise Http404 from error
    return _draw(request, asked, tallies, home, moved if asked.listing.state == "left" else ())


def _looked_for(request: ScopedRequest) -> str:
    return str(request.session.get(LOOKED_FOR, ""))


def _draw(
    request: ScopedRequest,
    asked: words.Asked,
    tallies: list[queries.Tally],
    home: queries.HomeOfList | None = None,
    moved: Sequence[queries.MovedAway] = (),
    **more: Any,
) -> HttpResponse:
    today, names = london_today(), {each.home_id: each.home for each in tallies}
    number = words.count(words.in_states(tallies, asked.listing.home_id), asked.listing.state)
    page = _page(asked, number, request.GET.get("page"))
    away = [(each.resident_id, home.pk) for each in moved if home]
    shown = [*((each.pk, each.home_id) for each in page.object_list), *away]
    record_reads(shown, screen="List of residents", by=request.acting)
    context = {
        "home": home,
        "asked": asked,
        "page": page,
        "rows": [_row(each, today, {} if home else names) for each in page.object_list],
        "moved": [(each, queries.can_undo(each.at, london_now())) for each in moved],
        "tabs": words.tabs(asked, tallies),
        "homes": words.home_options(asked, tallies),
        "sorts": words.sort_options(asked),
        "words": words,
        "scope": words.scope(tallies, asked),
        "find_form": _find_form(request, asked),
        "may_edit": request.acting.may(Permission.EDIT_RESIDENTS),
    }
    status = more.pop("status", 200)
    return render(request, "residents/residents.jinja", {**context, **more}, status=status)


def _find_form(request: ScopedRequest, asked: words.Asked) -> FindForm:
    """With the words that were looked for, or that somebody had typed when their session ended."""
    kept = form_data(request)
    return FindForm(kept or ({"words": asked.listing.words} if asked.listing.words else None))


def _page(asked: words.Asked, number_found: int, wanted: str | None) -> Page[Resident]:
    pages = Paginator(queries.page_of_residents(asked.listing, number_found, A_PAGE, london_today()), A_PAGE)
    pages.count = number_found  # counted already, for all tabs at once
    page = pages.get_page(wanted)
    page.object_list = list(page.object_list)
    return page


def _row(resident: Resident, today: date, homes: Mapping[int, str]) -> dict[str, Any]:
    """`homes`: the names of the homes, where the list is not of one. Everybody listed is counted in one of them."""
    room = resident.room
    return {
        "pk": resident.pk,
        "name": f"{resident.family_name}, {resident.given_name}",
        "called": resident.preferred_name,
        "born": born(resident, today),
        "number": number(resident),
        "place": ", ".join(filter(None, (homes.get(resident.home_id), room))) if homes else room or "Not known",
        "state": None if resident.state == ResidentState.IN_HOME else state_of(resident),
        "since": formats.long_date(resident.since),
    }


@require_POST
@requires(Permission.SEE_RESIDENTS)
def find(request: ScopedRequest) -> HttpResponse:
    """By NHS number straight to the record; by name to the list. Only ever by POST, so that neither stands in an address or a log."""
    form = FindForm(form_data(request))
    typed = form.cleaned_data["words"].strip() if form.is_valid() else ""
    try:
        nhs_number = queries.nhs_number_in(typed)
    except ValueError as error:
        return _not_found(request, form, str(error))
    if nhs_number:
        return _by_number(request, form, nhs_number)
    request.session[LOOKED_FOR] = typed
    home = number_in(request.POST.get("home", ""))
    place = reverse("residents:residents") if home is None else reverse("residents:of_home", args=[home])
    return redirect(f"{place}?found=1" if typed else place)


def _by_number(request: ScopedRequest, form: FindForm, nhs_number: str) -> HttpResponse:
    if not may_look_up(request.acting.user_id):
        return _not_found(request, form, TOO_OFTEN, status=TOO_MANY_REQUESTS)
    found = queries.with_number(nhs_number)
    if not found:
        return _not_found(request, form, "No resident whom you may see has this NHS number")
    return redirect("residents:resident", pk=found[0].pk)


def _not_found(request: ScopedRequest, form: FindForm, message: str, status: int = 200) -> HttpResponse:
    form.is_valid()
    form.add_error("words", message)
    asked = words.Asked(queries.Listing(state=HERE))
    return _draw(request, asked, queries.tallies("", london_today()), find_form=form, status=status)


@requires(Permission.SEE_RESIDENTS)
def export(request: ScopedRequest) -> HttpResponse:
    """Asks what the list is for, logs that with everybody in it, and gives the file."""
    form = ExportForm(form_data(request))
    listing = words.read_listing(request.GET, _looked_for(request))
    found = queries.list_residents(listing, london_today()).select_related("home", "registered_practice")
    if request.method == "POST" and form.is_valid():
        return _file(request, form, listing, list(found[:MOST_IN_FILE]))
    asked = words.Asked(listing)
    context = {
        "title": "Take out a list of residents",
        "form": form,
        "back_url": asked.address(),
        "back_label": "Residents",
        "number": found.count(),
        "most": MOST_IN_FILE,
        "chosen": words.chosen_words(listing, ""),
    }
    return render(request, "residents/export.jinja", context)


def _file(request: ScopedRequest, form: ExportForm, listing: queries.Listing, found: list[Resident]) -> HttpResponse:
    purpose, detail = form.cleaned_data["purpose"], form.cleaned_data["detail"]
    home = found[0].home.name if listing.home_id and found else ""
    actions.log_export(
        by=request.acting,
        now=london_now(),
        purpose=purpose,
        detail=detail,
        rows=len(found),
        chosen=words.chosen_words(listing, home),
    )
    record_reads(((each.pk, each.home_id) for each in found), screen="Residents, taken out", by=request.acting)
    return csv_response(
        f"residents-{london_today().isoformat()}", words.HEADER, (words.csv_row(each) for each in found)
    )
