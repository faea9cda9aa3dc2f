"""Who works with a home: the history, and beginning, changing and ending it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import actions, queries
from carehomes.directory.forms import EndForm, OrganisationFinder, RelationshipForm, StatusForm
from carehomes.directory.forms.relationships import ORGANISATION_KINDS
from carehomes.directory.models import ONE_AT_A_TIME, AlignmentStatus, CareHome, HomeRelationship
from carehomes.directory.permissions import kinds_to_manage, may_manage
from carehomes.directory.presenters import home as words
from carehomes.directory.views.saving import form_page, saved
from carehomes.ui.forms.fields import sentence_part

MOST_FOUND = 20


@requires(Permission.SEE_HOMES)
def relationships(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """All that ever worked with a home, with the names they had then."""
    by, today = request.acting, london_today()
    record = queries.record_of(home_pk, by)
    context = {
        "home": record.home,
        "nav_key": words.nav_key(by),
        "groups": words.history(queries.all_relationships_of(home_pk), today),
        "managed": kinds_to_manage(by) if may_manage(by, record) else (),
    }
    return render(request, "directory/relationships.jinja", context)


def _managed_home(request: ScopedRequest, home_pk: int) -> CareHome:
    record = queries.record_of(home_pk, request.acting)
    if not may_manage(request.acting, record):
        raise Http404
    return record.home


def _managed_row(request: ScopedRequest, home: CareHome, pk: int) -> HomeRelationship:
    row = get_object_or_404(HomeRelationship.objects.select_related("organisation"), home=home, pk=pk)
    if row.kind not in kinds_to_manage(request.acting):
        raise PermissionDenied("A commissioner does not change who commissions a home")
    return row


def _page(request: ScopedRequest, home: CareHome, form: Any, title: str, **more: Any) -> HttpResponse:
    back = reverse("directory:relationships", args=[home.pk])
    trail = [(home.name, reverse("directory:home", args=[home.pk])), ("Who works with it", back), (title, "")]
    return form_page(request, form, title, trail=trail, cancel_url=back, **more)


@requires(Permission.MANAGE_RELATIONSHIPS)
def add_relationship(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """First the organisation is found (that stands in the address), then it is said what it is to the home and since when."""
    home = _managed_home(request, home_pk)
    kinds = kinds_to_manage(request.acting)
    finder = OrganisationFinder(request.GET if "kind" in request.GET else None, kinds=kinds)
    chosen = request.GET.get("kind", "")
    words_typed = request.GET.get("q", "")
    found = _found(chosen, words_typed) if finder.is_bound and finder.is_valid() else []
    form = (
        RelationshipForm(form_data(request), found=found, kind=chosen, exclusive=chosen in ONE_AT_A_TIME)
        if found
        else None
    )

    def save() -> None:
        alignment = _alignment(form, chosen, found)  # type: ignore[arg-type]  # only called with a form
        actions.start_relationship(by=request.acting, home=home, alignment=alignment, key=form.key)  # type: ignore[union-attr]  # as above

    if request.method == "POST" and form and saved(form, save):
        messages.success(request, "It is written down, and who may see the home follows it from now on")
        return redirect("directory:relationships", home.pk)
    more = {"finder": finder, "searched": finder.is_bound and not finder.errors, "finds": len(found)}
    page = "directory/add_relationship.jinja"
    return _page(request, home, form, "Say who works with this home", template=page, submit_label="Save", **more)


def _found(kind: str, words_typed: str) -> list[Organisation]:
    return list(queries.find_organisations(words_typed, ORGANISATION_KINDS[kind])[:MOST_FOUND])


def _alignment(form: RelationshipForm, kind: str, found: list[Organisation]) -> actions.Alignment:
    clean = form.cleaned_data
    return actions.Alignment(
        kind=RelationshipKind(kind),
        organisation=next(each for each in found if each.pk == clean["organisation"]),
        starts_on=clean["starts_on"],
        status=AlignmentStatus(clean["status"]),
        beds_for_payment=form.beds_for_payment,
        replace=clean.get("replace", False),
    )


@requires(Permission.MANAGE_RELATIONSHIPS)
def change_relationship(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Another status, from a day on."""
    home = _managed_home(request, home_pk)
    row = _managed_row(request, home, pk)
    status = AlignmentStatus.AGREED if row.status == AlignmentStatus.NEAREST else row.status
    initial = {"status": status, "on": london_today(), "beds": row.beds_for_payment}
    form = StatusForm(form_data(request), kind=row.kind, version=actions.version_of(row), initial=initial)

    def save() -> None:
        clean = form.cleaned_data
        what = {"status": clean["status"], "on": clean["on"], "beds": form.beds_for_payment, "version": form.seen}
        actions.change_status(by=request.acting, home=home, relationship_id=pk, **what)

    if request.method == "POST" and saved(form, save, row=row):
        messages.success(request, f"The status of {row.organisation.name} is changed")
        return redirect("directory:relationships", home.pk)
    return _page(request, home, form, f"{row.get_kind_display()}: {row.organisation.name}")


@requires(Permission.MANAGE_RELATIONSHIPS)
def end_relationship(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Its last day. From the next day on its people see nothing of the home."""
    home = _managed_home(request, home_pk)
    row = _managed_row(request, home, pk)
    form = EndForm(form_data(request), with_reason=True, today=london_today())

    def save() -> None:
        clean = form.cleaned_data
        what = {"last_day": clean["last_day"], "reason": clean["reason"]}
        actions.end_relationship(by=request.acting, home=home, relationship_id=pk, **what)

    if request.method == "POST" and saved(form, save):
        messages.success(request, f"{row.organisation.name} ends as {sentence_part(row.get_kind_display())}")
        return redirect("directory:relationships", home.pk)
    title = f"When does {row.organisation.name} end as {sentence_part(row.get_kind_display())}?"
    lead = f"From the next day on its people see nothing of {home.name}. What they wrote stays."
    return _page(request, home, form, title, lead=lead, submit_label="End it", submit_kind="warning")
