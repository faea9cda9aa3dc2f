"""What can be recorded about a resident's place, as the page offers it, and what putting right would do."""

from dataclasses import dataclass

from carehomes.residents.models import Resident, ResidentState
from carehomes.residents.models import ResidentChange as Change
from carehomes.residents.transitions import may
from carehomes.ui.addresses import address_of


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may have happened."""

    title: str
    note: str
    url: str
    kind: str = ""


_CHOICES = (
    (Change.CAME_BACK, "Came back", "From hospital, or from being away", "residents:back"),
    (Change.WENT_AWAY, "Went to hospital or away", "The place in the home stays theirs", "residents:away"),
    (Change.ROOM, "Changed room", "In the same home", "residents:room"),
    (Change.MOVED, "Moved to another home", "The record goes along", "residents:move"),
    (Change.READMITTED, "Came back to live here", "To the same home, to the same record", "residents:readmit"),
    (Change.LEFT, "Left", "For their own home or somewhere else, for good", "residents:leave"),
    (Change.DIED, "Died", "In the home or elsewhere", "residents:death"),
    (
        Change.CORRECTED,
        "Something was recorded in error",
        "Undo the newest entry, with a reason",
        "residents:put_right",
    ),
)


def choices_for(resident: Resident) -> list[Choice]:
    """What may follow from where somebody is now: the same table that the actions ask."""
    return [
        Choice(title, note, address_of(address, resident.pk))
        for change, title, note, address in _CHOICES
        if may(change, resident.state)
    ]


@dataclass(frozen=True, slots=True)
class UndoWords:
    """The question, and what putting right will do."""

    title: str
    lead: str


_UNDO = {
    Change.DIED: ("Was the death of {name} recorded in error?", "{name} will be recorded as living in {home} again."),
    Change.LEFT: ("Has {name} not left?", "{name} will be recorded as living in {home} again."),
    Change.WENT_AWAY: ("Was {name} not away?", "{name} will be recorded as in {home} all along."),
    Change.CAME_BACK: ("Is {name} not back?", "{name} will be recorded as still {away}."),
    Change.ADMITTED: (
        "Did {name} not come to {home}?",
        "The arrival will be marked as recorded in error, and {name} as not living here.",
    ),
}


def undo_words(resident: Resident, change: Change) -> UndoWords:
    """The words for undoing this."""
    title, lead = _UNDO[change]
    away = "away" if resident.state == ResidentState.AWAY else "in hospital or away"
    named = {"name": resident.name, "home": resident.home.name, "away": away}
    return UndoWords(title.format(**named), lead.format(**named))
