"""Organisations as platform administrators keep them: create, rename, link, succeed, end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from carehomes.access import actions, presenters, queries
from carehomes.access.forms import (
    EndLinkForm,
    EndOrganisationForm,
    LinkForm,
    OrganisationForm,
    RenameForm,
    SuccessionForm,
)
from carehomes.access.kept_forms import form_data
from carehomes.access.models import Organisation, OrganisationParent
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.access.views.sending import taken
from carehomes.deadlines import london_today

_keeps = requires(Permission.CREATE_ORGANISATIONS)


def _form_page(request: ScopedRequest, form: Any, organisation: Organisation, **words: str) -> HttpResponse:
    context = {"form": form, "organisation": organisation, **words}
    return render(request, "access/organisation_form.jinja", context)


def _back(request: ScopedRequest, organisation: Organisation, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("access:keep_organisation", organisation.pk)


@_keeps
def add(request: ScopedRequest) -> HttpResponse:
    """Creates an organisation."""
    form = OrganisationForm(form_data(request))
    made: list[Organisation | None] = []

    def write() -> None:
        fields = form.cleaned_data
        made.append(
            actions.create_organisation(
                by=request.acting,
                kind=fields["kind"],
                name=fields["name"],
                ods_code=fields["ods_code"],
                gss_code=fields["gss_code"],
                active_from=fields["active_from"],
                parent=fields["parent"],
                link=fields["link"],
                key=form.key,
            )
        )

    if taken(request, form, write):
        organisation = made[0]
        if organisation is None:
            messages.info(request, "This form was sent before, and the organisation exists.")
            return redirect("directory:organisations")
        return _back(request, organisation, f"{organisation.name} was created. Invite its first administrator next.")
    return render(request, "access/organisation_add.jinja", {"form": form})


@_keeps
def keep(request: ScopedRequest, pk: int) -> HttpResponse:
    """Everything that is kept of one organisation, and the ways to change it."""
    organisation = get_object_or_404(Organisation, pk=pk)
    with on_behalf("organisations kept by the platform"):
        kept = queries.kept_organisation(organisation, london_today())
    context = {"kept": kept, "organisation": organisation, "lines": presenters.kept_lines(kept, timezone.now())}
    return render(request, "access/organisation.jinja", context)


@_keeps
def rename(request: ScopedRequest, pk: int) -> HttpResponse:
    """Another name from a day that has come."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = RenameForm(form_data(request))

    def write() -> None:
        actions.rename_organisation(by=request.acting, organisation_id=pk, today=london_today(), **form.cleaned_data)

    if taken(request, form, write):
        return _back(request, organisation, f"It is now called {form.cleaned_data['name']}.")
    return _form_page(request, form, organisation, title=f"Rename {organisation.name}", submit_label="Rename it")


@_keeps
def link(request: ScopedRequest, pk: int) -> HttpResponse:
    """Makes it part of another organisation from a day on."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = LinkForm(form_data(request), organisation=organisation)

    def write() -> None:
        actions.link_organisations(by=request.acting, child_id=pk, **form.cleaned_data)

    if taken(request, form, write):
        return _back(request, organisation, f"It is now part of {form.cleaned_data['parent'].name}.")
    return _form_page(
        request,
        form,
        organisation,
        title=f"What {organisation.name} is part of",
        submit_label="Save the link",
        lead="Members of a partnership or group see what the organisations below it may see. Other links share nothing.",
    )


@_keeps
def end_link(request: ScopedRequest, pk: int, link_pk: int) -> HttpResponse:
    """Ends a link on a day."""
    found = get_object_or_404(OrganisationParent.objects.select_related("child", "parent"), pk=link_pk, child_id=pk)
    form = EndLinkForm(form_data(request))

    def write() -> None:
        actions.end_link(by=request.acting, link_id=link_pk, child_id=pk, **form.cleaned_data)

    if taken(request, form, write):
        return _back(request, found.child, f"The link to {found.parent.name} ends.")
    return _form_page(
        request,
        form,
        found.child,
        title=f"End the link to {found.parent.name}?",
        submit_label="End the link",
        submit_kind="warning",
    )


@_keeps
def succeed(request: ScopedRequest, pk: int) -> HttpResponse:
    """Says who takes over, and when."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = SuccessionForm(form_data(request))

    def write() -> None:
        actions.succeed_organisation(
            by=request.acting,
            predecessor_id=pk,
            successor=form.cleaned_data["other"],
            happened_on=form.cleaned_data["happened_on"],
        )

    if taken(request, form, write):
        return _back(request, organisation, f"{form.cleaned_data['other'].name} takes over.")
    return _form_page(
        request,
        form,
        organisation,
        title=f"Who takes over from {organisation.name}?",
        submit_label="Save the succession",
        lead="Unless it has ended before, it ends on that day, and nobody acts for it any more. "
        "Who works with its homes from then on is said at each home.",
    )


@_keeps
def end(request: ScopedRequest, pk: int) -> HttpResponse:
    """Says when it stops working."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = EndOrganisationForm(form_data(request))

    def write() -> None:
        actions.end_organisation(by=request.acting, organisation_id=pk, **form.cleaned_data)

    if taken(request, form, write):
        return _back(request, organisation, f"{organisation.name} ends.")
    return _form_page(
        request,
        form,
        organisation,
        title=f"End {organisation.name}?",
        submit_label="End the organisation",
        submit_kind="warning",
        lead="From that day on nobody acts for it. What it did stays on record. "
        "Who works with its homes from then on is said at each home.",
    )
