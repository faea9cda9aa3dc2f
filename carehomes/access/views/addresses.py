"""E-mail addresses that a mail server refused: the administrator corrects or confirms one, the person confirms their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import actions, presenters
from carehomes.access.forms import AddressForm, refuse
from carehomes.access.kept_forms import form_data
from carehomes.access.models import Membership
from carehomes.access.permissions import ScopedRequest, open_to_members, requires
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today


@requires(Permission.MANAGE_MEMBERS)
def address(request: ScopedRequest, pk: int) -> HttpResponse:
    """Says what is wrong with a member's address and what to do, and takes the right one."""
    memberships = Membership.objects.select_related("user")
    membership = get_object_or_404(memberships, pk=pk, organisation_id=request.acting.organisation_id)
    form = AddressForm(form_data(request), initial={"email": membership.user.email})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_address(
                by=request.acting,
                membership_id=pk,
                email=form.cleaned_data["email"],
                now=timezone.now(),
                today=london_today(),
            )
        except RefusedError as refused:
            refuse(form, refused)
        else:
            words = (
                f"{membership.user.name} signs in with {form.cleaned_data['email'].lower()} from now on. Tell them so."
            )
            messages.success(request, words)
            return redirect("access:people")
    context = {
        "title": f"Email address of {membership.user.name}",
        "form": form,
        "membership": membership,
        "facts_list": presenters.address_facts(membership.user),
        "own": membership.user_id == request.acting.user_id,
    }
    return render(request, "access/address.jinja", context)


@require_POST
@requires(Permission.MANAGE_MEMBERS)
def confirm(request: ScopedRequest, pk: int) -> HttpResponse:
    """The address is right: e-mail goes to it again."""
    user = actions.confirm_address(by=request.acting, membership_id=pk, now=timezone.now())
    messages.success(request, f"Email goes to {user.email} again. If it is refused once more, you will be told.")
    return redirect("access:people")


@require_POST
@open_to_members
def confirm_own(request: ScopedRequest) -> HttpResponse:
    """One's own address works: e-mail goes to it again."""
    if actions.confirm_own_address(by=request.acting, now=timezone.now()):
        messages.success(
            request, "Email goes to your address again. If it is refused once more, this page will say so."
        )
    return redirect("access:details")
