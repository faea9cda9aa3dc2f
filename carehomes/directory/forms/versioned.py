"""Forms that change something which somebody else may change meanwhile."""

from typing import Any

from django.http import QueryDict

from carehomes.ui import forms
from carehomes.ui.numbers import number_in


class VersionedForm(forms.Form):
    """Carries the version of the row that it was made of. Once the person was told of a change, saving again takes the new one."""

    version = forms.HiddenField(required=False)

    def __init__(self, data: QueryDict | None, *, version: int, **options: Any) -> None:
        initial = {**options.pop("initial", {}), "version": version}
        super().__init__(data, initial=initial, **options)

    @property
    def seen(self) -> int:
        """The version that the person saw; 0 for one that is no number, which is never the current one."""
        return number_in(self.cleaned_data["version"]) or 0

    def take_version(self, version: int) -> None:
        """From now on the form is about this version; what was typed stays."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["version"] = str(version)
        self.data = data
