"""Every write about residents: one transaction each, history by trigger, announced by the signals of `residents.signals`.

Each takes the acting membership as `by`, the key of the form, and the moment. `rules.Refused` says what cannot be recorded, and
beside which field; `AlreadyDone` that the form came twice; `Stale` that somebody else changed the record meanwhile.
"""

from carehomes.access.stale import version_of
from carehomes.residents.actions.arriving import Arrival, Facts, admit, readmit
from carehomes.residents.actions.correcting import put_right, undo_move
from carehomes.residents.actions.exporting import log_export
from carehomes.residents.actions.facts import change_facts
from carehomes.residents.actions.leaving import Moved, leave, move, record_death
from carehomes.residents.actions.safety import (
    NewAllergy,
    NewDocument,
    add_allergy,
    add_document,
    change_document,
    check_allergies,
    end_document,
    remove_allergy,
    version_of_allergies,
)
from carehomes.residents.actions.staying import Going, change_room, come_back, go_away
from carehomes.residents.actions.writing import AlreadyDone, Stale, address_of
from carehomes.residents.rules import Refused

__all__ = [
    "AlreadyDone",
    "Arrival",
    "Facts",
    "Going",
    "Moved",
    "NewAllergy",
    "NewDocument",
    "Refused",
    "Stale",
    "add_allergy",
    "add_document",
    "address_of",
    "admit",
    "change_document",
    "change_facts",
    "change_room",
    "check_allergies",
    "come_back",
    "end_document",
    "go_away",
    "leave",
    "log_export",
    "put_right",
    "readmit",
    "record_death",
    "remove_allergy",
    "move",
    "undo_move",
    "version_of",
    "version_of_allergies",
]
