"""Input of the pages of this app."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from carehomes.access import queries
from carehomes.access.account_forms import LONG_ENOUGH
from carehomes.access.kinds import LINK_ENDS, LinkKind, OrganisationKind
from carehomes.access.models import Organisation
from carehomes.access.prescribing import LONGEST_SCOPE, Prescriber, Prescribing
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Role
from carehomes.ui import forms
from carehomes.ui.numbers import number_in

_ODS = re.compile(r"[A-Z0-9]{3,10}")
_GSS = re.compile(r"E\d{8}")


def refuse(form: Any, refused: RefusedError) -> None:
    """Writes an action's refusal beside its field, or on top of the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.words)


class NameForm(forms.Form):
    """One's own name, as others see it."""

    name = forms.CharField(
        label="Full name",
        called="your full name",
        hint="As colleagues know you, such as Dr Anna Betony",
        max_length=150,
    )


class AddressForm(forms.Form):
    """The right address of somebody whose e-mail is refused."""

    email = forms.EmailField(label="The right email address", called="the right email address", autocomplete="off")


def _role_field(roles: list[type[Role]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Role",
        called="a role",
        choices=[(role.key, role.name) for role in roles],
        choice_hints={role.key: role.summary for role in roles},
        display="radios",
    )


class PrescribingForm(forms.Form):
    """Whether the person prescribes, and in what. Asked only where the organisation has a role that can."""

    prescribing = forms.ChoiceField(
        label="Prescriber",
        called="whether they prescribe",
        hint="For clinicians and pharmacists. Colleagues see it on rounds and beside an agreed priority list",
        choices=[("", "No"), *Prescribing.choices],
        required=False,
    )
    scope_of_practice = forms.CharField(
        label="Scope of practice",
        called="their scope of practice",
        hint="In a few words, such as respiratory",
        max_length=LONGEST_SCOPE,
        autocomplete="off",
    )
    conditions = [forms.given("prescribing", *Prescribing.values).require("scope_of_practice")]

    def __init__(self, *args: Any, roles: list[type[Role]], **kwargs: Any) -> None:
        asked = any(role.may_prescribe for role in roles)
        if not asked:
            self.conditions = []  # of this form only: it does not have the fields
        super().__init__(*args, **kwargs)
        self.fields["prescribing"].says_optional = False  # type: ignore[attr-defined]  # "No" is an answer
        if not asked:
            del self.fields["prescribing"], self.fields["scope_of_practice"]
        self.fields["role"] = _role_field(roles)

    @property
    def prescriber(self) -> Prescriber:
        """What the action takes, once the form is valid."""
        data = self.cleaned_data
        return Prescriber(data.get("prescribing", ""), data.get("scope_of_practice", ""))


class InviteForm(PrescribingForm, forms.IdempotentForm):
    """Whom to invite, and to what."""

    name = forms.CharField(label="Full name", called="their full name", max_length=150, autocomplete="off")
    email = forms.EmailField(
        label="Email address",
        called="their email address",
        hint="Their work address: the link goes there",
        autocomplete="off",
    )
    job_title = forms.CharField(label="Job title", max_length=100, required=False, autocomplete="off")
    until = forms.DateField(
        label="First day on which they no longer work here",
        called="the first day on which they no longer work here",
        hint="For cover and fixed terms. Leave it empty for everybody else",
        required=False,
        future=True,
    )

    def __init__(self, *args: Any, roles: list[type[Role]], **kwargs: Any) -> None:
        super().__init__(*args, roles=roles, **kwargs)
        self.order_fields(["name", "email", "role", "prescribing", "scope_of_practice", "job_title", "until"])


class MembershipForm(PrescribingForm):
    """What may change about a membership. `version`: what it was when the form was drawn."""

    job_title = forms.CharField(label="Job title", max_length=100, required=False, autocomplete="off")
    until = forms.DateField(
        label="First day on which they no longer work here",
        called="the first day on which they no longer work here",
        hint="Leave it empty while they work here",
        required=False,
        future=True,
    )
    version = forms.HiddenField()

    def __init__(self, *args: Any, roles: list[type[Role]], **kwargs: Any) -> None:
        super().__init__(*args, roles=roles, **kwargs)
        self.order_fields(["role", "prescribing", "scope_of_practice", "job_title", "until"])

    def clean_version(self) -> int:
        """A number, or a page that was not ours."""
        version = number_in(self.cleaned_data["version"])
        if version is None:
            raise ValidationError("The page was out of date. Open it again")
        return version


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(
        label="Why it ends", called="why it ends", hint="Such as: left for another practice", max_length=200
    )


class FindAccountForm(forms.Form):
    """Whose account to look at."""

    email = forms.EmailField(
        label="Email address", called="their email address", hint="The one that they sign in with", autocomplete="off"
    )


class CloseAccountForm(forms.Form):
    """Why an account is closed."""

    reason = forms.CharField(
        label="Why it is closed",
        called="why it is closed",
        hint="Such as: the service desk was told that the phone was stolen",
        max_length=200,
    )


class AcceptForm(forms.Form):
    """A new person's name and password."""

    name = forms.CharField(label="Full name", called="your full name", max_length=150, autocomplete="name")
    password = forms.PasswordField(
        label="Choose a password", called="a password", hint=LONG_ENOUGH, autocomplete="new-password"
    )
    password_again = forms.PasswordField(
        label="The password again", called="the password again", autocomplete="new-password"
    )

    def clean_password_again(self) -> str:
        """The same as the first."""
        again: str = self.cleaned_data["password_again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError("The two passwords are not the same. Enter them again")
        return again


class OtherOrganisationField(forms.CharField):
    """An organisation by its ODS or GSS code, or its exact name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(hint="Its ODS or GSS code, or its full name", autocomplete="off", max_length=200, **options)

    def clean(self, value: Any) -> Any:
        """The organisation, or None for an empty answer."""
        text = super().clean(value)
        if not text:
            return None
        found = queries.organisation_named(text)
        if found is None:
            raise ValidationError("No organisation, or more than one, answers to that. Enter its ODS or GSS code")
        return found


class OrganisationForm(forms.IdempotentForm):
    """A new organisation."""

    kind = forms.ChoiceField(label="Kind", called="a kind", choices=OrganisationKind.choices, display="select")
    name = forms.CharField(label="Name", called="its name", max_length=200, autocomplete="off")
    ods_code = forms.CharField(label="ODS code", max_length=10, required=False, width=10, autocomplete="off")
    gss_code = forms.CharField(
        label="GSS code",
        hint="Councils only, such as E08000012",
        max_length=9,
        required=False,
        width=10,
        autocomplete="off",
    )
    active_from = forms.DateField(label="First day of its work", called="the first day of its work")
    parent = OtherOrganisationField(label="Part of", called="what it is part of", required=False)
    link = forms.ChoiceField(
        label="What the other one is to it",
        called="what the other one is to it",
        choices=LinkKind.choices,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A link needs its other end, and the other end its link."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("parent") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", "Select what the other one is to it")
        return cleaned

    def clean_ods_code(self) -> str:
        code: str = self.cleaned_data["ods_code"].upper()
        if code and not _ODS.fullmatch(code):
            raise ValidationError("An ODS code has 3 to 10 letters and figures, like U12345")
        return code

    def clean_gss_code(self) -> str:
        code: str = self.cleaned_data["gss_code"].upper()
        if code and not _GSS.fullmatch(code):
            raise ValidationError("A GSS code has an E and 8 figures, like E08000012")
        return code


class RenameForm(forms.Form):
    """Another name, and the day from which it has it."""

    name = forms.CharField(label="New name", called="the new name", max_length=200, autocomplete="off")
    starts_on = forms.DateField(label="First day of the new name", called="the first day of the new name")


class LinkForm(forms.Form):
    """What an organisation is part of, from which day."""

    parent = OtherOrganisationField(label="Part of", called="what it is part of")
    starts_on = forms.DateField(label="First day", called="the first day")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind, (children, _) in LINK_ENDS.items() if organisation.kind in children]
        self.fields["kind"] = forms.ChoiceField(label="Which link", called="which link it is", choices=kinds)
        self.order_fields(["kind", "parent", "starts_on"])


class EndLinkForm(forms.Form):
    """When a link ends."""

    ends_on = forms.DateField(
        label="First day on which it no longer holds", called="the first day on which it no longer holds"
    )


class SuccessionForm(forms.Form):
    """Who takes over, and when."""

    other = OtherOrganisationField(label="Which organisation takes over", called="which organisation takes over")
    happened_on = forms.DateField(label="On which day", called="the day")


class EndOrganisationForm(forms.Form):
    """When an organisation stops working."""

    active_to = forms.DateField(
        label="First day on which it no longer works", called="the first day on which it no longer works"
    )


class ReadsForm(forms.Form):
    """What to look for in the log of readings. Everything may be left empty."""

    resident = forms.CharField(
        label="Resident",
        hint="NHS number, full name or family name",
        required=False,
        max_length=150,
        autocomplete="off",
    )
    first = forms.DateField(label="From", called="the first day", required=False)
    last = forms.DateField(label="To", called="the last day", required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(
            label="Who read", choices=[("", "Everybody"), *people], required=False, display="select"
        )
        self.order_fields(["resident", "person", "first", "last"])

    def clean(self) -> dict[str, Any]:
        """The last day must not come before the first."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = answers.get("first"), answers.get("last")
        if first and last and last < first:
            self.add_error("last", "The last day must be the first day or later")
        return answers
