"""What we ask of django-allauth: no open sign-up, passwords and e-mails as ours."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import render

from carehomes.access.models import User


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
