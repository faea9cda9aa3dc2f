"""A check-in in the record: what was said, what was raised, who did what when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.check_in_form.schema import Section
from checkins.models import OPEN_STATES, CheckIn, CheckInState, SectionAnswer
from checkins.presenters.asking import answer_words
from checkins.presenters.call import title_of
from checkins.presenters.corrected import corrected
from checkins.presenters.form_versions import called
from checkins.presenters.nominations import nomination_words
from checkins.presenters.told import LeftLying, left_lying, not_taken_over, short_title
from checkins.queries.check_in import Record, section_of
from checkins.transitions import events_of, is_over

STATES = {
    CheckInState.SCHEDULED: State("none", "Not started"),
    CheckInState.IN_PROGRESS: State("due", "In progress", "pencil"),
    CheckInState.NO_ANSWER: State("wait", "No answer", "missed"),
    CheckInState.COMPLETED: State("done", "Done"),
    CheckInState.DECLINED: State("wait", "Declined by the home", "cross"),
    CheckInState.CANCELLED: State("none", "Cancelled"),
}
MISSED = State("overdue", "Missed", "cross")


def state_of(check_in: CheckIn, today: date) -> State:
    """The state as people say it: what was left open is missed once its week is over, and overdue after its day."""
    state = CheckInState(check_in.state)
    waits = state in (CheckInState.SCHEDULED, CheckInState.NO_ANSWER)
    if is_over(check_in.week, today) and (waits or state == CheckInState.IN_PROGRESS):
        return MISSED
    if state == CheckInState.SCHEDULED and check_in.due_on < today:
        return State("overdue", f"Overdue, {formats.day(check_in.due_on)}")
    if state == CheckInState.SCHEDULED and check_in.due_on == today:
        return State("due", "Due today")
    return STATES[state]


@dataclass(frozen=True)
class RecordPage:
    """What the page of a past, completed or watched check-in shows."""

    record: Record
    by: Acting
    today: date

    @property
    def check_in(self) -> CheckIn:
        return self.record.check_in

    @property
    def week(self) -> int:
        return self.check_in.week.isocalendar().week

    @property
    def state(self) -> State:
        return state_of(self.check_in, self.today)

    @property
    def reads(self) -> set[tuple[int, int]]:
        """The residents that it names."""
        named = {(each.pk, each.home_id) for each in self.record.named.values()}
        return named | {(each.resident_id, each.home_id) for each in self.record.nominations}

    @cached_property
    def events(self) -> frozenset[str]:
        return events_of(self.check_in, by=self.by, today=self.today)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """When, with whom, by whom."""
        check_in, conversation = self.check_in, getattr(self.check_in, "conversation", None)
        said = [("Spoke to", conversation.spoke_to)] if conversation else []
        rung = [("Rung by", self._caller)] if check_in.caller_name else []
        done = [("Completed", formats.moment(check_in.completed_at))] if check_in.completed_at else []
        how = [("How", check_in.get_mode_display())] if check_in.mode and check_in.completed_at else []
        due = [("Due", f"{formats.day(check_in.due_on)}, {formats.span(check_in.window_starts, check_in.window_ends)}")]
        before = getattr(check_in, "beforehand", None)
        told = [("Filled in before", f"{before.saved_by_name}, {formats.day_clock(before.saved_at)}")] if before else []
        return [*due, *done, *said, *how, *rung, *told, *([("Asked with", self.form)] if self.form else [])]

    @property
    def _caller(self) -> str:
        organisation = self.check_in.caller_organisation
        return f"{self.check_in.caller_name}, {organisation.name}" if organisation else self.check_in.caller_name

    @property
    def said(self) -> list[dict[str, Any]]:
        """Sections with something in them, in the order of the form."""
        return [{**_said(each), "details": self._details(each)} for each in self._in_order if each.something]

    def _details(self, answer: SectionAnswer) -> list[tuple[str, str]]:
        """The questions of the section that were answered: what was asked, and what was said."""
        section = section_of(answer)
        asked = [each for each in section.questions if each.key in answer.details] if section else []
        return [(each.label, answer_words(each, answer.details[each.key], self._names)) for each in asked]

    @cached_property
    def _names(self) -> dict[int, str]:
        return {pk: each.name for pk, each in self.record.named.items()}

    @property
    def may_add(self) -> bool:
        """Whether this person may add what the home said later in the week."""
        done = self.check_in.state == CheckInState.COMPLETED
        return done and self.by.may(Permission.TAKE_CHECK_INS) and not is_over(self.check_in.week, self.today)

    @property
    def may_correct(self) -> bool:
        return self.check_in.state == CheckInState.COMPLETED and self.by.may(Permission.TAKE_CHECK_INS)

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Every section that was asked: key and title."""
        return [(each.section, title_of(each)) for each in self._in_order]

    @property
    def told_before(self) -> list[dict[str, str]]:
        """What the home had filled in and the call does not say."""
        said = {each.section: each.text for each in self.record.answers if each.something}
        return not_taken_over(getattr(self.check_in, "beforehand", None), self.sections, said)

    @property
    def left_lying(self) -> list[LeftLying]:
        """What was typed before the call and in it, where it was stopped or its week has ended without anybody completing it."""
        open_still = self.check_in.state in OPEN_STATES and not is_over(self.check_in.week, self.today)
        if open_still or self.check_in.state == CheckInState.COMPLETED:
            return []
        held = (("beforehand", "Filled in"), ("draft", "Typed"))
        found = (left_lying(getattr(self.check_in, name, None), verb, self._names) for name, verb in held)
        return [each for each in found if each]

    @property
    def additions(self) -> list[dict[str, str]]:
        """What others heard later in the week, each with its own author and time."""
        titles = dict(self.sections)
        return [
            {
                "title": titles.get(each.section, short_title(each.section)),
                "text": each.text,
                "note": f"{formats.day_clock(each.at)}, {each.by_name}, {each.by_organisation_name}. Said by {each.spoke_to}",
            }
            for each in self.record.additions
        ]

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """What was put right, and what stood there before."""
        titles = dict(self.sections)
        return [
            {
                "title": titles.get(each.section, short_title(each.section)),
                "changes": changes,
                "note": f"Version {each.version}, {formats.day_clock(each.at)}, {each.by_name}: {each.reason}",
            }
            for each, changes in corrected(self.record.corrections, self.record.answers, self._names)
        ]

    @property
    def form(self) -> str:
        """The version of the form that was asked."""
        return called(self.record.answers[0].form_version) if self.record.answers else ""

    @property
    def nothing(self) -> list[str]:
        """The titles of the sections without, as they stand in a sentence."""
        return [Section("", title_of(each)).in_sentence for each in self._in_order if not each.something]

    @property
    def _in_order(self) -> Sequence[Any]:
        keys = {each["key"]: place for each, place in self._places}
        return sorted(self.record.answers, key=lambda answer: keys.get(answer.section, len(keys)))

    @property
    def _places(self) -> list[tuple[dict[str, str], int]]:
        version = self.record.answers[0].form_version if self.record.answers else None
        return [(each, place) for place, each in enumerate(version.sections)] if version else []

    @property
    def nominations(self) -> list[dict[str, Any]]:
        return [nomination_words(each) for each in self.record.nominations]

    @property
    def note(self) -> str:
        conversation = getattr(self.check_in, "conversation", None)
        return conversation.note if conversation else ""

    @property
    def history(self) -> list[dict[str, str]]:
        """Changes of state, newest first."""
        rows = [*self.record.statuses]
        return [
            {
                "title": str(CheckInState(each.state).label),
                "text": each.reason,
                "note": f"{formats.day_clock(each.at)}, {_who(each)}",
            }
            for each in reversed(rows)
        ]


def _who(status: Any) -> str:
    organisation = f", {status.by_organisation_name}" if status.by_organisation_name else ""
    return f"{status.by_name}{organisation}"


def _said(answer: Any) -> dict[str, Any]:
    return {"title": title_of(answer), "text": answer.text}
