"""django-allauth's forms with our words: labels, hints, and errors that say what to do. Named in settings."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.forms import Form

LONG_ENOUGH = "At least 12 characters. Three words that you can remember are good"
_CODE_MISSING = "Enter the code"


def reword(form: Form, name: str, label: str, missing: str, hint: str = "") -> None:
    """Gives one field our label, our hint, and our words for a missing answer."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


def _reword_new_password(form: Form) -> None:
    reword(form, "password1", "New password", "Enter a new password", LONG_ENOUGH)
    reword(form, "password2", "New password again", "Enter the new password again")


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "login", "Email address", "Enter your email address")
        reword(self, "password", "Password", "Enter your password")
        self.fields["login"].error_messages["invalid"] = "Enter an email address like name@example.com"
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "password", "Password", "Enter your password")


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "oldpassword", "Current password", "Enter your current password")
        _reword_new_password(self)


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_new_password(self)


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "email", "Email address", "Enter your email address")
        self.fields["email"].error_messages["invalid"] = "Enter an email address like name@example.com"


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_new_password(self)


class CodeForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "code", "Code", _CODE_MISSING, "The 6 figures that your app shows, or one of your recovery codes")


class CodeAgainForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "code", "Code", _CODE_MISSING, "The 6 figures that your app shows, or one of your recovery codes")


class ActivateAppForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "code", "Code from the app", _CODE_MISSING, "The 6 figures that the app shows for Homeround")


class AddKeyForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(
            self,
            "name",
            "Name of the key",
            "Enter a name",
            "So that you know it again, such as Blue key or Work laptop",
        )


class RenameKeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "name", "Name of the key", "Enter a name")
