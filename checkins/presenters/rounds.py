"""A round in words: the list, one round's page in each of its states, and the card of each resident."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Any

from carehomes.access.acting import Acting
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import (
    InvitationAnswer,
    Outcome,
    Round,
    RoundInvitation,
    RoundMode,
    RoundState,
)
from checkins.presenters.here import here_too
from checkins.presenters.round_cards import CardView
from checkins.queries.rounds import Facts, RoundRecord
from checkins.rounds.card import NO_CATEGORY, Problem, action_numbers
from checkins.rounds.transitions import round_events
from checkins.rules import Conflict

DAYS_AHEAD = 28  # days that an action may be chosen for, one by one
STATES = {
    RoundState.DRAFT: State("none", "Being prepared", "pencil"),
    RoundState.AGENDA_PUBLISHED: State("due", "Agenda published"),
    RoundState.IN_SESSION: State("due", "In session", "pencil"),
    RoundState.WRITTEN_UP: State("wait", "To sign off"),
    RoundState.SIGNED_OFF: State("done", "Signed off"),
    RoundState.CANCELLED: State("none", "Cancelled"),
}
ANSWERS = {
    InvitationAnswer.NONE: State("unknown", "No answer yet"),
    InvitationAnswer.YES: State("done", "Comes"),
    InvitationAnswer.NO: State("none", "Cannot come"),
}
LABELS = {
    "decided": "What we decided",
    "contact": "Contact",
    "clinician": "Clinician",
    "category": "Appointment category",
}


def state_of(found: Round, today: date) -> State:
    """Where a round stands; one whose day has gone by and that nobody began is late."""
    late = found.held_on < today and found.state in (RoundState.DRAFT, RoundState.AGENDA_PUBLISHED)
    return State("overdue", "Not held") if late else STATES[RoundState(found.state)]


def when(found: Round) -> str:
    """Day, time and how: "Thursday 26 November 2026, 13:30, by video"."""
    how = "by video" if found.mode == RoundMode.VIRTUAL else "at the home"
    return f"{formats.weekday_date(found.held_on)}, {formats.clock(found.starts_at)}, {how}"


def counts(found: Round) -> str:
    """What a line of the list says of it, in numbers only."""
    if found.state == RoundState.SIGNED_OFF or found.state == RoundState.WRITTEN_UP:
        contacts = formats.plural(found.seen + found.discussed, "contact")
        return f"{contacts} of {found.on_agenda} on the agenda, {found.attended} of {found.invited} came"
    return f"{formats.plural(found.on_agenda, 'resident')}, {found.invited} invited"


@dataclass(frozen=True)
class Choice:
    """An entry of a drop-down list."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True)
class ActionBox:
    """The three boxes of one action."""

    number: int
    words: str
    owners: Sequence[Choice]
    days: Sequence[Choice]
    problems: Mapping[str, str]


