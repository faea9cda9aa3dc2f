"""Where the link of an invitation leads: a new person sets a password, one who has an account signs in; then they are a member."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from carehomes.access import actions, queries
from carehomes.access.actions.invitations import digest_of
from carehomes.access.entering import enter
from carehomes.access.forms import AcceptForm, refuse
from carehomes.access.middleware import MEMBERSHIP
from carehomes.access.models import Membership
from carehomes.access.permissions import outside_scope
from carehomes.access.queries import OpenInvitation
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import ROLES
from carehomes.deadlines import london_today


@outside_scope
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites to what, and accepts on POST."""
    invitation = queries.invitation_behind(digest_of(token), london_today())
    if invitation is None:
        return render(request, "access/invitation_gone.jinja", status=404)
    if request.user.is_authenticated:
        return _accept_as_oneself(request, token, invitation)
    if queries.people_by_email([invitation.email]):
        if request.method == "POST":
            return redirect_to_login(request.path)
        return _page(request, invitation, "sign_in")
    return _accept_as_new(request, token, invitation)


def _page(request: HttpRequest, invitation: OpenInvitation, who: str, form: AcceptForm | None = None) -> HttpResponse:
    context = {"invitation": invitation, "role": ROLES[invitation.role], "who": who, "form": form}
    return render(request, "access/accept.jinja", context)


def _accept_as_oneself(request: HttpRequest, token: str, invitation: OpenInvitation) -> HttpResponse:
    if request.user.email != invitation.email:  # type: ignore[union-attr]  # signed in
        return _page(request, invitation, "somebody_else")
    if request.method != "POST":
        return _page(request, invitation, "oneself")
    try:
        membership = actions.accept(
            token=token, user_id=request.user.pk, name="", password="", now=timezone.now(), today=london_today()
        )
    except RefusedError as refused:
        messages.warning(request, refused.words)
        return redirect("home")
    return _welcome(request, membership)


def _accept_as_new(request: HttpRequest, token: str, invitation: OpenInvitation) -> HttpResponse:
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            membership = actions.accept(
                token=token, user_id=None, name=name, password=password, now=timezone.now(), today=london_today()
            )
        except ValidationError as weak:
            form.add_error("password", weak)
        except RefusedError as refused:
            refuse(form, refused)
        else:
            enter(request, membership.user)
            record_authentication(request, membership.user, "password")
            return _welcome(request, membership)
    return _page(request, invitation, "new", form)


def _welcome(request: HttpRequest, membership: Membership) -> HttpResponse:
    """To their worklist there; a role that sees residents sets up its second step on the way."""
    request.session[MEMBERSHIP] = membership.pk
    messages.success(request, f"You are now a member of {membership.organisation.name}.")
    return redirect("home")
