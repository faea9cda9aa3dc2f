"""What every page knows about who is here: the shell around it."""

from functools import partial
from typing import Any

from django.utils.functional import SimpleLazyObject

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.middleware import AnyRequest, chosen
from carehomes.access.models import User
from carehomes.access.navigation import landing, navigation
from carehomes.access.scopes import current
from carehomes.access.second_factor import confirmed
from carehomes.ui.addresses import address_of
from carehomes.ui.shell import Link, Shell, Switch


def shell(request: AnyRequest) -> dict[str, Any]:
    """Context processor: `shell` and `acting`; false and None for somebody who is not signed in or has no membership.

    On the pages of one's own account and on pages of words nobody acts; there the shell is worked out where a layout draws it.
    """
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return {"shell": SimpleLazyObject(partial(_shell_outside, request)), "acting": None}
    return {"shell": _shell(request, acting), "acting": acting}


def _shell_outside(request: AnyRequest) -> Shell | None:
    """The shell of somebody who is signed in, on a page that runs as the web login. None once that scope has ended (error pages)."""
    if current() is None or not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user.pk)
    if not memberships or not confirmed(request, chosen(request, memberships)):
        return None
    request.memberships = memberships  # as ScopeMiddleware does where somebody acts
    return _shell(request, chosen(request, memberships))


def _shell(request: AnyRequest, acting: Acting) -> Shell:
    user: User = request.user  # type: ignore[assignment]  # signed in, or nobody would act
    return Shell(
        person=acting.person,
        initials=user.initials,
        acting_name=acting.organisation,
        acting_role=acting.role.name,
        switches=[_switch(each, acting) for each in request.memberships],
        navigation=[] if getattr(request, "htmx", False) else navigation(acting, counts=_acts()),
        search_url=address_of("search"),
        switch_url=address_of("access:switch"),
        sign_out_url=address_of("account_logout"),
        account_links=_account_links(acting),
        unread=acting.unread,
        refused_address=user.email if user.email_bounced_at else "",
        confirm_address_url=address_of("access:confirm_own_address"),
        home_url=landing(acting),
        search_label="Find a home or resident" if acting.role.sees_residents else "Find a home or organisation",
    )


def _acts() -> bool:
    """Whether what waits can be counted: inside the scope of a membership only."""
    scope = current()
    return scope is not None and scope.acting is not None


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
        Link(f"Notifications{new}", address_of("notifications:notifications")),
        Link("Your details", address_of("access:details")),
        Link("Second step at sign-in", address_of("mfa_index")),
        Link("Where you are signed in", address_of("usersessions_list")),
    ]
