"""Who must have a second factor: everybody who acts in a role that sees residents."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from carehomes.access.acting import Acting

PERSONA = "persona"  # set in the session by the demo's page of personas, which production does not have
CONFIRMED = "second_factor_confirmed"


def must_enrol(request: HttpRequest, acting: Acting) -> bool:
    """Whether this person still has to set up a second factor. Who has one was asked for it when they signed in."""
    if not acting.role.sees_residents or request.session.get(CONFIRMED):
        return False
    if settings.DEMO and request.session.get(PERSONA):
        return False
    if signed_in_elsewhere(request):
        return False
    if not is_mfa_enabled(request.user):
        return True
    request.session[CONFIRMED] = True
    return False


def signed_in_elsewhere(request: HttpRequest) -> bool:
    """Whether an OpenID Connect provider vouched for them: the second factor is asked there."""
    methods = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "socialaccount" for record in methods)
