"""Input of the pages of this app."""

from carehomes.ui import forms


class NameForm(forms.Form):
    """One's own name, as others see it."""

    name = forms.CharField(
        label="Full name",
        called="your full name",
        hint="As colleagues know you, such as Dr Anna Betony",
        max_length=150,
    )
