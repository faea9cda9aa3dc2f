"""What every page knows about who is here: the shell around it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.models import User
from carehomes.access.navigation import landing, navigation
from carehomes.access.scopes import current
from carehomes.ui.shell import Link, Shell, Switch


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` and `acting`; both None for somebody who is not signed in or has no membership."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {"shell": None, "acting": None}
    return {"shell": _shell(request, acting), "acting": acting}


def _shell(request: HttpRequest, acting: Acting) -> Shell:
    memberships: list[Acting] = request.memberships  # type: ignore[attr-defined]  # set by ScopeMiddleware
    user: User = request.user  # type: ignore[assignment]  # signed in, or nobody would act
    return Shell(
        person=acting.person,
        initials=user.initials,
        acting_name=acting.organisation,
        acting_role=acting.role.name,
        switches=[_switch(each, acting) for each in memberships],
        navigation=[] if getattr(request, "htmx", False) else navigation(acting, counts=current() is not None),
        search_url=reverse("search"),
        switch_url=reverse("access:switch"),
        sign_out_url=reverse("account_logout"),
        account_links=_account_links(acting),
        unread=acting.unread,
        refused_address=user.email if user.email_bounced_at else "",
        confirm_address_url=reverse("access:confirm_own_address"),
        home_url=landing(acting),
        search_label="Find a home or resident" if acting.role.sees_residents else "Find a home or organisation",
    )


def _switch(membership: Acting, acting: Acting) -> Switch:
    return Switch(
        label=membership.organisation,
        detail=membership.role.name,
        value=str(membership.membership_id),
        current=membership.membership_id == acting.membership_id,
    )


def _account_links(acting: Acting) -> list[Link]:
    new = f", {acting.unread} new" if acting.unread else ""
    return [
        Link(f"Notifications{new}", reverse("notifications:notifications")),
        Link("Your details", reverse("access:details")),
        Link("Second step at sign-in", reverse("mfa_index")),
        Link("Where you are signed in", reverse("usersessions_list")),
    ]
