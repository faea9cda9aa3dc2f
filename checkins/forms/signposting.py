"""The form of a signpost."""

from collections.abc import Mapping, Sequence
from typing import Any

from carehomes.residents.queries import Listed
from carehomes.ui import formats, forms
from checkins.actions.signposting import Direction
from checkins.queries.signposting import Known

OTHER = "other"


class SignpostForm(forms.IdempotentForm):
    """Whom the home was told to ask, about what."""

    to = forms.ChoiceField(label="Whom the home was told to ask", called="whom to ask", display="select")
    to_name = forms.CharField(
        label="Their name, or the team", called="their name, or the team", max_length=200, autocomplete="off"
    )
    phone = forms.PhoneField(
        label="Number to ring",
        called="the number to ring",
        hint="Leave it empty where the number stands in the list above",
        required=False,
    )
    about = forms.CharField(
        label="About what, in a sentence",
        called="what it is about",
        hint="For example: has lost 3 kg in a month, asks for fortified drinks",
        max_length=300,
    )
    resident = forms.ChoiceField(label="About which resident", called="the resident", required=False, display="select")
    conditions = [forms.given("to", OTHER).require("to_name")]

    def __init__(
        self, data: Any, *, known: Sequence[Known], residents: Sequence[Listed], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self._known = {each.value: each for each in known}
        listed = [(each.value, _words(each)) for each in known]
        self.choose_from("to", [("", "Choose"), (OTHER, "Somebody else"), *listed])
        people = [(str(each.id), f"{each.name}, {each.age}{_room(each)}") for each in residents]
        self.choose_from("resident", [("", "Nobody in particular"), *people])

    def direction(self, *, nomination_id: int | None, check_in_id: int | None) -> Direction:
        """What the action takes, once the form is valid."""
        data = self.cleaned_data
        known = self._known.get(data["to"]) or Known(OTHER, data["to_name"])
        return Direction(
            to_whom=known.to_whom,
            about=data["about"],
            phone=data["phone"] or known.phone,
            service_id=known.service_id,
            resident_id=int(data["resident"]) if data["resident"] else None,
            nomination_id=nomination_id,
            check_in_id=check_in_id,
        )


def _words(each: Known) -> str:
    return f"{each.to_whom}, {formats.phone(each.phone)}" if each.phone else each.to_whom


def _room(resident: Listed) -> str:
    return f", room {resident.room}" if resident.room else ""
