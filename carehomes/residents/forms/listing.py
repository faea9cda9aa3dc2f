"""Looking for somebody, and taking a list out."""

from carehomes.residents.models import ExportPurpose
from carehomes.ui import forms

LONGEST = 100


class FindForm(forms.Form):
    """A name or an NHS number, always sent by POST: neither belongs into an address."""

    words = forms.CharField(label="Name or NHS number", required=False, max_length=LONGEST, autocomplete="off")


class ExportForm(forms.IdempotentForm):
    """What a list is wanted for."""

    purpose = forms.ChoiceField(
        label="What is the list for?", called="what the list is for", choices=ExportPurpose.choices
    )
    detail = forms.CharField(
        label="Who will use it and how",
        called="who will use it and how",
        hint="For example, the nurse on call this weekend, to know who is new. Do not write a resident’s name",
        max_length=200,
    )
