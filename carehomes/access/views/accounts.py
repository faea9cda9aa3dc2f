"""Accounts, closed and opened by platform administrators. Administrators of an organisation end memberships of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import actions, queries
from carehomes.access.forms import CloseAccountForm, FindAccountForm
from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.queries import Account
from carehomes.access.roles import ROLES, Permission
from carehomes.access.scopes import on_behalf
from carehomes.access.views.sending import pressed, taken
from carehomes.deadlines import london_today

_keeps = requires(Permission.CREATE_ORGANISATIONS)
_REASON = "accounts kept by the platform"


def _account(pk: int) -> Account:
    with on_behalf(_REASON):
        found = queries.account(pk, london_today())
    if found is None:
        raise Http404
    return found


@_keeps
def find(request: ScopedRequest) -> HttpResponse:
    """Finds an account by the address that its person signs in with; nothing less shows anybody."""
    form = FindAccountForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        with on_behalf(_REASON):
            pk = queries.account_with(form.cleaned_data["email"])
        if pk:
            return redirect("access:account", pk)
        form.add_error("email", "Nobody signs in with this address")
    return render(request, "access/find_account.jinja", {"form": form})


@_keeps
def account(request: ScopedRequest, pk: int) -> HttpResponse:
    """Whose it is, whom they work for, and what was done with it."""
    found = _account(pk)
    context = {"found": found, "roles": ROLES, "own": pk == request.acting.user_id}
    return render(request, "access/account.jinja", context)


@_keeps
def close(request: ScopedRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then shuts the person out."""
    found = _account(pk)
    form = CloseAccountForm(form_data(request))

    def write() -> None:
        actions.close_account(by=request.acting, user_id=pk, reason=form.cleaned_data["reason"], now=timezone.now())

    if taken(request, form, write):
        messages.success(request, f"{found.user.name} is out from now on. You can open the account again here.")
        return redirect("access:account", pk)
    return render(request, "access/close_account.jinja", {"form": form, "found": found})


@require_POST
@_keeps
def reopen(request: ScopedRequest, pk: int) -> HttpResponse:
    """Takes a closing back."""

    def write() -> str:
        user = actions.open_account(by=request.acting, user_id=pk, now=timezone.now())
        return f"{user.name} can sign in again."

    pressed(request, write)
    return redirect("access:account", pk)
