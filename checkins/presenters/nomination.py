"""One nomination: where it stands, what to do now, what has become of it and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.residents.timeline import Entry
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Prompt
from carehomes.ui.states import State
from checkins.models import Nomination, NominationEscalation, NominationState, NominationStatus, Urgency
from checkins.presenters.nominations import STATES, happened_words, reason_words, urgency_state
from checkins.presenters.signposting import entries
from checkins.queries.to_see import Record
from checkins.transitions import events_of, must_be_acknowledged

OVER = (NominationState.SEEN, NominationState.WITHDRAWN)
ON_ITS_PAGE = "from=page"  # whoever acknowledges here goes on here, with what comes next


@dataclass(frozen=True)
class NominationPage:
    """What the page of one nomination draws. `urgent`: organisation and number for a same-day concern, if one is known."""

    record: Record
    by: Acting
    now: datetime
    urgent: tuple[str, str] | None

    @property
    def nomination(self) -> Nomination:
        return self.record.nomination

    @property
    def urgency(self) -> State:
        return urgency_state(self.nomination.how_soon)

    @property
    def state(self) -> State:
        return STATES[self.nomination.state]

    @cached_property
    def events(self) -> frozenset[str]:
        return events_of(self.nomination, by=self.by, today=formats.in_london(self.now).date())

    @property
    def why(self) -> str:
        """The heading: why the resident was named."""
        return reason_words(self.nomination.reasons) or "Somebody to see"

    @property
    def may_ring(self) -> bool:
        """Whether the number for a same-day concern belongs on the page: until somebody has seen the resident."""
        return self.nomination.how_soon == Urgency.SAME_DAY and self.nomination.state not in OVER

    @property
    def facts(self) -> list[tuple[str, str]]:
        each = self.nomination
        agreed = f"{each.get_agreed_urgency_display()}, {each.agreed_by_name}, {formats.day_clock(each.agreed_at)}"
        pairs = [
            ("Asked for", each.get_urgency_display()),
            ("Agreed", agreed if each.agreed_at else "Not yet"),
            ("Because", each.agreed_why),
            ("Acknowledge by", formats.day_clock(each.acknowledge_by) if each.acknowledge_by else ""),
            ("Look again", f"{formats.day(each.deferred_until)}: {each.deferred_reason}" if self._deferred else ""),
            ("Found and decided", each.outcome),
            (
                "Raised",
                f"{formats.day_clock(each.raised_at)}, {each.raised_by_name}, {each.raised_by_organisation_name}",
            ),
        ]
        return [(key, value) for key, value in pairs if value]

    @property
    def _deferred(self) -> bool:
        return self.nomination.state == NominationState.DEFERRED

    @property
    def track(self) -> Iterator[dict[str, str]]:
        """The steps from the home's worry to a contact, as far as they have come."""
        each, reached = self.nomination, {row.state: row for row in self.record.statuses}
        last = NominationState.WITHDRAWN if each.state == NominationState.WITHDRAWN else NominationState.SEEN
        middle = NominationState.DEFERRED if self._deferred else NominationState.ON_AGENDA
        for state in (NominationState.RAISED, NominationState.ACKNOWLEDGED, NominationState.TRIAGED, middle, last):
            yield self._step(state, reached.get(state))

    def _step(self, state: NominationState, row: NominationStatus | None) -> dict[str, str]:
        here = self.nomination.state == state
        place = "now" if here and state not in OVER else "done" if row or here else "later"
        at = self.nomination.raised_at if state == NominationState.RAISED else row.at if row else None
        who = self.nomination.raised_by_name if state == NominationState.RAISED else row.by_name if row else ""
        shape = {"done": "tick", "now": "hourglass", "later": "ring"}[place]
        note = f"{formats.day_clock(at)}, {who}" if at else "Not yet" if place == "later" else ""
        words = "Raised" if state == NominationState.RAISED else STATES[state].words
        return {"words": words, "note": note, "place": place, "shape": shape}

    @property
    def happened(self) -> list[Entry]:
        """Everything, the newest first."""
        rows = [*map(self._status, self.record.statuses), *map(self._escalated, self.record.escalations)]
        rows += entries(self.record.signposts)
        return sorted(rows, key=lambda each: each.at or self.now)[::-1]  # of one moment the later row comes first

    def _status(self, row: NominationStatus) -> Entry:
        urgency = f" as {Urgency(row.urgency).label.lower()}" if row.urgency else ""
        until = f" to {formats.day(row.until)}" if row.until else ""
        title = "Raised" if row.state == NominationState.RAISED else STATES[row.state].words
        who = f"{formats.day_clock(row.at)}, {row.by_name}, {row.by_organisation_name}"
        return Entry(formats.in_london(row.at).date(), f"{title}{urgency}{until}", row.reason, who, row.at)

    def _escalated(self, row: NominationEscalation) -> Entry:
        people = formats.plural(row.people, "person", "people") if row.people else "Nobody with an account"
        note = f"{formats.day_clock(row.at)}, {people}. {row.policy}"
        return Entry(
            formats.in_london(row.at).date(), f"Nobody had acknowledged it, step {row.tier}", row.told, note, row.at
        )

    def _near(self, at: datetime) -> str:
        return formats.near_clock(at, formats.in_london(self.now).date())

    @property
    def next_words(self) -> str:
        """What happens next, always said."""
        each = self.nomination
        if each.state in OVER:
            return "Nothing: it is over. A new worry is a new nomination."
        if must_be_acknowledged(each):
            at = each.next_escalation_at
            more = (
                f"Unless a clinician acknowledges it, Homeround tells the next people at {self._near(at)}" if at else ""
            )
            return f"{more or 'Everybody whom the policy names was told'}. Ringing is quicker, always."
        return {
            NominationState.RAISED: "A clinician agrees how urgent it is, or puts it on the agenda.",
            NominationState.ACKNOWLEDGED: "A clinician agrees how urgent it is, or sees the resident.",
            NominationState.TRIAGED: "A clinician sees the resident, or it goes onto the agenda of a round.",
            NominationState.ON_AGENDA: "The next round takes it up. Being on the agenda does not count as having been seen.",
            NominationState.DEFERRED: f"On {formats.day(each.deferred_until)} it is back in the list by itself.",
        }[NominationState(each.state)]

    @property
    def prompt(self) -> Prompt:
        """The one thing to do now, for this person."""
        each, name = self.nomination, self.nomination.resident.name
        if each.state in OVER:
            return Prompt(happened_words(each), each.outcome, kind="clear")
        made = next((make for event, make in self._asked if event in self.events), None)
        if made:
            return made
        return Prompt(f"{name} waits for a clinician", self.next_words, kind="urgent" if self.may_ring else "wait")

    @property
    def _asked(self) -> Iterator[tuple[str, Prompt]]:
        """What can be asked of somebody, first things first."""
        each, name = self.nomination, self.nomination.resident.name
        if each.state == NominationState.RAISED:
            by = f"By {self._near(each.acknowledge_by)}. " if each.acknowledge_by else ""
            yield (
                "acknowledge",
                Prompt(
                    f"Acknowledge {name}",
                    f"{by}{each.sentence}",
                    kind="urgent" if self.may_ring else "plain",
                    label="Acknowledge",
                    url=f"{address_of('checkins:acknowledge', each.pk)}?{ON_ITS_PAGE}",
                    post=True,
                ),
            )
        address = {key: address_of(f"checkins:{key}", each.pk) for key in ("triage", "seen")}
        if each.state == NominationState.ACKNOWLEDGED:
            yield (
                "triage",
                Prompt(f"Agree how urgent it is for {name}", each.sentence, label="Agree", url=address["triage"]),
            )
        if each.state in (NominationState.TRIAGED, NominationState.ON_AGENDA, NominationState.DEFERRED):
            soon = each.get_agreed_urgency_display() or each.get_urgency_display()
            yield (
                "see",
                Prompt(f"See {name}", f"{soon}. {self.next_words}", label="Record the contact", url=address["seen"]),
            )

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What else this person may do, in words and addresses."""
        every = (
            ("triage", "Agree how urgent it is", "triage"),
            ("see", "Record that somebody was seen", "seen"),
            ("put_on_agenda", "Put on the agenda", "put_on_agenda"),
            ("take_off_agenda", "Take off the agenda", "take_off_agenda"),
            ("defer", "Defer to a day", "defer"),
            ("withdraw", "Withdraw", "withdraw"),
        )
        return [
            {"words": words, "href": address_of(f"checkins:{name}", self.nomination.pk)}
            for event, words, name in every
            if event in self.events
        ] + self._signposting

    @property
    def _signposting(self) -> list[dict[str, Any]]:
        if not self.by.may(Permission.SIGNPOST_HOMES):
            return []
        address = address_of("checkins:add_signpost", self.nomination.home_id)
        return [{"words": "Signpost the home to somebody", "href": f"{address}?nomination={self.nomination.pk}"}]
