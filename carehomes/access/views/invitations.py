"""Inviting, sending the link again, withdrawing: anybody to one's own organisation, and by the platform an administrator to any."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import actions, presenters
from carehomes.access.forms import InviteForm
from carehomes.access.kept_forms import form_data
from carehomes.access.models import Invitation, Organisation
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import OrganisationAdministrator, Permission, roles_for
from carehomes.access.scopes import on_behalf
from carehomes.access.views.sending import pressed, taken

_manages = requires(Permission.MANAGE_MEMBERS)
_keeps = requires(Permission.CREATE_ORGANISATIONS)


@_manages
def invite(request: ScopedRequest) -> HttpResponse:
    """Invites somebody to one's own organisation."""
    form = InviteForm(form_data(request), roles=roles_for(request.acting.organisation_kind))
    if _invited(request, form, request.acting.organisation_id):
        return redirect("access:people")
    context = {"title": f"Invite somebody to {request.acting.organisation}", "form": form}
    return render(request, "access/invite.jinja", context)


@_keeps
def invite_administrator(request: ScopedRequest, pk: int) -> HttpResponse:
    """Invites an administrator of an organisation, who then invites everybody else."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = InviteForm(form_data(request), roles=[OrganisationAdministrator])
    if _invited(request, form, pk):
        return redirect("access:keep_organisation", pk)
    context = {
        "title": f"Invite an administrator of {organisation.name}",
        "form": form,
        "organisation": organisation,
        "submit_label": "Send the invitation",
    }
    return render(request, "access/organisation_form.jinja", context)


@require_POST
@_manages
def resend(request: ScopedRequest, pk: int) -> HttpResponse:
    """A new link for an open invitation to one's own organisation."""
    _resend(request, request.acting.organisation_id, pk)
    return redirect(_own_list())


@require_POST
@_keeps
def resend_administrator(request: ScopedRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """A new link for an administrator's open invitation."""
    _resend(request, pk, invitation_pk)
    return redirect("access:keep_organisation", pk)


@_manages
def withdraw(request: ScopedRequest, pk: int) -> HttpResponse:
    """Asks, then ends an open invitation to one's own organisation."""
    organisation_id = request.acting.organisation_id
    invitation = get_object_or_404(Invitation, pk=pk, organisation_id=organisation_id)
    return _withdraw(request, invitation, "access:people", _own_list())


@_keeps
def withdraw_administrator(request: ScopedRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Asks, then ends an administrator's open invitation."""
    with on_behalf("organisations kept by the platform"):
        invitation = get_object_or_404(Invitation, pk=invitation_pk, organisation_id=pk)
    return _withdraw(request, invitation, "directory:organisations", reverse("access:keep_organisation", args=[pk]))


def _own_list() -> str:
    return f"{reverse('access:people')}?show=invited"


def _invited(request: ScopedRequest, form: InviteForm, organisation_id: int) -> bool:
    """Whether the form was sent and the invitation is on its way."""

    def write() -> None:
        actions.invite(
            by=request.acting,
            organisation_id=organisation_id,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            role=form.cleaned_data["role"],
            job_title=form.cleaned_data["job_title"],
            ends_on=form.cleaned_data["until"],
            key=form.key,
            now=timezone.now(),
            prescriber=form.prescriber,
        )

    sent = taken(request, form, write)
    if sent:
        messages.success(request, f"{form.cleaned_data['name']} was invited. The link is valid for 7 days.")
    return sent


def _resend(request: ScopedRequest, organisation_id: int, pk: int) -> None:
    def write() -> str:
        sent = actions.resend(by=request.acting, invitation_id=pk, organisation_id=organisation_id, now=timezone.now())
        return f"A new link was sent to {sent.email}. The earlier one no longer works."

    pressed(request, write)


def _withdraw(request: ScopedRequest, invitation: Invitation, nav_key: str, back: str) -> HttpResponse:
    def write() -> str:
        gone = actions.withdraw(
            by=request.acting,
            invitation_id=invitation.pk,
            organisation_id=invitation.organisation_id,
            now=timezone.now(),
        )
        return f"The invitation of {gone.name} was withdrawn."

    if request.method == "POST":
        pressed(request, write)
        return redirect(back)
    context = {"invitation": presenters.invitation_facts(invitation), "nav_key": nav_key, "cancel_url": back}
    return render(request, "access/withdraw.jinja", context)
