"""What we ask of django-allauth: no open sign-up, passwords and e-mails as ours."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from carehomes.access.models import User


def answered(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The view's answer. django-allauth gives some answers as exceptions; ours runs its views where Django passes none on."""
    try:
        return view()
    except ImmediateHttpResponse as given:
        return given.response  # type: ignore[no-any-return]
    except ReauthenticationRequired:
        methods = AccountAdapter().get_reauthentication_methods(request.user)
        return suspend_request(request, methods[0]["url"] if methods else reverse("account_login"))  # type: ignore[no-any-return]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # django-allauth is not typed
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # django-allauth is not typed
    def get_totp_label(self, user: User) -> str:
        return user.email


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # django-allauth is not typed
    """A provider vouches for people who are invited already; it makes no new ones."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if not sociallogin.is_existing:
            raise ImmediateHttpResponse(render(request, "access/not_invited.jinja", status=403))
