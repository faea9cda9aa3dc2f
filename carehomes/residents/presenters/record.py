"""A resident's page: the band with who it is, what everybody must know first, what to do now, and the ground floor's panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.residents.models import Absence, Allergy, AllergyState, ArrivedFrom, Resident, ResidentState, StayKind
from carehomes.residents.presenters import words
from carehomes.residents.queries.record import AllergyFact, DocumentFact, Record
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Prompt

NO_PLACE = (ResidentState.LEFT, ResidentState.DIED)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ring about a resident."""

    name: str
    note: str
    phone: str


def identity(record: Record, today: date) -> list[Pair]:
    """The band: who it is. Never scrolls out of a print."""
    resident = record.resident
    lives = words.place(resident) if resident.state not in NO_PLACE else words.state_of(resident).words
    practice = resident.registered_practice.name if resident.registered_practice else formats.NOT_KNOWN
    return [
        ("Born", words.born(resident, today)),
        ("NHS number", words.number(resident)),
        ("Lives in" if resident.state not in NO_PLACE else resident.home.name, lives),
        ("Practice", practice),
    ]


def safety(record: Record) -> list[dict[str, Any]]:
    """The row under the band: allergies first, with who was asked and when; then documents, for who sees them; then what is normal."""
    resident = record.resident
    documents = {"title": "Documents", "text": _documents(record.current_documents)}
    return [
        _allergies(record),
        *([documents] if record.sees_documents else []),
        {"title": f"{words.whose(resident)} normal", "text": resident.usual_self or formats.NOT_KNOWN},
    ]


def _allergies(record: Record) -> dict[str, Any]:
    resident = record.resident
    if resident.allergy_state == AllergyState.NOT_ASKED:
        return {"title": "Allergies", "text": "Not asked", "unknown": True}
    note = f"Checked with {resident.allergies_checked_with} on {formats.long_date(resident.allergies_checked_on)}"
    if resident.allergy_state == AllergyState.NONE_KNOWN:
        return {"title": "Allergies", "text": "None known", "note": note}
    listed = Markup(". ").join(allergy_words(each) for each in record.current_allergies)
    return {"title": "Allergies", "text": listed, "note": note, "alert": True}


def allergy_words(allergy: AllergyFact | Allergy) -> Markup:
    """ "Penicillin: rash, severe, 2019", the substance in bold."""
    known = allergy.severity != Allergy.Severity.NOT_KNOWN
    severity = Allergy.Severity(allergy.severity).label.lower() if known else ""
    parts = [each for each in (allergy.reaction, severity, allergy.happened) if each]
    return Markup("<b>{}</b>{}").format(allergy.substance, f": {', '.join(parts)}" if parts else "")


def _documents(documents: Sequence[DocumentFact]) -> Markup | str:
    return Markup(". ").join(document_words(each) for each in documents) if documents else "None recorded"


def document_words(document: DocumentFact) -> Markup:
    """ "ReSPECT, 2 June 2026, paper in the room folder": never without its date and place (domain 2.3, rule 6)."""
    name, after = words.document_name(document.kind)
    parts = [f" {after}" if after else "", f", {formats.long_date(document.dated_on)}"]
    parts += [f", paper in {words.typed(document.place)}", f", {document.detail}" if document.detail else ""]
    return Markup("<b>{}</b>{}").format(name, "".join(parts))


def practice_note(record: Record) -> str:
    """The registered practice against the aligned PCN: the second denominator (domain 0.2)."""
    practice = record.resident.registered_practice
    if practice is None:
        return formats.NOT_KNOWN
    if record.with_pcn is None:
        return practice.name
    return f"{practice.name}, {'one of' if record.with_pcn else 'not one of'} {record.pcn}’s practices"


