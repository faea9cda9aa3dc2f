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

__all__ = [
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
]
