"""The people of one's organisation: members, who is invited, and those who have left."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import actions, presenters, queries
from carehomes.access.forms import EndForm, MembershipForm
from carehomes.access.kept_forms import form_data
from carehomes.access.models import Membership
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission, roles_for
from carehomes.access.stale import version_of
from carehomes.access.views.sending import pressed, taken
from carehomes.deadlines import london_today

PAGE = 50
_LISTS: dict[str, Callable[[int, date], QuerySet[Any]]] = {
    "current": queries.current_members,
    "invited": lambda organisation_id, _: queries.open_invitations(organisation_id),
    "ended": queries.ended_members,
}


@requires(Permission.MANAGE_MEMBERS)
def people(request: ScopedRequest) -> HttpResponse:
    """One of three lists: who works here, who is invited, who has left."""
    today = london_today()
    show = request.GET.get("show", "current")
    show = show if show in _LISTS else "current"
    counts = queries.member_counts(request.acting.organisation_id, today)
    page = _page(_LISTS[show](request.acting.organisation_id, today), getattr(counts, show), request.GET.get("page"))
    context = {
        "show": show,
        "tabs": presenters.people_tabs(counts, show),
        "page": page,
        "lines": presenters.people_lines(show, page.object_list, today, timezone.now()),
    }
    return render(request, "access/people.jinja", context)


def _page(rows: QuerySet[Any], count: int, number: str | None) -> Page[Any]:
    paginator = Paginator(rows, PAGE)
    paginator.count = count  # counted already, with the tabs
    return paginator.get_page(number)


def _mine(request: ScopedRequest, pk: int) -> Membership:
    memberships = Membership.objects.select_related("user")
    return get_object_or_404(memberships, pk=pk, organisation_id=request.acting.organisation_id)


@requires(Permission.MANAGE_MEMBERS)
def membership(request: ScopedRequest, pk: int) -> HttpResponse:
    """Changes role, what they prescribe, job title and end date of a membership."""
    found, today = _mine(request, pk), london_today()
    started = {
        "role": found.role,
        "prescribing": found.prescribing,
        "scope_of_practice": found.scope_of_practice,
        "job_title": found.job_title,
        "until": found.ends_on,
        "version": version_of(found),
    }
    form = MembershipForm(form_data(request), initial=started, roles=roles_for(found.organisation_kind))

    def write() -> None:
        actions.change_membership(
            by=request.acting,
            membership_id=pk,
            version=form.cleaned_data["version"],
            role=form.cleaned_data["role"],
            job_title=form.cleaned_data["job_title"],
            ends_on=form.cleaned_data["until"],
            today=today,
            prescriber=form.prescriber,
        )

    if taken(request, form, write):
        messages.success(request, f"The membership of {found.user.name} was changed.")
        return redirect("access:people")
    context = {"title": found.user.name, "form": form, "membership": found, "holds": found.holds_on(today)}
    return render(request, "access/membership.jinja", context)


@requires(Permission.MANAGE_MEMBERS)
def end(request: ScopedRequest, pk: int) -> HttpResponse:
    """Asks for the reason, then ends a membership today."""
    found = _mine(request, pk)
    form = EndForm(form_data(request))

    def write() -> None:
        reason = form.cleaned_data["reason"]
        actions.end_membership(by=request.acting, membership_id=pk, reason=reason, today=london_today())

    if taken(request, form, write):
        messages.success(request, f"{found.user.name} is out from now on. You can take it back under Ended.")
        return redirect("access:people")
    context = {"form": form, "person": found.user, "facts_list": presenters.membership_facts(found)}
    return render(request, "access/end_membership.jinja", context)


@require_POST
@requires(Permission.MANAGE_MEMBERS)
def restore(request: ScopedRequest, pk: int) -> HttpResponse:
    """Takes an ending back."""

    def write() -> str:
        restored = actions.restore_membership(by=request.acting, membership_id=pk, today=london_today())
        return f"{restored.user.name} works here again."

    pressed(request, write)
    return redirect("access:people")
