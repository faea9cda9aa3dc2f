"""Signing in by another door than the sign-in page: with an invitation, or as somebody of the demonstration."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from carehomes.access.models import User

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def enter(request: HttpRequest, person: User) -> None:
    """Signs `person` in. As after the sign-in page, the session stands in the list of their sessions, where they can end it."""
    login(request, person, backend=_BACKEND)
    UserSession.objects.create_from_request(request)