@dataclass(frozen=True)
class RoundPage:
    """A round's page. `fields`: what the open card holds, with what this person typed on top."""

    record: RoundRecord
    facts: Mapping[int, Facts]
    by: Acting
    today: date
    now: datetime
    categories: Sequence[Any] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    revision: int = 0
    found: Sequence[Problem] = ()
    conflicts: Sequence[Conflict] = ()

    @property
    def round(self) -> Round:
        return self.record.round

    @cached_property
    def events(self) -> frozenset[str]:
        return round_events(self.round, by=self.by)

    @property
    def title(self) -> str:
        return f"{self.round.get_kind_display()}, {self.round.home.name}"

    @property
    def scope(self) -> str:
        began_at = self.round.began_at
        began = f", began {formats.near_clock(began_at, self.round.held_on)}" if began_at else ""
        return f"{when(self.round)}{began}"

    @property
    def state(self) -> State:
        return state_of(self.round, self.today)

    @cached_property
    def cards(self) -> list[CardView]:
        return [
            CardView(each, number, self.facts.get(each.pk), self.record.actions_of.get(each.pk, []), self.today)
            for number, each in enumerate(self.record.items, start=1)
        ]

    @cached_property
    def open_card(self) -> CardView | None:
        """Whose turn it is."""
        return next((each for each in self.cards if each.item.pk == self.round.now_item_id), None)

    @property
    def not_reached(self) -> list[CardView]:
        """Who would be carried over if it ended now."""
        return [each for each in self.cards if not each.done]

    @property
    def next_card(self) -> CardView | None:
        """Who is next when the open card is done."""
        rest = self._to_see
        at = self.open_card.number if self.open_card else 0
        return next((each for each in rest if each.number > at), rest[0] if rest else None)

    @cached_property
    def _to_see(self) -> list[CardView]:
        return [each for each in self.cards if not each.done and each is not self.open_card]

    @property
    def today_first(self) -> list[CardView]:
        """Those for the same day who stand before everybody else whom nobody has seen yet."""
        return list(takewhile(lambda each: each.for_today, self._to_see))

    @property
    def today_behind(self) -> list[CardView]:
        """Those for the same day who stand behind somebody who is not: the team's order put them there."""
        return [each for each in self._to_see if each.for_today and each not in self.today_first]

    @property
    def minutes(self) -> int:
        """How long the open card has been open."""
        return int((self.now - self.round.now_since).total_seconds() // 60) if self.round.now_since else 0

    @property
    def done(self) -> int:
        return sum(each.done for each in self.cards)

    @property
    def here(self) -> int:
        return sum(each.attended for each in self.record.people)

    @property
    def people(self) -> list[dict[str, Any]]:
        return [
            {
                "invitation": each,
                "words": self._who(each),
                "answer": ANSWERS[InvitationAnswer(each.answer)],
                "mine": each.user_id == self.by.user_id,
            }
            for each in self.record.people
        ]

    @property
    def expected(self) -> list[dict[str, Any]]:
        """For who is here: whoever said yes first, whoever cannot come last."""
        order = [InvitationAnswer.YES, InvitationAnswer.NONE, InvitationAnswer.NO]
        return sorted(self.people, key=lambda each: order.index(each["invitation"].answer))

    def _who(self, each: RoundInvitation) -> str:
        if each.user_id and each.user_id == self.round.chair_user_id:
            as_ = "chair"
        else:
            as_ = str(each.get_invited_as_display())
            as_ = as_ if as_ == "GP" else as_.lower()
        return ", ".join(filter(None, (each.person_name, as_, each.prescribes)))

    @property
    def mine(self) -> RoundInvitation | None:
        """This person's own invitation."""
        return next((each for each in self.record.people if each.user_id == self.by.user_id), None)

    def value(self, name: str) -> str:
        values = self.fields.get(name) or [""]
        return values[0]

    @cached_property
    def problems(self) -> dict[str, str]:
        return {each.name: each.text for each in self.found}

    @property
    def errors(self) -> list[dict[str, str]]:
        """For the error summary, in page order."""
        return [{"text": each.text, "href": f"#{each.name}"} for each in self.found]

    @property
    def action_boxes(self) -> list[ActionBox]:
        """Every action that anything is typed for, and one empty one."""
        numbers = action_numbers(self.fields)
        taken = {each.number for each in self.open_card.actions if each.issue_id} if self.open_card else set()
        free = next(n for n in range(1, 100) if n not in numbers and n not in taken)
        return [self._boxes(number) for number in (*numbers, free)]

    def _boxes(self, number: int) -> ActionBox:
        owner, due = self.value(f"owner-{number}"), self.value(f"by-{number}")
        owners = [
            Choice(
                str(each.pk),
                f"{each.person_name}, {each.organisation_name or each.get_invited_as_display()}",
                str(each.pk) == owner,
            )
            for each in self.record.people
        ]
        days = [self.today + timedelta(days=each) for each in range(DAYS_AHEAD + 1)]
        chosen = [Choice(each.isoformat(), formats.day(each), each.isoformat() == due) for each in days]
        if due and not any(each.selected for each in chosen):
            chosen.append(Choice(due, formats.day(date.fromisoformat(due)), selected=True))
        return ActionBox(number, self.value(f"action-{number}"), owners, chosen, self.problems)

    @property
    def clinicians(self) -> list[Choice]:
        """Those who can make a contact. Nothing typed: whoever is here and acts, else the chair."""
        able = [each for each in self.record.people if each.is_clinical]
        usual = next((each for each in able if each.user_id == self.by.user_id), None) or next(
            (each for each in able if each.user_id == self.round.chair_user_id), None
        )
        chosen = self.value("clinician") or (str(usual.pk) if usual else "")
        return [Choice(str(each.pk), self._who(each), str(each.pk) == chosen) for each in able]

    @property
    def category_choices(self) -> list[Choice]:
        chosen = self.value("category") or (NO_CATEGORY if self.round.kind == "mdt" else "care_home_round")
        made = [Choice(each.key, each.label, each.key == chosen) for each in self.categories]
        return [*made, Choice(NO_CATEGORY, "None: discussed without the resident", chosen == NO_CATEGORY)]

    @property
    def contact_choices(self) -> list[dict[str, Any]]:
        chosen = self.value("contact")
        return [
            {"value": each.value, "text": each.label, "id": f"contact-{each.value}", "checked": each == chosen}
            for each in (Outcome.SEEN, Outcome.DISCUSSED, Outcome.NOT_REACHED)
        ]

    @property
    def differences(self) -> list[dict[str, str]]:
        """What two people wrote into the same box, for the template that shows it."""
        return [
            {
                "field": each.name,
                "label": self._label(each.name),
                "by": each.by,
                "at": datetime.fromisoformat(each.at),  # type: ignore[dict-item]  # a moment, for the clock filter
                "theirs": self._shown(each.name, each.theirs),
                "yours": self._shown(each.name, each.yours),
            }
            for each in self.conflicts
        ]

    def _label(self, name: str) -> str:
        if name in LABELS:
            return LABELS[name]
        kind, _, number = name.partition("-")
        return {"action": f"Action {number}", "owner": f"Who does action {number}", "by": f"When, action {number}"}[
            kind
        ]

    def _shown(self, name: str, values: Sequence[str]) -> str:
        value = " ".join(values)
        people = {str(each.pk): each.person_name for each in self.record.people}
        labels = {each.key: each.label for each in self.categories}
        outcomes = dict(Outcome.choices)
        return (
            people.get(value, value)
            if name.startswith(("owner", "clinician"))
            else (labels.get(value) or outcomes.get(value) or value or "nothing")
        )

    @property
    def here_too(self) -> str:
        """Who else writes into the open card."""
        card = self.open_card.typed if self.open_card else None
        return here_too(card.changes, self.by.person, self.now, what="this card") if card else ""


def reply_facts(found: Round) -> list[tuple[str, str]]:
    """What somebody without an account sees of a meeting: what, when and how long; neither which home nor who is on its agenda."""
    return [
        ("What", str(found.get_kind_display())),
        ("When", f"{formats.weekday_date(found.held_on)}, {formats.clock(found.starts_at)}"),
        ("How long", formats.plural(found.minutes, "minute")),
        ("How", str(found.get_mode_display())),
    ]
