"""Organisations: finding them, their pages, and who leads in them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.kinds import LeadershipKind, OrganisationKind
from carehomes.access.models import Leadership, Organisation
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import actions, queries
from carehomes.directory.forms import EndForm, LeaderForm
from carehomes.directory.presenters import homes as home_words
from carehomes.directory.presenters import organisations as words
from carehomes.directory.views.saving import form_page, saved

A_PAGE = 50
HOMES_A_PAGE = 25  # beside as many as 200 organisations
MOST_CHARACTERS = 100
NAV = "directory:organisations"


@requires(Permission.SEE_ORGANISATIONS)
def organisations(request: ScopedRequest) -> HttpResponse:
    """The organisations of a search, 50 a page. htmx asks for the part below the search box."""
    q, closed = request.GET.get("q", "").strip()[:MOST_CHARACTERS], request.GET.get("closed") == "yes"
    kind = request.GET.get("kind", "")
    kind = kind if kind in OrganisationKind.values else ""
    found = queries.find_organisations(q, (kind,) if kind else (), closed=closed)
    page = Paginator(queries.with_home_counts(found), A_PAGE).get_page(request.GET.get("page"))
    address = words.list_address(q, kind, closed=closed)
    context = {
        "q": q,
        "kinds": words.kind_options(kind),
        "closed": closed,
        "narrowed": bool(q or kind),
        "page": page,
        "page_address": address.replace("{", "%7B") + ("&" if "?" in address else "?") + "page={}",
        "words": words,
        "today": london_today(),
        "may_add": request.acting.may(Permission.CREATE_ORGANISATIONS),
    }
    if not request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return render(request, "directory/organisations.jinja", context)
    answer = render(request, "directory/organisations_found.jinja", {**context, "is_part": True})
    answer["HX-Push-Url"] = address
    return answer


@requires(Permission.SEE_ORGANISATIONS)
def organisation(request: ScopedRequest, pk: int) -> HttpResponse:
    """What an organisation is, what it belongs to, who leads in it, and the homes that it works with."""
    by, today = request.acting, london_today()
    record = queries.organisation_of(pk)
    counts = queries.home_counts_of(pk)
    chosen = request.GET.get("as", "")
    chosen = chosen if chosen in counts else next((kind for kind in words.AS_WORDS if kind in counts), "")
    keeps = actions.kinds_to_keep(by, record)
    context = {
        "organisation": record,
        "state": words.state_of(record, today),
        "facts": words.facts(record),
        "earlier": words.earlier_names(queries.names_of(pk), record.name, today),
        "relatives": words.relatives(queries.family_of(record), today),
        "leads": words.leads(queries.leaders_of(pk), by, today, keeps=bool(keeps)),
        "may_add_leads": bool(keeps),
        "may_keep": by.may(Permission.CREATE_ORGANISATIONS),
        "tabs": words.home_tabs(record, counts, chosen),
        "chosen": chosen,
        "page": _homes(pk, chosen, counts, request.GET.get("page")),
        "home_words": home_words,
    }
    return render(request, "directory/organisation.jinja", context)


def _homes(pk: int, chosen: str, counts: dict[str, int], number: str | None) -> Any:
    if not chosen:
        return None
    pages = Paginator(queries.homes_under(pk, chosen, counts[chosen], HOMES_A_PAGE), HOMES_A_PAGE)  # counted already
    return pages.get_page(number)


def _page(request: ScopedRequest, record: Organisation, form: Any, title: str, **more: Any) -> HttpResponse:
    back = reverse("directory:organisation", args=[record.pk])
    trail = [("Organisations", reverse(NAV)), (record.name, back), (title, "")]
    return form_page(request, form, title, trail=trail, cancel_url=back, **{"nav_key": NAV, **more})


@requires(Permission.EDIT_LEADERSHIP)
def add_leader(request: ScopedRequest, organisation_pk: int) -> HttpResponse:
    """Names a lead."""
    record = get_object_or_404(Organisation, pk=organisation_pk)
    kinds = actions.kinds_to_keep(request.acting, record)
    if not kinds:
        raise PermissionDenied(f"{request.acting.organisation} does not keep the leads of {record.name}")
    form = LeaderForm(form_data(request), kinds=kinds, version=0, initial={"starts_on": london_today()})

    def save() -> None:
        actions.add_leader(by=request.acting, organisation=record, leader=form.leader, key=form.key)

    if request.method == "POST" and saved(form, save):
        messages.success(request, f"{form.leader.person_name} is named")
        return redirect("directory:organisation", record.pk)
    return _page(request, record, form, "Name a lead", submit_label="Name them")


def _own_entry(request: ScopedRequest, pk: int) -> Leadership:
    entries = Leadership.objects.select_related("organisation")
    return get_object_or_404(entries, pk=pk, kept_by_id=request.acting.organisation_id)


@requires(Permission.EDIT_LEADERSHIP)
def leader(request: ScopedRequest, pk: int) -> HttpResponse:
    """A lead, to correct."""
    entry = _own_entry(request, pk)
    kinds = actions.kinds_to_keep(request.acting, entry.organisation) or (LeadershipKind(entry.kind),)
    initial = {name: getattr(entry, name) for name in ("kind", "person_name", "phone", "email", "starts_on")}
    form = LeaderForm(form_data(request), kinds=kinds, version=actions.version_of(entry), initial=initial)

    def save() -> None:
        actions.change_leader(by=request.acting, entry_id=pk, leader=form.leader, version=form.seen)

    if request.method == "POST" and saved(form, save, row=entry):
        messages.success(request, f"{form.leader.person_name} is changed")
        return redirect("directory:organisation", entry.organisation_id)
    return _page(request, entry.organisation, form, f"Change {entry.person_name}")


@requires(Permission.EDIT_LEADERSHIP)
def end_leader(request: ScopedRequest, pk: int) -> HttpResponse:
    """The last day of a lead."""
    entry = _own_entry(request, pk)
    form = EndForm(form_data(request), today=london_today())

    def save() -> None:
        actions.end_leader(by=request.acting, entry_id=pk, last_day=form.cleaned_data["last_day"])

    if request.method == "POST" and saved(form, save):
        messages.success(request, f"{entry.person_name} ends as {entry.get_kind_display()}")
        return redirect("directory:organisation", entry.organisation_id)
    title = f"When does {entry.person_name} end as {entry.get_kind_display()}?"
    return _page(request, entry.organisation, form, title, submit_label="End it", submit_kind="secondary")
