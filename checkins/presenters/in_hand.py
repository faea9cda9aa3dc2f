"""Which of the residents who need someone have their boxes drawn, and which are one line.

The boxes of one repeat everybody who lives in the home and all there is to choose. So one at a time is drawn, however many are named.
"""

from collections.abc import Iterable, Sequence

from checkins.check_in_form.sheet import TypedNomination, names_of
from checkins.rules import Fields


def in_hand(waiting: Sequence[TypedNomination], problems: Iterable[str], asked_for: str) -> set[str]:
    """The key of the first who must be put right, else of who was asked for, else of who was named last; added ones need no boxes.

    `waiting`: those whom nobody has been told about, in the order in which they were named; `problems`: where something is wrong, as the
    page has it from top to bottom.
    """
    keys = {str(each.key) for each in waiting}
    wrong = [key for field in problems if (key := field.partition("-")[2]) in keys]
    open_ones = [str(each.key) for each in waiting if not each.added]
    return set(wrong[:1] or [key for key in open_ones if key == asked_for] or open_ones[-1:])


def unsaved(waiting: Sequence[TypedNomination], fields: Fields, draft: Fields) -> set[str]:
    """The keys of those of whom the page holds what the draft does not: only boxes keep that."""

    def differs(name: str) -> bool:
        return (fields.get(name) or []) != (draft.get(name) or [])

    return {str(each.key) for each in waiting if any(map(differs, names_of(str(each.key))))}
