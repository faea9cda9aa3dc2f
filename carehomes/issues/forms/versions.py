"""Of what others change too: the revision that somebody saw; and what the forms of everything kept in dated versions share."""

from django import forms as django_forms

from carehomes.ui import forms


class SeenForm(forms.IdempotentForm):
    """A form about something that others change too. `seen` is the revision that its person saw."""

    seen = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False, min_value=0)

    @property
    def revision(self) -> int | None:
        """The revision that was seen, once the form is valid."""
        seen: int | None = self.cleaned_data.get("seen")
        return seen

    def now_seen(self, revision: int) -> None:
        """The person is shown the newer revision, so that the next sending counts."""
        data = self.data.copy()  # type: ignore[attr-defined]  # what was posted, a QueryDict
        data["seen"] = str(revision)
        self.data = data


def agreed_by() -> forms.CharField:
    """Where a version comes from, for the form of its draft."""
    return forms.CharField(
        label="Agreed by",
        called="who agreed it",
        required=False,
        max_length=200,
        hint="A meeting or a document, and its date",
    )


class PublishForm(forms.Form):
    """From which day a draft holds."""

    valid_from = forms.DateField(label="From which day", called="the day from which it holds")
