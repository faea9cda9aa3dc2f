"""From a home's sentence to the short title of an issue, and to the resident of whom it may speak. Pure: a person decides."""

import re
from collections.abc import Mapping

from carehomes.access.names import plain_key

LONGEST_TITLE = 70
_ENDS = " .,;:!?…"
_SENTENCE = re.compile(r"(?<=\w{3})[.!?](?=\s)")  # not after "Dr." or an initial
_POSSESSIVE = re.compile(r"['’]s\b")
TITLES = ("mr", "mrs", "miss", "ms", "lady", "sir")


def title_of_issue(kind: str, said: str, resident: str = "") -> str:
    """What it is and the first words of what was said, at the end of a word: "Falls: fell in the garden, no injury".

    A resident whom the issue names beside it is left out where the sentence begins with them.
    """
    first = _SENTENCE.split(" ".join(said.split()), maxsplit=1)[0].strip(_ENDS)
    if resident and first.lower().startswith(f"{resident.lower()} "):
        first = first[len(resident) :].lstrip(_ENDS)
    words = f"{kind}: {first}" if first else kind
    if len(words) <= LONGEST_TITLE:
        return words
    return f"{words[: LONGEST_TITLE - 1].rsplit(' ', 1)[0].rstrip(_ENDS)} …"


def resident_in(said: str, names: Mapping[int, str]) -> int | None:
    """The one resident of the home whom a sentence names: by the whole name, or as "Mrs Campion". None: nobody, or more than one."""
    words = f" {plain_key(_POSSESSIVE.sub('', said))} "
    found = {key for key, name in names.items() if any(f" {each} " in words for each in _calls(name))}
    return found.pop() if len(found) == 1 else None


def _calls(name: str) -> list[str]:
    whole = plain_key(name)
    return [whole, *(f"{title} {whole.rsplit(' ', 1)[-1]}" for title in TITLES)]
