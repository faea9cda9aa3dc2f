"""Words for what a resident is and where they are."""

from datetime import date

from carehomes.residents.models import LegalDocument, Resident, ResidentState, Sex
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State

STATES = {
    ResidentState.IN_HOME: State("none", "In the home", "home"),
    ResidentState.IN_HOSPITAL: State("wait", "In hospital"),
    ResidentState.AWAY: State("wait", "Away", "out"),
    ResidentState.LEFT: State("plain", "Left"),
    ResidentState.DIED: State("plain", "Died"),
}
NEW = State("due", "New", "plus")
_POSSESSIVE = {Sex.FEMALE: "Her", Sex.MALE: "His"}
_SMALL_WORDS = frozenset(("a", "an", "at", "by", "for", "from", "her", "his", "in", "on", "the", "their", "with"))
_SHORT = {
    LegalDocument.Kind.LPA_HEALTH: ("Lasting power of attorney", "for health"),
    LegalDocument.Kind.LPA_PROPERTY: ("Lasting power of attorney", "for property and money"),
    LegalDocument.Kind.ADVANCE_DECISION: ("Advance decision", "to refuse treatment"),
    LegalDocument.Kind.DNACPR: ("DNACPR", ""),
    LegalDocument.Kind.RESPECT: ("ReSPECT", ""),
    LegalDocument.Kind.DOLS: ("Deprivation of liberty safeguards", ""),
}


def state_of(resident: Resident) -> State:
    """The state as a tag."""
    return STATES[ResidentState(resident.state)]


def whose(resident: Resident) -> str:
    """ "Her", "His" or "Their"."""
    return _POSSESSIVE.get(Sex(resident.sex), "Their")


def called(resident: Resident) -> str:
    """The name at the top of the page: with what they like to be called, where that is another name."""
    preferred = resident.preferred_name
    return f"{resident.name} ({preferred})" if preferred and preferred != resident.given_name else resident.name


def born(resident: Resident, today: date) -> str:
    """ "3 May 1935 (91)"."""
    return f"{formats.long_date(resident.date_of_birth)} ({formats.age(resident.date_of_birth, today)})"


def number(resident: Resident) -> str:
    """The NHS number in its groups, or why there is none."""
    return formats.nhs(resident.nhs_number) if resident.nhs_number else resident.get_no_nhs_number_reason_display()


def said(resident: Resident, today: date) -> str:
    """Who somebody is, in one line under the name: birth, NHS number, home and room."""
    return f"Born {born(resident, today)}. NHS number {starts(number(resident))}. {place(resident)}"


def place(resident: Resident) -> str:
    """ "Larch House, room 12"."""
    return f"{resident.home.name}, room {resident.room}" if resident.room else resident.home.name


def document_name(kind: str) -> tuple[str, str]:
    """The short name of a kind of document, and what stands after it."""
    return _SHORT[LegalDocument.Kind(kind)]


def starts(label: str) -> str:
    """One of our labels inside a sentence: its first letter in lower case."""
    return label[:1].lower() + label[1:]


def typed(text: str) -> str:
    """What somebody typed, inside a sentence: "The office" becomes "the office", but names and abbreviations stay."""
    first = text.partition(" ")[0]
    return starts(text) if first.lower() in _SMALL_WORDS else text


def trail(resident: Resident, title: str = "") -> list[tuple[str, str]]:
    """The breadcrumb of a resident's page, or of a page below it."""
    home = resident.home_id
    above = [
        ("Homes", address_of("directory:homes")),
        (resident.home.name, address_of("directory:home", home)),
        ("Residents", address_of("residents:of_home", home)),
    ]
    if not title:
        return [*above, (resident.name, "")]
    return [*above, (resident.name, address_of("residents:resident", resident.pk)), (title, "")]
