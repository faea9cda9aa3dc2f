"""E-mail addresses that a mail server refused: the administrator corrects or confirms one, the person confirms their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import actions, presenters
from carehomes.access.forms import AddressForm
from carehomes.access.kept_forms import form_data
from carehomes.access.models import Membership, User
from carehomes.access.permissions import ScopedRequest, open_to_members, requires
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.access.views.sending import taken
from carehomes.deadlines import london_today


@requires(Permission.MANAGE_MEMBERS)
def address(request: ScopedRequest, pk: int) -> HttpResponse:
    """Says what is wrong with a member's address and what to do, and takes the right one."""
    membership = _mine(request, pk)
    people = [("People", reverse("access:people"))]
    return _address(request, membership.user, people, reverse("access:confirm_address", args=[pk]))


@require_POST
@requires(Permission.MANAGE_MEMBERS)
def confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    """A member's address is right: e-mail goes to it again."""
    return _confirmed(request, _mine(request, pk).user_id, reverse("access:people"))


@requires(Permission.CREATE_ORGANISATIONS)
def account_address(request: ScopedRequest, pk: int) -> HttpResponse:
    """The same for any account: platform administrators correct who works for several organisations."""
    with on_behalf("accounts kept by the platform"):
        user = get_object_or_404(User, pk=pk)
    account = [(user.name, reverse("access:account", args=[pk]))]
    return _address(request, user, account, reverse("access:confirm_account_address", args=[pk]))


@require_POST
@requires(Permission.CREATE_ORGANISATIONS)
def confirm_account(request: ScopedRequest, pk: int) -> HttpResponse:
    """Any account's address is right."""
    return _confirmed(request, pk, reverse("access:account", args=[pk]))


def _mine(request: ScopedRequest, pk: int) -> Membership:
    memberships = Membership.objects.select_related("user")
    return get_object_or_404(memberships, pk=pk, organisation_id=request.acting.organisation_id)


def _address(request: ScopedRequest, user: User, above: list[tuple[str, str]], confirm_url: str) -> HttpResponse:
    """`above`: the page that this one belongs to; it comes back there."""
    form = AddressForm(form_data(request), initial={"email": user.email})

    def write() -> None:
        email = form.cleaned_data["email"].lower()
        actions.correct_address(
            by=request.acting, user_id=user.pk, email=email, now=timezone.now(), today=london_today()
        )
        messages.success(request, f"{user.name} signs in with {email} from now on. Tell them so.")

    if taken(request, form, write):
        return redirect(above[-1][1])
    context = {
        "title": f"Email address of {user.name}",
        "form": form,
        "person": user,
        "above": above,
        "confirm_url": confirm_url,
        "facts_list": presenters.address_facts(user),
        "own": user.pk == request.acting.user_id,
    }
    return render(request, "access/address.jinja", context)


def _confirmed(request: ScopedRequest, user_id: int, back: str) -> HttpResponse:
    user = actions.confirm_address(by=request.acting, user_id=user_id, now=timezone.now())
    messages.success(request, f"Email goes to {user.email} again. If it is refused once more, you will be told.")
    return redirect(back)


@require_POST
@open_to_members
def confirm_own(request: ScopedRequest) -> HttpResponse:
    """One's own address works: e-mail goes to it again."""
    if actions.confirm_own_address(by=request.acting, now=timezone.now()):
        messages.success(
            request, "Email goes to your address again. If it is refused once more, this page will say so."
        )
    return redirect("access:details")
