"""What the home filled in before the call and the call does not say: nobody's own words go without a trace."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from carehomes.ui import formats
from checkins.check_in_form.schema import SOMETHING
from checkins.check_in_form.sheet import Sheet, read
from checkins.models import Beforehand, CheckInDraft

NO_WORDS = "Something, without a word more"


@dataclass(frozen=True, slots=True)
class LeftLying:
    """What somebody typed for a check-in that nobody completed. `who`: by whom and when; `lines`: titles and words."""

    who: str
    lines: Sequence[tuple[str, str]]


def left_lying(held: Beforehand | CheckInDraft | None, verb: str, names: Mapping[int, str]) -> LeftLying | None:
    """None where nothing was reported. `names`: residents by id."""
    if held is None or not (lines := _reported(read(held.fields), names)):
        return None
    return LeftLying(f"{verb} by {held.saved_by_name}, {formats.day_clock(held.saved_at)}", lines)


def _reported(sheet: Sheet, names: Mapping[int, str]) -> list[tuple[str, str]]:
    sections = [key for key, answer in sheet.answers.items() if answer == SOMETHING]
    said = [(short_title(key), sheet.texts.get(key, "").strip() or NO_WORDS) for key in sections]
    people = [(names.get(each.resident_id or 0, "A resident"), each.sentence) for each in sheet.nominations]
    return [*said, *people, *([("Note", sheet.note)] if sheet.note else [])]


def short_title(section: str) -> str:
    """The short word of a section: its key, "end_of_life", as words."""
    return section.replace("_", " ").capitalize()


def not_taken_over(
    before: Beforehand | None, sections: Iterable[tuple[str, str]], said: Mapping[str, str]
) -> list[dict[str, str]]:
    """Sections (key, title) in which the home had something to report. `said`: key → the words of the call, of those with something.

    Where the call says the same there is nothing to show.
    """
    if before is None:
        return []
    theirs = read(before.fields)
    found = []
    for key, title in sections:
        words = theirs.texts.get(key, "").strip()
        if theirs.answers.get(key) != SOMETHING or (key in said and said[key].strip() == words):
            continue
        note = "The call says something else" if key in said else "The call says that there is nothing to report"
        found.append({"title": title, "text": words or NO_WORDS, "note": note})
    return found
