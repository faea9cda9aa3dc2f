"""Where a person lands, in which of their organisations they act, and their own details."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from carehomes.access import actions, kept_forms
from carehomes.access.forms import NameForm
from carehomes.access.kept_forms import form_data
from carehomes.access.middleware import MEMBERSHIP
from carehomes.access.navigation import landing
from carehomes.access.permissions import ScopedRequest, from_any_page, open_to_members


@open_to_members
def home(request: ScopedRequest) -> HttpResponse:
    """The worklist of the acting role."""
    return redirect(landing(request.acting))


@require_POST
@from_any_page
@open_to_members
def switch(request: ScopedRequest) -> HttpResponse:
    """Acts in another of one's memberships from here on. A membership that is not theirs changes nothing.

    `go_on`: leads back to the form that was refused because of the switch before (`opened_for`).
    """
    wanted = request.POST.get("membership", "")
    chosen = next((each for each in request.memberships if str(each.membership_id) == wanted), None)
    if chosen is None:
        messages.warning(request, "That membership has ended. Nothing was switched.")
        return redirect("home")
    request.session[MEMBERSHIP] = chosen.membership_id
    page = kept_forms.waits_at(request) if "go_on" in request.POST else ""
    return redirect(page or landing(chosen))


@open_to_members
def details(request: ScopedRequest) -> HttpResponse:
    """One's own name, and the ways to the pages of sign-in."""
    form = NameForm(form_data(request) or {"name": request.acting.person})
    if request.method == "POST" and form.is_valid():
        actions.rename_person(by=request.acting, name=form.cleaned_data["name"])
        messages.success(request, "Your name was saved. What you wrote before keeps the name it was written under.")
        return redirect("access:details")
    return render(request, "access/details.jinja", {"form": form, "memberships": request.memberships})
