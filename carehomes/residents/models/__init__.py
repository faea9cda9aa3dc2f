"""Residents, their stays and absences, allergies and legal documents.

Every table carries `home_id`, the home whose people may see the resident now. It is tied to the resident by a composite foreign key
with ON UPDATE CASCADE: a move changes one row, and access moves with it.
"""

from carehomes.residents.models.changes import ExportPurpose, Move, ResidentChange, ResidentExport, ResidentStatus
from carehomes.residents.models.resident import (
    AllergyState,
    NoNumberReason,
    Resident,
    ResidentQuerySet,
    ResidentState,
    Sex,
)
from carehomes.residents.models.safety import Allergy, LegalDocument
from carehomes.residents.models.stays import Absence, ArrivedFrom, Stay, StayEnd, StayKind

__all__ = [
    "Absence",
    "Allergy",
    "AllergyState",
    "ArrivedFrom",
    "ExportPurpose",
    "LegalDocument",
    "Move",
    "NoNumberReason",
    "Resident",
    "ResidentChange",
    "ResidentExport",
    "ResidentQuerySet",
    "ResidentState",
    "ResidentStatus",
    "Sex",
    "Stay",
    "StayEnd",
    "StayKind",
]
