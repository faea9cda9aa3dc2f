"""Who must have a second factor: everybody who acts in a role that needs one (`Role.needs_second_factor`)."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from carehomes.access.acting import Acting

PERSONA = "persona"  # set in the session by the demo's page of personas, which production does not have
CONFIRMED = "second_factor_confirmed"
ELSEWHERE = "second_factor_elsewhere"  # set when the provider that signed them in had asked for one
NEXT = "enrol_next"  # where the person was going when we asked them to set one up


def confirmed(request: HttpRequest, acting: Acting) -> bool:
    """Whether it is known that nothing is missing: the role needs no second factor, or this session was asked for it."""
    return bool(
        not acting.role.needs_second_factor()
        or request.session.get(CONFIRMED)
        or (settings.DEMO and request.session.get(PERSONA))
        or request.session.get(ELSEWHERE)
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


def end_other_sessions(*, request: HttpRequest, user: Any, **_: Any) -> None:
    """After an authenticator was added (a signal of django-allauth): sessions that were opened without it end, all but this one."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


def asked_elsewhere(*, request: HttpRequest, sociallogin: SocialLogin | None = None, **_: Any) -> None:
    """After somebody has signed in (a signal of django-allauth): keep whether their provider proved a second factor."""
    if sociallogin is None:
        return
    wanted = sociallogin.provider.app.settings.get("second_factor", {})
    request.session[ELSEWHERE] = proven(wanted, sociallogin.account.extra_data.get("id_token", {}))


def proven(wanted: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Whether an ID token says that a second factor was asked.

    `wanted`: which values of `acr` (one class of sign-in) and of `amr` (the methods used) count, each a list; without any, none does.
    Source: OpenID Connect Core 1.0, 2; RFC 8176.
    """
    methods = _listed(claims.get("amr"))
    return claims.get("acr") in _listed(wanted.get("acr")) or any(
        each in _listed(wanted.get("amr")) for each in methods
    )


def _listed(values: Any) -> list[Any]:
    """Only a list counts: of one text, every part would count too."""
    return values if isinstance(values, list) else []
