"""What the home filled in before the call and the call does not say: nobody's own words go without a trace."""

from collections.abc import Iterable, Mapping

from checkins.check_in_form.schema import SOMETHING
from checkins.check_in_form.sheet import read
from checkins.models import Beforehand

NO_WORDS = "Something, without a word more"


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