def stay_facts(record: Record, today: date) -> list[Pair]:
    """The panel about the stay."""
    stay = record.stay or (record.stays[0] if record.stays else None)
    if stay is None:
        return []
    origin = stay.arrived_from_detail or words.starts(ArrivedFrom(stay.arrived_from).label)
    pairs = [
        ("Since", f"{formats.long_date(stay.arrived_on)}, from {origin}"),
        ("Kind", StayKind(stay.kind).label),
        ("Hospital", _hospital(record, today)),
    ]
    if stay.left_on:
        pairs.insert(1, ("Until", formats.long_date(stay.left_on)))
    return pairs


def _hospital(record: Record, today: date) -> str:
    year_ago = today - timedelta(days=365)
    stays = [
        each
        for each in record.absences
        if each.kind == Absence.Kind.HOSPITAL and each.removed_on is None and (each.back_on or today) >= year_ago
    ]
    return f"{formats.plural(len(stays), 'stay')} in the last year" if stays else "None in the last year"


def about_facts(record: Record) -> list[Pair]:
    """The panel about the person."""
    resident = record.resident
    return [
        ("Registered with", practice_note(record)),
        ("Sex", resident.get_sex_display()),
        ("Communicates", resident.communication_needs or formats.NOT_KNOWN),
        ("Language", resident.language or formats.NOT_KNOWN),
        ("Ethnic group", resident.ethnicity or formats.NOT_KNOWN),
    ]


def people(record: Record) -> list[Contact]:
    """The next of kin, then whom to ring at the home."""
    resident = record.resident
    family = [Contact(resident.contact_name, resident.contact_relation, resident.contact_phone)]
    home = [
        Contact(each.person_name, ", ".join(part for part in (each.job, resident.home.name) if part), each.phone)
        for each in record.contacts
    ]
    return [*(family if resident.contact_name else []), *home]


def own_prompt(record: Record, acting: Acting, today: date) -> Prompt:
    """What the ground floor itself would have somebody do: a review that is late, allergies nobody asked about, a stay in hospital."""
    resident = record.resident
    if resident.state in NO_PLACE:
        return Prompt(f"{resident.name} {_gone(resident)}", kind="clear", rank=1000)
    may = acting.may(Permission.EDIT_RESIDENTS)
    made = (make(record, today) for make in (_late_review, _away, _ask_allergies))
    waiting = next((prompt for prompt in made if prompt), None) if may else None
    return waiting or Prompt(f"Nothing about {resident.name} waits for you", kind="clear", rank=1000)


def _gone(resident: Resident) -> str:
    verb = "died on" if resident.state == ResidentState.DIED else "left on"
    return f"{verb} {formats.long_date(resident.since)}"


def _late_review(record: Record, today: date) -> Prompt | None:
    late = next((each for each in record.current_documents if each.review_on and each.review_on < today), None)
    if late is None:
        return None
    name, _ = words.document_name(late.kind)
    return Prompt(
        f"Review the {name}",
        f"It was to be reviewed by {formats.long_date(late.review_on)}. The paper is in {words.typed(late.place)}.",
        rank=700,
        label="Open it",
        url=address_of("residents:document", record.resident.pk, late.id),
    )


def _away(record: Record, today: date) -> Prompt | None:
    absence = record.absence
    if absence is None or absence.back_on:
        return None
    place = absence.place or ("hospital" if absence.kind == Absence.Kind.HOSPITAL else "away")
    nights = formats.plural((today - absence.went_on).days, "night")
    title = f"Ask whether {record.resident.name} is back"
    text = (
        f"In {place} for {nights}, since {formats.long_date(absence.went_on)}."
        if nights[0] != "0"
        else f"{place}, since today."
    )
    return Prompt(
        title,
        text,
        kind="wait",
        rank=800,
        label="Record the return",
        url=address_of("residents:back", record.resident.pk),
    )


def _ask_allergies(record: Record, _today: date) -> Prompt | None:
    if record.resident.allergy_state != AllergyState.NOT_ASKED:
        return None
    text = "Nobody has said whether there are any. “Not asked” is not “none”."
    return Prompt(
        f"Ask about {words.whose(record.resident).lower()} allergies",
        text,
        rank=900,
        label="Record the answer",
        url=address_of("residents:check_allergies", record.resident.pk),
    )
