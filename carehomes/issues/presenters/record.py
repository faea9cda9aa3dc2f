"""The page of one issue: what to do now, its track of states, its story, what happens next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import HOURS_A_DAY, is_open, london_today, working_hours_between
from carehomes.issues.files import WORDS as FILE_WORDS
from carehomes.issues.links import links_to
from carehomes.issues.models import BY_ITSELF, OURS, OVER, Happened, IssueNote, IssueState, IssueStatus
from carehomes.issues.presenters.words import full_title, is_late, over_words, owner_words, state_of, together, turn_of
from carehomes.issues.queries.record import Story
from carehomes.issues.transitions import events_of
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.forms.fields import sentence_part
from carehomes.ui.shell import Link
from carehomes.ui.states import State

_BEGINS = (Happened.RAISED, Happened.REOPENED, Happened.NOT_DONE)  # an issue's time


@dataclass(frozen=True)
class Step:
    """One state on the track: done, the present one, or to come."""

    words: str
    note: str
    shape: str
    place: str  # "done", "now" or "later"


@dataclass(frozen=True)
class Now:
    """What to do now, in words, and how urgent it looks."""

    title: str
    text: str
    mood: str = ""


@dataclass(frozen=True)
class IssuePage:
    """An issue as one person sees it."""

    story: Story
    by: Acting
    now: datetime
    newest_first: bool = True

    @property
    def issue(self) -> Any:
        return self.story.issue

    @property
    def title(self) -> str:
        return full_title(self.issue)

    @property
    def kind(self) -> str:
        return sentence_part(str(self.issue.get_kind_display()))

    @cached_property
    def events(self) -> frozenset[str]:
        return events_of(self.issue, by=self.by)

    @property
    def state(self) -> State:
        return state_of(self.issue)

    @property
    def handed_to(self) -> str:
        open_one = self.story.open_hand_off
        return together(open_one.system, open_one.reference) if open_one else ""

    @property
    def turn(self) -> str:
        return turn_of(self.issue, self.by, self.handed_to)

    @property
    def owner(self) -> str:
        return owner_words(self.issue)

    @property
    def may_read(self) -> bool:
        """Whether the words are this person's to read; others count it."""
        return self.story.words is not None

    @property
    def by_itself(self) -> bool:
        """Whether nobody said it: Homeround raised it for something that did not happen."""
        return self.issue.kind in BY_ITSELF

    @property
    def may_comment(self) -> bool:
        return self.may_read and self.by.may(Permission.RAISE_ISSUES)

    @property
    def speaks_for_home(self) -> bool:
        return self.by.may(Permission.ANSWER_FOR_HOME)

    @property
    def watching(self) -> bool:
        return any(each.user_id == self.by.user_id for each in self.story.watchers)

    @property
    def owns(self) -> bool:
        return self.issue.owner_user_id == self.by.user_id

    @property
    def watchers(self) -> str:
        names = ["You" if each.user_id == self.by.user_id else each.name for each in self.story.watchers]
        return ", ".join(sorted(names, key=lambda name: name != "You")) or "Nobody"

    # What to do now

    @property
    def do_now(self) -> Now:
        """The one next thing, said to whoever reads."""
        issue, home = self.issue, self.issue.home.name
        if issue.state == IssueState.CLOSED:
            return Now("Closed", f"{home} said on {formats.long_date(issue.confirmed_at)} that it is done.", "clear")
        if issue.state == IssueState.WITHDRAWN:
            return Now("Withdrawn", f"On {formats.long_date(issue.closed_at)}. The home may open it again.", "clear")
        if issue.state == IssueState.RESOLVED:
            return self._home_must_say(home)
        late = over_words(issue, self.now)
        start = f"{late[:1].upper()}{late[1:]}. " if late else ""
        if issue.state == IssueState.HANDED_OFF:
            return Now(f"Waiting for {self.handed_to or 'an outside system'}", f"{start}{self._asked_by}", "wait")
        return self._owner_must_act(start)

    def _home_must_say(self, home: str) -> Now:
        words = self.story.words
        who = words.answered_by_name if words else self.issue.owner_name
        text = f"{who} says done on {formats.long_date(self.issue.resolved_at)}. Only the home can close it."
        return Now("Is this done?" if self.speaks_for_home else f"Ask {home} if it is done", text, "wait")

    @property
    def _asked_by(self) -> str:
        open_one = self.story.open_hand_off
        if open_one and open_one.answer_by and open_one.answer_by < london_today(self.now):
            return (
                f"An answer should have come by {formats.day(open_one.answer_by)}. Ask for it, and write it down here."
            )
        if open_one and open_one.answer_by:
            return f"An answer is asked for by {formats.day(open_one.answer_by)}. Write it down here when it comes."
        return "Write down here what comes back."

    def _owner_must_act(self, start: str) -> Now:
        mine = self.owns
        ours = self.issue.owner_organisation_id == self.by.organisation_id
        due = f"{start}Due {formats.day(self.issue.due_at)}."
        if self.issue.owner_user_id is None:
            title = (
                "Accept this"
                if ours and "accept" in self.events
                else f"{self.issue.owner_organisation.name} has not accepted this yet"
            )
            return Now(title, f"{due} Nobody has taken it on.", "" if ours else "wait")
        if mine:
            waits = self.issue.state in (IssueState.OPEN, IssueState.REOPENED)
            return Now("Accept this" if waits else "Do this, then say to the home what was done", due)
        return Now(f"{self.issue.owner_name}’s turn", due, "wait")

    # Where it stands

    @property
    def track(self) -> list[Step]:
        """Raised, accepted, handed off where it was, resolved, the home's word, closed."""
        latest = {each.happened: each for each in self.story.statuses}
        handed = latest.get(Happened.HANDED_OFF)
        taken = latest.get(Happened.ACCEPTED) or latest.get(Happened.STARTED)
        steps = [
            Step("Raised", self._note(latest.get(Happened.RAISED)), "tick", "done"),
            self._step(
                "Accepted",
                taken,
                self.issue.accepted_at,
                IssueState.ACCEPTED,
            ),
            *([self._handed(handed)] if handed else []),
            self._step("Resolved", latest.get(Happened.RESOLVED), self.issue.resolved_at, ""),
        ]
        return [*steps, *self._ending(latest)]

    def _note(self, status: IssueStatus | None) -> str:
        return f"{formats.day(status.at)}, {status.by_name}" if status else "Not yet"

    def _step(self, words: str, status: IssueStatus | None, at: datetime | None, present: str) -> Step:
        if at is None:
            return Step(words, "Not yet", "ring", "later")
        working = self.issue.state in (IssueState.ACCEPTED, IssueState.IN_PROGRESS)
        here = present == IssueState.ACCEPTED and working and self.issue.resolved_at is None
        name = "In progress" if here and self.issue.state == IssueState.IN_PROGRESS else words
        return Step(
            name,
            self._note(status) if status else formats.day(at),
            "pencil" if here else "tick",
            "now" if here else "done",
        )

    def _handed(self, status: IssueStatus) -> Step:
        system = self.story.hand_offs[0].system if self.story.hand_offs else "outside"
        place = "now" if self.issue.state == IssueState.HANDED_OFF else "done"
        return Step("Handed off", f"{formats.day(status.at)}, {system}", "out", place)

    def _ending(self, latest: Mapping[str, IssueStatus]) -> list[Step]:
        issue = self.issue
        if issue.state == IssueState.WITHDRAWN:
            return [Step("Withdrawn", self._note(latest.get(Happened.WITHDRAWN)), "cross", "now")]
        if issue.state == IssueState.CLOSED:
            note = self._note(latest.get(Happened.CONFIRMED))
            return [
                Step("Home confirmed", note, "home", "done"),
                Step("Closed", formats.day(issue.closed_at), "tick", "done"),
            ]
        if issue.state == IssueState.RESOLVED:
            now = Step("Home to confirm", f"Since {formats.day(issue.resolved_at)}", "hourglass", "now")
            return [now, Step("Closed", "Not yet", "ring", "later")]
        again = latest.get(Happened.NOT_DONE) or latest.get(Happened.REOPENED)
        if issue.state == IssueState.REOPENED and again:
            return [Step("Reopened", self._note(again), "back", "now"), Step("Closed", "Not yet", "ring", "later")]
        return [Step("Home to confirm", "Not yet", "ring", "later"), Step("Closed", "Not yet", "ring", "later")]

    # Its story

    @property
    def story_lines(self) -> list[dict[str, Any]]:
        """What was said and done, the newest first unless asked otherwise."""
        noted = {each.status_id: each for each in self.story.notes if each.status_id}
        comments = [each for each in self.story.notes if not each.status_id]
        lines = [self._happened(each, noted.get(each.pk)) for each in self.story.statuses]
        lines += [self._said(each) for each in comments]
        lines.sort(key=lambda line: line["at"], reverse=self.newest_first)
        if lines:
            lines[0 if self.newest_first else -1]["current"] = True
        return lines

    def _happened(self, status: IssueStatus, note: IssueNote | None) -> dict[str, Any]:
        title, text = str(status.get_happened_display()), note.text if note else ""
        policy = ""
        if status.happened == Happened.ASSIGNED:
            title = f"Given to {together(status.owner_name, status.owner_organisation_name)}"
        if status.happened in (Happened.MOVED, Happened.OWNER_LEFT):
            text = f"now with {together(status.owner_name, status.owner_organisation_name)}"
        if status.happened == Happened.PRIORITY:
            title = f"Priority now: {status.get_priority_display().lower()}"
        if status.happened == Happened.ESCALATED:
            text = f"told {formats.joined(status.told)}" if status.told else "nobody to tell"
            policy = f"policy {status.policy.name}, version {status.policy.version}" if status.policy else ""
        if status.happened == Happened.HANDED_OFF:
            text = together(*self._system_at(status), text)
        note_words = together(formats.day_clock(status.at), status.by_name, status.by_organisation_name, policy)
        return {"title": title, "text": text, "note": note_words, "at": (status.at, status.revision)}

    def _system_at(self, status: IssueStatus) -> Sequence[str]:
        found = next((each for each in self.story.hand_offs if each.at == status.at), None)
        return (found.system, found.reference) if found else ()

    def _said(self, note: IssueNote) -> dict[str, Any]:
        by = together(formats.day_clock(note.at), note.by_name, note.by_organisation_name)
        return {"title": "", "text": note.text, "note": by, "at": (note.at, 0)}

    # Beside it

    @property
    def facts(self) -> list[tuple[str, Any]]:
        rows: list[tuple[str, Any]] = [("Whose turn", self.turn), ("Owner", self.owner)]
        return [*rows, ("Priority", self.issue.get_priority_display()), ("Watching", self.watchers)]

    @property
    def due(self) -> State:
        late = is_late(self.issue, self.now)
        return State("overdue" if late else "none", formats.day(self.issue.due_at), "alert" if late else "clock")

    @property
    def due_note(self) -> str:
        """Why then: "the day that was agreed", or how long the policy gave, "3 working days by policy"."""
        if self.issue.due_on:
            return "the day that was agreed"
        begun = [each.at for each in self.story.statuses if each.happened in _BEGINS]
        if not begun:
            return "by policy"
        opens, closes = self.story.hours
        hours = round(working_hours_between(begun[-1], self.issue.due_at, opens=opens, closes=closes))
        if hours % HOURS_A_DAY:
            return f"{formats.plural(hours, 'working hour')} by policy"
        return f"{formats.plural(hours // HOURS_A_DAY, 'working day')} by policy"

    @property
    def out_of_hours(self) -> str:
        """That it was raised, or told to more people, when its owner does not work; nothing where somebody did, or it is not their turn."""
        latest = [each for each in self.story.statuses if each.happened in (*_BEGINS, Happened.ESCALATED)][-1:]
        opens, closes = self.story.hours
        if not latest or self.issue.state not in OURS or is_open(latest[0].at, opens=opens, closes=closes):
            return ""
        what = "More people were told" if latest[0].happened == Happened.ESCALATED else "This was raised"
        hours = formats.span(opens, closes)
        owner = self.issue.owner_organisation.name
        return f"{what} on {formats.day_clock(latest[0].at)}. {owner} works from {hours} on working days."

    @property
    def hand_off_facts(self) -> list[dict[str, Any]]:
        return [
            {
                "each": each,
                "when": f"{formats.day_clock(each.at)}, by {each.by_name}"
                + (f", answer asked by {formats.day(each.answer_by)}" if each.answer_by else ""),
                "came_back": formats.day_clock(each.came_back_at) if each.came_back_at else "",
            }
            for each in self.story.hand_offs
        ]

    @cached_property
    def belongs_to(self) -> list[Link]:
        """What the reader may open of what the issue came from."""
        return links_to(self.story.targets, self.by)

    @property
    def next_words(self) -> list[str]:
        """What happens next, whatever anybody does."""
        issue, owner = self.issue, self.issue.owner_name or self.issue.owner_organisation.name
        if issue.state in OVER:
            return ["It stays here to be read.", "If it was not done after all, it can be opened again."]
        if issue.state == IssueState.RESOLVED:
            return [
                "The home says yes: it closes.",
                f"The home says not done: it reopens and goes back to {'you' if self.owns else owner}.",
                "No answer: it comes up in the next check-in by itself.",
            ]
        words = [
            "You resolve it and say to the home what was done."
            if self.owns
            else f"{owner} resolves it and says to the home what was done.",
            "The home says if that is so. Only then it closes.",
        ]
        if self.by_itself:
            why = "You find out why." if self.owns else f"{owner} finds out why."
            words = [why, "As soon as the home answers a call, this is withdrawn by itself."]
        if issue.next_escalation_at:
            again = issue.escalation_tier >= len(issue.escalates_at)
            what = "those named by the last step are told again" if again else "more people are told"
            late = issue.next_escalation_at <= self.now  # the next tick tells them
            when = "Within minutes" if late else f"Not done by {formats.day_clock(issue.next_escalation_at)}"
            words.append(f"{when}: {what}.")
        return words

    @property
    def files(self) -> list[dict[str, Any]]:
        return [
            {
                "name": each.name,
                "url": address_of("issues:file", self.issue.pk, each.pk),
                "note": f"{FILE_WORDS.get(each.content_type, 'File')}, {max(1, round(each.size / 1000))} kB",
                "by": f"{formats.day(each.at)}, {each.by_name}",
            }
            for each in self.story.files
        ]

    @property
    def said_note(self) -> str:
        """Who said it, when and how: "Wed 18 Nov, 10:52, Moira Sorrel by phone"."""
        words = self.story.words
        who = words.said_by if words and words.said_by else self.issue.raised_by_name
        how = words.get_said_how_display() if words else ""
        return f"{formats.day_clock(self.issue.raised_at)}, {who} {how}".strip()
