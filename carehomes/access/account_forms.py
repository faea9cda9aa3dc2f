"""django-allauth's forms with our words: labels, and errors that say what to do. Named in settings (ACCOUNT_FORMS, MFA_FORMS)."""

from typing import Any

from allauth.account import forms as account
from django.forms import Form


def reword(form: Form, name: str, label: str, missing: str, hint: str = "") -> None:
    """Gives one field our label, our hint, and our words for a missing answer."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):  # type: ignore[misc]  # django-allauth is not typed
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, "login", "Email address", "Enter your email address")
        reword(self, "password", "Password", "Enter your password")
        self.fields["login"].error_messages["invalid"] = "Enter an email address like name@example.com"
