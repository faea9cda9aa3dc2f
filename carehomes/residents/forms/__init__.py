"""Input of the pages about residents."""

from carehomes.residents.forms.listing import ExportForm, FindForm
from carehomes.residents.forms.person import AddForm, FactsForm
from carehomes.residents.forms.place import (
    AwayForm,
    BackForm,
    DeathForm,
    LeaveForm,
    MoveForm,
    PutRightForm,
    ReadmitForm,
    RoomForm,
)
from carehomes.residents.forms.safety import (
    AllergyForm,
    CheckAllergiesForm,
    DocumentForm,
    DocumentPlaceForm,
    EndDocumentForm,
    RemoveAllergyForm,
)
from carehomes.residents.forms.spot import BOXES, box_problems, spot_form

__all__ = [
    "BOXES",
    "AddForm",
    "AllergyForm",
    "AwayForm",
    "BackForm",
    "CheckAllergiesForm",
    "DeathForm",
    "DocumentForm",
    "DocumentPlaceForm",
    "EndDocumentForm",
    "ExportForm",
    "FactsForm",
    "FindForm",
    "LeaveForm",
    "MoveForm",
    "PutRightForm",
    "ReadmitForm",
    "RemoveAllergyForm",
    "RoomForm",
    "box_problems",
    "spot_form",
]
