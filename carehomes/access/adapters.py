"""What we ask of django-allauth: no open sign-up, our words, and e-mails that leave through the outbox."""

import time
import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from carehomes.access.models import User
from carehomes.access.signals import mail_wanted

# What django-allauth wants to say after an action, by the name of its own template. What is not here goes without saying.
_SAID = {
    "account/messages/password_changed.txt": "Your password was changed.",
    "account/messages/password_set.txt": "Your password was set.",
    "mfa/messages/totp_activated.txt": "Your app is set up. From now on sign-in asks for its code.",
    "mfa/messages/totp_deactivated.txt": "Your app was removed. Sign-in no longer asks for its code.",
    "mfa/messages/webauthn_added.txt": "Your security key was added.",
    "mfa/messages/webauthn_removed.txt": "The security key was removed.",
    "usersessions/messages/sessions_logged_out.txt": "The other sessions were ended.",
}


def answered(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The view's answer. django-allauth gives some answers as exceptions; ours runs its views where Django passes none on."""
    try:
        return view()
    except ImmediateHttpResponse as given:
        return given.response
    except ReauthenticationRequired:
        methods = AccountAdapter().get_reauthentication_methods(request.user)
        return suspend_request(request, methods[0]["url"] if methods else reverse("account_login"))


class AccountAdapter(DefaultAccountAdapter):
    """Signing in by django-allauth, in our words, by invitation only, with mail through the outbox."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask the administrator of your organisation",
        "email_password_mismatch": "The email address and password do not match an account. Check both and try again",
        "enter_current_password": "This is not your current password. Enter it again",
        "incorrect_password": "This is not your password. Enter it again",
        "too_many_login_attempts": "There were too many wrong passwords. Wait 5 minutes, then try again",
        "rate_limited": "There were too many tries. Wait 5 minutes, then try again",
        "same_as_current": "Choose a password that is not the present one",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation only."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just signed in, such as one who sets up their second step for the first time."""
        records = get_authentication_records(current.request, current.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Our words, and silence where the page itself says what happened."""
        words = kwargs.get("message") or _SAID.get(message_template or "")
        if words:
            messages.add_message(request, level if level >= messages.WARNING else messages.SUCCESS, words)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, so that no message is lost while the mail server is away."""
        mail = self.render_mail(template_prefix, email, context)
        mail_wanted.send(
            type(self), address=email, dedup_key=f"account:{uuid.uuid4()}", subject=mail.subject, body=mail.body
        )

    def format_email_subject(self, subject: str) -> str:
        return subject


class MFAAdapter(DefaultMFAAdapter):
    """The second step of signing in, in our words."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is not right, or it is too old. Enter the code that shows now",
        "cannot_delete_authenticator": "This is your last second step, and your role needs one. Add another one first",
    }

    def get_totp_label(self, user: User) -> str:
        return user.email


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A provider vouches for people who are invited already; it makes no new ones."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever is not invited, or whose address the provider has not checked, is told so. Nothing of them is kept."""
        if not sociallogin.is_existing:
            unverified = any(not address.verified for address in sociallogin.email_addresses)
            page = render(request, "access/not_invited.jinja", {"unverified": unverified}, status=403)
            raise ImmediateHttpResponse(page)
        # The invitation proved the address. Without this row django-allauth would take it for anybody's, and drop the password.
        user = sociallogin.user
        EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
