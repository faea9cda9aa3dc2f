"""Who must have a second factor: everybody who acts in a role that needs one (`Role.needs_second_factor`)."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from carehomes.access.acting import Acting

PERSONA = "persona"  # set in the session by the demo's page of personas, which production does not have
CONFIRMED = "second_factor_confirmed"
NEXT = "enrol_next"  # where the person was going when we asked them to set one up


def confirmed(request: HttpRequest, acting: Acting) -> bool:
    """Whether it is known that nothing is missing: the role needs no second factor, or this session was asked for it."""
    return bool(
        not acting.role.needs_second_factor()
        or request.session.get(CONFIRMED)
        or (settings.DEMO and request.session.get(PERSONA))
        or signed_in_elsewhere(request)
    )


def must_enrol(request: HttpRequest, acting: Acting) -> bool:
    """Whether this person still has to set up a second factor. Who has one was asked for it when they signed in."""
    if confirmed(request, acting):
        return False
    if not is_mfa_enabled(request.user):
        request.session[NEXT] = request.get_full_path() if request.method == "GET" else "/"
        return True
    request.session[CONFIRMED] = True
    request.session.pop(NEXT, None)
    return False


def forget(*, request: HttpRequest, **_: Any) -> None:
    """After an authenticator was removed (a signal of django-allauth): ask again whether one is left."""
    request.session.pop(CONFIRMED, None)


def signed_in_elsewhere(request: HttpRequest) -> bool:
    """Whether an OpenID Connect provider vouched for them: the second factor is asked there."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "socialaccount" for record in records)
