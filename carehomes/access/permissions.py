"""What views declare: who may open them. The answer itself is `Acting.may`, the same for view, template and API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission

View = Callable[..., HttpResponseBase]


class ScopedRequest(HttpRequest):
    """A request inside a scope: somebody acts, in one of their memberships."""

    acting: Acting
    memberships: list[Acting]


def requires(permission: Permission) -> Callable[[View], View]:
    """View decorator: only for those whose role has this permission; others get 403. Marks the view for the guard tests."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: ScopedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            require(request.acting, permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]  # read by tests/guards
        return checked

    return decorate


def require(acting: Acting, permission: Permission) -> None:
    """For actions: refuses whoever may not, whichever door they came through."""
    if not acting.may(permission):
        raise PermissionDenied(f"{acting.role.name} may not: {permission.label}")


def open_to_members(view: View) -> View:
    """View decorator: for everybody with a current membership, whatever their role."""
    view.permission = None  # type: ignore[attr-defined]  # read by tests/guards
    return view


def ones_own(view: View) -> View:
    """View decorator: for everybody with a current membership, and about nothing but what is the person's own.

    A national reader does it on the login of the organisations: theirs reads the register and check-ins, and writes nothing.
    """
    view.ones_own = True  # type: ignore[attr-defined]  # read by ScopeMiddleware
    return open_to_members(view)


def from_any_page(view: View) -> View:
    """View decorator: takes a form also from a page that was opened for another of one's memberships (`opened_for`)."""
    view.from_any_page = True  # type: ignore[attr-defined]  # read by ScopeMiddleware
    return view


def outside_scope(view: View) -> View:
    """View decorator: for anybody, signed in or not; it runs as the web login and can read no table of any tenant."""
    view.outside_scope = True  # type: ignore[attr-defined]  # read by ScopeMiddleware and tests/guards
    return view
