"""Tell the team: what care home staff can say in three taps, as data, and what each becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.issues import actions, concerns
from carehomes.issues.actions import NewIssue
from carehomes.issues.concerns import Concern
from carehomes.issues.models import Kind, Priority, SaidBy
from carehomes.issues.transitions import Refused

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class What:
    """One thing that staff can tap. With `reasons` a clinician must look, and it is a concern; else it is an issue of this kind."""

    key: str
    words: str
    hint: str
    icon: str
    kind: Kind
    reasons: Sequence[str] = ()
    soon: str = "this_round"  # what is chosen before anybody chooses
    needs_words: bool = False


# The soft signs and their words follow NHS England's "is my resident unwell" lists as domain 2.1 takes them up.
ABOUT_RESIDENT: Mapping[str, What] = MappingProxyType(
    {
        each.key: each
        for each in (
            What(
                "not-themselves",
                "Not themselves",
                "Quiet, tired, confused, off their food",
                "query",
                Kind.URGENT_CLINICAL,
                ("soft_signs", "change_in_condition"),
                "same_day",
            ),
            What(
                "breathing",
                "Breathing, fever or pain",
                "Worse than usual",
                "bolt",
                Kind.URGENT_CLINICAL,
                ("change_in_condition",),
                "same_day",
            ),
            What("fall", "A fall", "With or without an injury", "alert", Kind.FALLS, ("fall",), "same_day"),
            What(
                "medicines", "Medicines", "Missing, wrong, refused", "pill", Kind.MEDICINES, (), "within_48_hours", True
            ),
            What("family", "Family is worried", "", "people", Kind.FAMILY, (), "within_48_hours", True),
            What("other", "Something else", "", "note", Kind.OTHER, needs_words=True),
        )
    }
)
ABOUT_HOME: Mapping[str, What] = MappingProxyType(
    {
        each.key: each
        for each in (
            What(
                "supply",
                "Medicines supply",
                "Something has not come, or runs out",
                "pill",
                Kind.SUPPLY,
                (),
                "within_48_hours",
                True,
            ),
            What("equipment", "Equipment", "Missing or broken", "alert", Kind.EQUIPMENT, needs_words=True),
            What(
                "stock",
                "Gloves, masks, dressings",
                "What runs out, and when",
                "note",
                Kind.STOCK,
                (),
                "within_48_hours",
                True,
            ),
            What(
                "infection",
                "Infection",
                "New cases among residents or staff",
                "bolt",
                Kind.INFECTION,
                (),
                "same_day",
                True,
            ),
            What("staffing", "Staff", "Shortages, agency cover", "people", Kind.STAFFING, needs_words=True),
            What("other-home", "Something else", "", "note", Kind.OTHER, needs_words=True),
        )
    }
)
# The keys are those of the list of soft signs in the room that takes concerns, which records them.
SIGNS = (
    ("breathless", "Short of breath"),
    ("tired", "Tired"),
    ("confused", "Confused"),
    ("off_food", "Not eating"),
    ("unsteady", "Unsteady"),
    ("distressed", "Distressed"),
)
SOON = (("same_day", "Today"), ("within_48_hours", "Within 2 days"), ("this_round", "At the next round"))
_PRIORITY = {"same_day": Priority.URGENT, "within_48_hours": Priority.TWO_DAYS, "this_round": Priority.WEEK}


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody sends: about whom, what, how soon, what they see, in their words."""

    home_id: int
    resident_id: int | None
    what: What
    soon: str
    signs: Sequence[str]
    words: str
    key: UUID


def tell_the_team(*, told: Told, by: Acting, now: datetime) -> str:
    """Writes it as a concern or as an issue, once, and answers the address of the page that shows what becomes of it."""
    seen = {key: words for key, words in SIGNS if key in told.signs}
    sentence = _sentences(told.words, ", ".join(seen.values()))
    if told.what.needs_words and not sentence:
        raise Refused("Say in a few words what it is.")
    take = concerns.taker()
    if told.what.reasons and told.resident_id and take is not None:
        said = _sentences(told.what.words, sentence)
        concern = Concern(told.key, told.home_id, told.resident_id, told.soon, told.what.reasons, said, tuple(seen))
        return take(concern, by=by, now=now)
    new = NewIssue(
        home_id=told.home_id,
        resident_id=told.resident_id,
        kind=told.what.kind,
        priority=_PRIORITY[told.soon],
        title=_title(told),
        said=sentence or told.what.words,
        said_by=by.person,
        said_how=SaidBy.HERE,
        key=told.key,
    )
    return reverse("issues:issue", args=[actions.raise_issue(new=new, by=by, now=now).pk])


def _sentences(*parts: str) -> str:
    """One after another, each with one mark at its end and no second one where its author set it."""
    said = (part.strip() for part in parts)
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in said if part)


def _title(told: Told) -> str:
    """The words of the tap; for something else, the first words that were typed."""
    first = told.words.strip().splitlines()[0] if told.words.strip() else ""
    return first[:LONGEST_TITLE] if told.what.kind == Kind.OTHER and first else told.what.words
