"""One resident of a round in words: why, what is known, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carehomes.residents.models import AllergyState
from carehomes.residents.rules import completed_years
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import COUNTS, AgendaItem, ItemSource, Outcome, RoundAction, RoundCard, RoundContact, Urgency
from checkins.presenters.call import reason_words, urgency_state
from checkins.queries.round_agenda import is_for_today
from checkins.queries.rounds import Facts, card_typed, contact_of
from checkins.rounds.card import is_begun

OUTCOMES = {
    Outcome.SEEN: State("done", "Seen"),
    Outcome.DISCUSSED: State("done", "Discussed"),
    Outcome.NOT_REACHED: State("wait", "Not reached", "missed"),
    Outcome.PUT_OFF: State("wait", "Put off"),
}


def outcome_words(contact: RoundContact) -> str:
    """ "Seen 12:10, Dr Anna Betony: …": what the home reads."""
    by = f", {contact.clinician_name}" if contact.clinician_name else ""
    if contact.outcome == Outcome.PUT_OFF:
        return f"Put off to {formats.day(contact.put_off_until)}: {contact.put_off_reason}"
    if contact.outcome == Outcome.NOT_REACHED:
        return f"Not reached. {_without_words(contact.outcome)}"
    decided = f": {contact.decided}" if contact.decided else ""
    return f"{contact.get_outcome_display()} {formats.near_clock(contact.at, contact.held_on)}{by}{decided}"


def _without_words(outcome: str) -> str:
    """What stands where nothing was written. Nobody may read a decision out of it."""
    return "Carried over to the next round" if outcome == Outcome.NOT_REACHED else "Nothing was written"


def why(item: AgendaItem) -> str:
    """Why somebody is on the agenda: the reasons, and the sentence that came with them."""
    reasons = reason_words(item.reasons) if item.reasons else ItemSource(item.source).label
    return f"{reasons}. {item.why}" if item.why else f"{reasons}."


@dataclass(frozen=True)
class CardView:
    """One resident of the agenda."""

    item: AgendaItem
    number: int
    facts: Facts | None
    actions: Sequence[RoundAction]
    today: date

    @property
    def name(self) -> str:
        return self.item.resident.name

    @property
    def heading(self) -> str:
        return f"{self.name}, {completed_years(self.item.resident.date_of_birth, self.today)}"

    @property
    def contact(self) -> RoundContact | None:
        return contact_of(self.item)

    @property
    def typed(self) -> RoundCard | None:
        return card_typed(self.item)

    @property
    def begun(self) -> bool:
        return self.typed is not None and is_begun(self.typed.fields)

    @property
    def done(self) -> bool:
        return self.contact is not None

    @property
    def outcome(self) -> State | None:
        if self.contact is None:
            return None
        state = OUTCOMES[Outcome(self.contact.outcome)]
        near = formats.near_clock(self.contact.at, self.contact.held_on)
        at = "" if self.contact.outcome not in COUNTS else f" {near}"
        return State(state.kind, f"{state.words}{at}", state.icon)

    @property
    def result(self) -> str:
        """One line of what came of it."""
        contact = self.contact
        if contact is None:
            return ""
        if contact.outcome == Outcome.PUT_OFF:
            return f"To {formats.day(contact.put_off_until)}: {contact.put_off_reason}"
        return contact.decided or _without_words(contact.outcome)

    @property
    def short(self) -> str:
        """For the agenda on the left: the outcome with its actions, or why."""
        if self.contact is None:
            return why(self.item)
        if self.actions:
            return formats.plural(len(self.actions), "action")
        return "no actions" if self.contact.outcome in COUNTS else ""

    @property
    def for_today(self) -> bool:
        return is_for_today(self.item)

    @property
    def urgency(self) -> State | None:
        return urgency_state(Urgency.SAME_DAY) if self.for_today else None

    @property
    def why(self) -> str:
        return why(self.item)

    @property
    def raised(self) -> str:
        """Who named the resident, and which clinician has read it."""
        each = self.item.nomination
        if each is None:
            return ""
        read_at = formats.near_clock(each.acknowledged_at, formats.in_london(each.raised_at).date())
        read = f", read by {each.acknowledged_by_name} {read_at}" if each.acknowledged_at else ""
        return f"Raised {formats.day_clock(each.raised_at)}{read}"

    @property
    def room(self) -> str:
        return f"Room {self.item.resident.room}." if self.item.resident.room else ""

    @property
    def allergies(self) -> str:
        """Said as it is known: "not asked" is never "none"."""
        resident = self.item.resident
        if resident.allergy_state == AllergyState.RECORDED and self.facts and self.facts.allergies:
            return f"Allergic to {self.facts.allergies.lower()}."
        known = resident.allergy_state == AllergyState.NONE_KNOWN
        return "No known allergies." if known else "Allergies not asked."

    @property
    def last(self) -> str:
        """What the round before said."""
        facts = self.facts
        if facts is None or facts.last_on is None or facts.last_outcome is None:
            return "First time on a round"
        words = facts.last_decided or _without_words(facts.last_outcome)
        return f"{Outcome(facts.last_outcome).label} {formats.day(facts.last_on)}. {words}"

    @property
    def order(self) -> str:
        """The team's agreed order, when there is one."""
        facts = self.facts
        if facts is None or facts.agreed_place is None or facts.agreed_at is None:
            return ""
        people = formats.joined([each for each in (facts.agreed_by, facts.agreed_with) if each])
        return f"Place {facts.agreed_place} of the home, agreed {formats.day(facts.agreed_at)} by {people}"

    @property
    def observations(self) -> list[tuple[str, str]]:
        """Name and value of what was measured last; empty where nothing was."""
        facts = self.facts
        if facts is None or facts.taken_at is None:
            return []
        pressure = f"{facts.systolic_bp}/{facts.diastolic_bp or '–'}" if facts.systolic_bp else None
        pairs = [
            ("NEWS2", _score(facts)),
            ("Breaths", facts.respiration_rate),
            ("SpO₂", f"{facts.spo2}%" if facts.spo2 else None),
            ("Blood pressure", pressure),
            ("Pulse", facts.pulse),
            ("Temperature", f"{facts.temperature} °C" if facts.temperature else None),
            ("Taken", formats.day_clock(facts.taken_at)),
        ]
        return [(name, str(value)) for name, value in pairs if value is not None]


def _score(facts: Facts) -> str:
    now = "not complete" if facts.news2 is None else str(facts.news2)
    before = f", was {facts.news2_before}" if facts.news2_before is not None else ""
    usual = "no baseline yet" if facts.news2_baseline is None else f"baseline {facts.news2_baseline}"
    return f"{now}{before}, {usual}"
