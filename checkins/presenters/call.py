"""The check-in form as its template draws it: one object for each section, resident and question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from carehomes.access.acting import Acting
from carehomes.deadlines import Week
from carehomes.issues.models import Issue, IssueState
from carehomes.issues.models import Kind as IssueKind
from carehomes.ui import formats
from carehomes.ui.forms.fields import sentence_part
from carehomes.ui.states import State
from checkins.check_in_form.facts import Fact, values_of
from checkins.check_in_form.schema import SOMETHING, Kind, Section, detail_words
from checkins.check_in_form.sheet import SOMEONE_ELSE, Problem, PutBy, Sheet, TypedNomination, read
from checkins.due import Due, due_at
from checkins.models import Mode, SectionAnswer, Urgency
from checkins.presenters.asking import (
    REASON_WORDS,
    Alike,
    Ask,
    Block,
    Boxes,
    Choice,
    Difference,
    Told,
    for_browser,
    newcomer,
    options,
    reasons,
    suggested,
    urgencies,
)
from checkins.presenters.came_and_went import since_last_call
from checkins.presenters.in_hand import in_hand, unsaved
from checkins.presenters.nominations import nomination_words, reason_words, urgency_state
from checkins.presenters.told import not_taken_over, short_title
from checkins.presenters.tries import Tries
from checkins.queries.check_in import WEEK, Call
from checkins.rules import Conflict, Fields

TEMPLATE_KEY = "KEY"  # stands in the block that the browser copies, where a key will be
SHORT = 80  # characters of what was said last week


@dataclass(frozen=True)
class CallPage:
    """The page of an open check-in. `fields` is what its boxes hold: the draft, and on top what this person typed last.

    `asked_for`: the key of the resident who needs someone and whose boxes this person wants to see.
    """

    call: Call
    fields: Fields
    today: date
    now: datetime
    found: Sequence[Problem] = ()
    conflicts: Sequence[Conflict] = ()
    may_add: bool = False
    asked_for: str = ""
    alike: Mapping[str, Sequence[Alike]] = field(default_factory=dict)

    @cached_property
    def sheet(self) -> Sheet:
        return read(self.fields, self.call.check_in.mode, values_of(self.facts))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """What the home said less than a week ago and is not asked again."""
        return self.call.facts(self.now)

    @cached_property
    def problems(self) -> dict[str, str]:
        return {each.field: each.text for each in self.found}

    @cached_property
    def errors(self) -> list[dict[str, str]]:
        """For the error summary."""
        return [{"text": each.text, "href": f"#{self._place(each)}"} for each in self.found]

    def _place(self, problem: Problem) -> str:
        """Where a problem is put right: in its box, or where a resident is one line the button that opens it."""
        key = problem.field.partition("-")[2]
        if key in self.call.raised_here:
            return f"nomination-{key}"
        return f"change-{key}" if key in self.lines else problem.field

    @property
    def revision(self) -> int:
        return self.call.draft.revision if self.call.draft else 0

    @property
    def scope(self) -> str:
        kinds = " and ".join(self.call.home.service_types).capitalize() or "Care home"
        living = len(self.call.names)
        people = f"{formats.plural(living, 'resident')}" if living else ""
        first = "" if self.call.last else "First check-in"
        return ", ".join(filter(None, (first, kinds, f"{self.call.home.registered_beds} beds", people)))

    @property
    def phone(self) -> str:
        return next((each.phone for each in self.call.contacts if each.phone), self.call.home.phone)

    @property
    def within(self) -> str:
        """How soon a same-day concern must be acknowledged, in words."""
        hours, minutes = divmod(self.call.minutes, 60)
        return formats.plural(self.call.minutes, "minute") if minutes else formats.plural(hours, "hour")

    @cached_property
    def tries(self) -> Tries:
        """The calls that found nobody."""
        return Tries(self.call.tries, self.now)

    @property
    def escalates(self) -> str:
        """What happens if nobody answers today; "" where there is nothing to say, or an issue says it already."""
        at = self.call.check_in.escalates_at
        if at is None or self.call.no_answer_issue or not self.tries.found_nobody:
            return ""
        if at <= self.now:
            return "The home’s team is told now: it becomes an issue by itself."
        return f"If nobody has answered by {formats.clock(at)}, it becomes an issue by itself."

    @cached_property
    def sections(self) -> list[Section]:
        """The sections that are asked, given what has been answered."""
        return self.sheet.to_ask(self.call.sections)

    @property
    def asked(self) -> int:
        return self.sheet.answered(self.sections)

    @property
    def left(self) -> int:
        return len(self.sections) - self.asked

    @property
    def people_to_ask(self) -> list[Choice]:
        """Who may have answered the telephone: the home's contacts, whoever was named, and somebody else."""
        spoken = self.fields.get("spoke_to", [""])[:1]
        labels = [each.label for each in self.call.contacts]
        return [{"value": label, "text": label, "selected": [label] == spoken} for label in labels] + [
            {"value": SOMEONE_ELSE, "text": "Somebody else", "selected": spoken == [SOMEONE_ELSE]}
        ]

    @property
    def spoke_to_name(self) -> str:
        return "".join(self.fields.get("spoke_to_name", [])[:1])

    @property
    def modes(self) -> list[Choice]:
        return [
            {"value": value, "text": words, "id": f"mode-{value}", "checked": self.sheet.mode == value}
            for value, words in Mode.choices
            if value != Mode.PORTAL
        ]

    @cached_property
    def rows(self) -> list[Ask]:
        """Every section, those that are not asked hidden: another answer brings them back at once."""
        return [self._ask(section) for section in self.call.sections]

    @property
    def asks(self) -> list[Ask]:
        """The sections that are asked."""
        return [each for each in self.rows if not each.skipped]

    @property
    def typed_words(self) -> list[tuple[str, str]]:
        """What was typed into the sections, in words: for somebody whose page cannot be saved any more."""
        return [(each.section.title, words) for each in self.asks if (words := self._typed_into(each))]

    def _typed_into(self, ask: Ask) -> str:
        details = self.sheet.details_of(ask.section)
        people = [each.key for each in ask.section.questions if each.kind is Kind.RESIDENTS]
        named = [self._label(value) for key in people for value in details.get(key, [])]
        said = [ask.text, ask.about, detail_words(ask.section, details), *named]
        return ". ".join(each.rstrip(".") for each in said if each) or ask.answer.capitalize()

    @cached_property
    def put_by(self) -> list[PutBy]:
        """What was typed where nothing is asked any more."""
        return self.sheet.put_by(self.call.sections)

    @property
    def asks_for_residents(self) -> bool:
        """Whether a question that is open asks for residents. The browser makes their list itself for one that opens later."""
        return any(each.answer == SOMETHING or each.blocks for each in self.asks)

    def _ask(self, section: Section) -> Ask:
        sheet, problems, about = self.sheet, self.problems, self.sheet.abouts.get(section.key, "")
        said = [each.text for each in self.call.said_last if each.section == section.key]
        return Ask(
            section=section,
            answer=sheet.answers.get(section.key, ""),
            text=sheet.texts.get(section.key, ""),
            last=shortened(said[0]) if said else "",
            problem=problems.get(f"section-{section.key}-n", "") or problems.get(f"section-{section.key}-s", ""),
            text_problem=problems.get(f"text-{section.key}", ""),
            blocks=[self.block(each) for each in sheet.placed_in(section.key)],
            questions=[self._boxes.of(section, each) for each in section.questions],
            told=self._told(section),
            skipped=section not in self.sections,
            conditions=for_browser(skip=section.skipped),
            about=self._label(about),
            about_problem=problems.get(f"about-{section.key}", ""),
            suggested=suggested(sheet.texts.get(section.key, ""), about, self.call.names),
        )

    def _told(self, section: Section) -> Told | None:
        """Shown until the call has an answer of its own."""
        held, name = self.call.beforehand, f"section-{section.key}"
        if held is None or name not in held.fields or self.sheet.answers.get(section.key):
            return None
        theirs, change = read(held.fields), held.changes[name]
        said = [theirs.texts.get(section.key, ""), detail_words(section, theirs.details_of(section))]
        text = ". ".join(each.rstrip(".") for each in said if each) if theirs.answers[section.key] == SOMETHING else ""
        return Told(theirs.answers[section.key], text, str(change["by"]), datetime.fromisoformat(str(change["at"])))

    @property
    def not_taken_over(self) -> list[dict[str, str]]:
        """What the home filled in and the answers of the call do not say: looked at once more before it is completed."""
        said = {each.section.key: each.text for each in self.asks if each.answer == SOMETHING}
        return not_taken_over(self.call.beforehand, [(each.key, each.title) for each in self.sections], said)

    @property
    def told(self) -> list[Told]:
        """What the home filled in and nobody has confirmed yet."""
        return [each.told for each in self.asks if each.told]

    @cached_property
    def _boxes(self) -> Boxes:
        labels = {str(each.id): each.label for each in self.call.people}
        return Boxes(self.sheet, self.problems, self.facts, labels)

    def _label(self, value: str) -> str:
        return next((each.label for each in self.call.people if str(each.id) == value), value)

    @property
    def blocks_elsewhere(self) -> list[Block]:
        """Residents who were added outside a section."""
        shown = {section.key for section in self.call.sections}
        return [self.block(each) for each in self.sheet.nominations if each.section not in shown]

    @property
    def empty_ask(self) -> Ask:
        """What the browser copies when a section is opened without waiting for the server."""
        return Ask(Section(TEMPLATE_KEY, ""), "", "", "", "", "", [])

    @property
    def empty_block(self) -> Block:
        """What the browser copies when a resident is added without waiting for the server."""
        return self._block(TEMPLATE_KEY, None)

    @cached_property
    def in_hand(self) -> set[str]:
        """The residents whose boxes are drawn; every other is one line."""
        waiting = [each for each in self.sheet.nominations if str(each.key) not in self.call.raised_here]
        draft = self.call.draft.fields if self.call.draft else {}
        return in_hand(waiting, self.problems, self.asked_for) | unsaved(waiting, self.fields, draft)

    @property
    def lines(self) -> list[str]:
        """The residents who are one line: the page holds no boxes for them, and the draft keeps what it says."""
        return [key for each in self.sheet.nominations if (key := str(each.key)) not in self.in_hand]

    def block(self, typed: TypedNomination) -> Block:
        return self._block(str(typed.key), typed)

    def _block(self, key: str, typed: TypedNomination | None) -> Block:
        chosen = typed.resident_id if typed else None
        parts = ("resident", "reasons", "urgency", "sentence")
        problems = {part: self.problems[f"{part}-{key}"] for part in parts if f"{part}-{key}" in self.problems}
        raised, is_open = self.call.raised_here.get(key), typed is None or key in self.in_hand
        return Block(
            key=key,
            place="".join(self.fields.get(f"place-{key}", [])),
            section=typed.section if typed else "",
            options=options(self.call.people, chosen) if is_open else [],
            sought=typed.resident if typed and chosen is None else "",
            reasons=reasons(key, typed.reasons if typed else []) if is_open else [],
            urgencies=urgencies(key, typed.urgency if typed else "") if is_open else [],
            sentence=typed.sentence if typed else "",
            name=self.call.names.get(chosen or 0, ""),
            problems=problems,
            is_open=is_open,
            added=bool(typed and typed.added),
            raised=raised,
            urgency=urgency_state(typed.urgency) if typed and typed.urgency else None,
            why=reason_words(typed.reasons) if typed else "",
            newcomer=newcomer(key, typed, self.problems, self.alike.get(key, ())),
        )

    def due(self, by: Acting) -> list[Due]:
        """What falls due at this home in the next two weeks, or is late."""
        return due_at(by, self.call.home, self.call.people, self.today)

    @cached_property
    def came_and_went(self) -> list[dict[str, Any]]:
        """Residents since last week, in words."""
        since = min(self.call.since, self.today - WEEK)
        told = [(each, words) for each in self.call.people if (words := since_last_call(each, since))]
        return [{"person": person, "words": words} for person, words in told]

    @cached_property
    def open_items(self) -> list[dict[str, Any]]:
        """What the home is asked about."""
        return [self._of_issue(each) for each in self.call.issues]

    def _of_issue(self, issue: Issue) -> dict[str, Any]:
        words = getattr(issue, "words", None)
        resolved = issue.state == IssueState.RESOLVED
        owner = ", ".join(filter(None, (issue.owner_name, issue.owner_organisation.name)))
        kind = IssueKind(issue.kind).label
        return {
            "name": f"issue-{issue.pk}",
            "text": words.said or words.title if words else "",
            "raised_at": issue.raised_at,
            "late": issue.due_at < self.now and not resolved,
            "said": self.sheet.issues.get(issue.pk, ""),
            "title": f"{issue.resident.name}, {sentence_part(kind)}" if issue.resident else kind,
            "state": State("wait", "The team says it is done") if resolved else None,
            "owner": f"With {owner}, by {formats.day(issue.due_at)}",
        }

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """Residents who were named before today's call, and what became of it."""
        before = [each for each in self.call.nominations if each.check_in_id != self.call.check_in.pk]
        return [nomination_words(each) for each in before]

    @property
    def left_lying(self) -> tuple[int, str] | None:
        """The check-in of a week before that nobody completed and in which something is typed: its id and the number of its week."""
        found = self.call.left_lying
        return (found["id"], str(Week.containing(date.fromisoformat(found["week"])).number)) if found else None

    @property
    def last_words(self) -> list[tuple[str, str]]:
        """Last week in a few lines."""
        last = self.call.last
        if last is None:
            return []
        conversation = getattr(last, "conversation", None)
        by = f", by {last.caller_name}" if last.caller_name else ""
        lines = [("When", f"{formats.day_clock(last.completed_at)}{by}")]
        lines += [("With", conversation.spoke_to)] if conversation else []
        lines += [(short_title(each.section), shortened(each.text)) for each in self.call.said_last]
        note = conversation.note if conversation else ""
        return [*lines, *([("Note", note)] if note else [])] if lines[1:] or note else lines

    @property
    def differences(self) -> list[Difference]:
        """Where somebody else wrote into the same box."""
        return [self._difference(each) for each in self.conflicts]

    def _difference(self, conflict: Conflict) -> Difference:
        theirs, yours = self._said(conflict.name, conflict.theirs), self._said(conflict.name, conflict.yours)
        at = datetime.fromisoformat(conflict.at)
        return Difference(self.label_of(conflict.name), conflict.name, theirs, yours, conflict.by, at)

    def _said(self, name: str, values: Sequence[str]) -> str:
        words = {**{value: str(label) for value, label in Urgency.choices}, **dict(REASON_WORDS)}
        if name.startswith("resident-"):
            words = {str(key): value for key, value in self.call.names.items()}
        return ", ".join(words.get(value, value) for value in values) or "Nothing"

    def label_of(self, name: str) -> str:
        """What a field is called on the page."""
        part, _, key = name.partition("-")
        titles = {section.key: section.title for section in self.call.sections}
        words = {"resident": "Resident", "reasons": "Why now", "urgency": "How soon", "sentence": "In a sentence"}
        fixed = {
            "spoke_to": "Who you spoke to",
            "spoke_to_name": "Their name",
            "mode": "How",
            "note": "Note for next week",
        }
        return fixed.get(name) or words.get(part) or titles.get(key) or "Something that is still open"


def shortened(text: str) -> str:
    """The beginning of what was said, at the end of a word."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]} …"


def title_of(answer: SectionAnswer) -> str:
    """The title of its section, as the version that it answered has it."""
    titles = {each["key"]: each["title"] for each in answer.form_version.sections}
    return titles.get(answer.section, short_title(answer.section))
