"""Leadership contacts of a system."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from carehomes.access.kinds import LeadershipKind
from carehomes.directory.actions import Leader
from carehomes.directory.forms.versioned import VersionedForm
from carehomes.ui import forms


class LeaderForm(VersionedForm, forms.IdempotentForm):
    """Somebody who leads on medicines or care homes."""

    kind = forms.ChoiceField(label="What they lead", called="what they lead", choices=LeadershipKind.choices)
    person_name = forms.CharField(label="Full name", max_length=150)
    phone = forms.PhoneField(label="Telephone number", required=False)
    email = forms.EmailField(label="Email address", required=False)
    starts_on = forms.DateField(label="Since", called="the day they began", hint="For example, 1 10 2026")

    def __init__(self, data: QueryDict | None, *, kinds: Sequence[LeadershipKind], **options: Any) -> None:
        super().__init__(data, **options)
        self.choose_from("kind", [(kind.value, kind.label) for kind in kinds])
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0].value

    @property
    def leader(self) -> Leader:
        """What the action takes, once the form is valid."""
        return Leader(
            **{name: self.cleaned_data[name] for name in ("kind", "person_name", "phone", "email", "starts_on")}
        )
