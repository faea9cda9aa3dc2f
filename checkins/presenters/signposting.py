"""A signpost as pages draw it: whom the home was told to ask, the number, about what, and whether it reached them."""

from collections.abc import Iterable
from dataclasses import dataclass

from carehomes.residents.models import Resident
from carehomes.residents.timeline import Entry
from carehomes.ui import formats
from carehomes.ui.states import State
from checkins.models import Signpost, SignpostAnswer

NOT_ASKED = State("plain", "Not asked yet")


@dataclass(frozen=True, slots=True)
class SignpostLine:
    """One signpost. `each` carries its newest answer (`queries.signposting.with_answers`)."""

    each: Signpost
    check_in_id: int | None = None

    @property
    def resident(self) -> Resident | None:
        return self.each.resident

    @property
    def note(self) -> str:
        return f"{formats.day_clock(self.each.at)}, {self.each.by_name}, {self.each.by_organisation_name}"

    @property
    def reached(self) -> str:
        """The newest answer: yes, not_yet, or empty."""
        return self.each.__dict__["reached"] or ""

    @property
    def is_open(self) -> bool:
        return self.reached != SignpostAnswer.Reached.YES

    @property
    def state(self) -> State:
        if not self.reached:
            return NOT_ASKED
        when = formats.day(self.each.__dict__["answered_at"])
        return State("wait", f"Not reached by {when}") if self.is_open else State("done", f"Reached, said {when}")

    @property
    def question(self) -> str:
        """As it is asked in the next call: "Did you reach the dietitian?". A name stands as it is."""
        service = self.each.service_id is not None
        words = self.each.to_whom
        return f"Did you reach the {words[0].lower()}{words[1:]}?" if service else f"Did you reach {words}?"

    @property
    def noted_here(self) -> bool:
        """Whether it was said in this very call, so that it is asked about in the next one."""
        return self.check_in_id is not None and self.each.check_in_id == self.check_in_id

    @property
    def answered_here(self) -> bool:
        return self.check_in_id is not None and self.each.__dict__["answered_in"] == self.check_in_id


def lines(signposts: Iterable[Signpost], check_in_id: int | None = None) -> list[SignpostLine]:
    """Each as a line; `check_in_id`: the call in which they are shown."""
    return [SignpostLine(each, check_in_id) for each in signposts]


def entries(signposts: Iterable[Signpost]) -> list[Entry]:
    """Their places in time: when the home was told, and the newest answer."""
    return [entry for line in lines(signposts) for entry in _entries(line)]


def _entries(line: SignpostLine) -> list[Entry]:
    each, answer = line.each, line.each.__dict__
    told = Entry(
        formats.in_london(each.at).date(), f"Signposted to {_in_sentence(line)}", each.about, line.note, each.at
    )
    if not line.reached:
        return [told]
    at = answer["answered_at"]
    title = f"{each.to_whom}: {'not reached yet' if line.is_open else 'reached'}"
    note = f"{formats.day_clock(at)}, {answer['answered_by']}"
    return [told, Entry(formats.in_london(at).date(), title, "", note, at)]


def _in_sentence(line: SignpostLine) -> str:
    words = line.each.to_whom
    return f"{words[0].lower()}{words[1:]}" if line.each.service_id else words
