"""A new resident in a few boxes inside another form, by the same rules as the page that adds one."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.http import QueryDict

from carehomes.residents.forms.person import KNOWN, AddForm
from carehomes.residents.models import ArrivedFrom, NoNumberReason, Sex, StayKind

# Box → field of the page that adds a resident. A date is one box here: "3 5 1935", "3 May 1935", "today".
BOXES = {
    "given": "given_name",
    "family": "family_name",
    "born": "date_of_birth",
    "number": "nhs_number",
    "room": "room",
    "arrived": "arrived_on",
}
_DATES = ("born", "arrived")


def spot_form(typed: Mapping[str, str], *, key: UUID, told_apart: str = "") -> AddForm:
    """The form of the page, filled from the boxes. Without an NHS number it is not traced yet; without a day they arrived today.

    What a call leaves open (the kind of stay, where they came from, their sex) is as usual or not known; their page asks for it.
    """
    data = QueryDict(mutable=True)
    number = typed.get("number", "").strip()
    data.update(
        {
            "given_name": typed.get("given", ""),
            "family_name": typed.get("family", ""),
            "room": typed.get("room", ""),
            "number": KNOWN if number else str(NoNumberReason.NOT_TRACED),
            "nhs_number": number,
            "sex": str(Sex.NOT_KNOWN),
            "kind": str(StayKind.PERMANENT),
            "arrived_from": str(ArrivedFrom.NOT_KNOWN),
            "not_the_same": told_apart,
            "idempotency_key": str(key),
        }
    )
    for box in _DATES:
        data.update(_date_boxes(BOXES[box], typed.get(box, "") or ("today" if box == "arrived" else "")))
    return AddForm(data, practices=[])


def _date_boxes(field: str, typed: str) -> dict[str, str]:
    parts = [*re.findall(r"[^\W_]+", typed), "", "", ""][:3]
    return {f"{field}_{name}": part for name, part in zip(("day", "month", "year"), parts, strict=True)}


def box_problems(form: AddForm) -> dict[str, str]:
    """What is wrong, by box; what belongs to none stands at the first."""
    boxes = {field: box for box, field in BOXES.items()}
    return {boxes.get(field, "given"): str(errors[0]) for field, errors in form.errors.items()}
