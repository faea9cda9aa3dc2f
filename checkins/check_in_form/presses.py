"""What the buttons of the check-in form do to what was typed, before it is saved. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from checkins.check_in_form.schema import NOTHING, SOMETHING, Section
from checkins.check_in_form.sheet import NEWCOMER, names_of, new_place, read
from checkins.models import Reason
from checkins.rules import Fields

ARRIVALS = "new_residents"

Typed = dict[str, list[str]]


def press(do: str, typed: Typed, sections: Sequence[Section], now: datetime) -> Typed:
    """The fields after a button was pressed: `do` is its name, with the section or the nomination it is about after a colon."""
    name, _, about = do.partition(":")
    change = _PRESSES.get(name)
    return change(dict(typed), about, sections, now) if change else typed


def kept(draft: Fields, keys: Iterable[str]) -> Typed:
    """What the draft says of the residents whom the page shows as one line: every name, so that a button may change it."""
    return {name: list(draft.get(name, [])) for key in keys for name in names_of(key)}


def _new(typed: Typed, section: str, sections: Sequence[Section], now: datetime) -> Typed:
    if section in {each.key for each in sections}:
        typed[f"section-{section}"] = [SOMETHING]
    typed[f"place-{uuid4()}"] = [new_place(now, section)]
    return typed


def _arrived(typed: Typed, about: str, sections: Sequence[Section], now: datetime) -> Typed:
    """Somebody who is new: named under the section about arrivals where the form has it, with the boxes for who they are open."""
    section = ARRIVALS if ARRIVALS in {each.key for each in sections} else ""
    before = set(typed)
    typed = _new(typed, section, sections, now)
    (place,) = (name for name in typed if name.startswith("place-") and name not in before)
    key = place.removeprefix("place-")
    return {**typed, f"newcomer-{key}": ["1"], f"reasons-{key}": [str(Reason.NEW_ADMISSION)]}


def chosen(typed: Typed, key: str, resident_id: int) -> Typed:
    """The resident who was just added is the one, and the boxes are done."""
    return {**typed, f"resident-{key}": [str(resident_id)], **{f"{part}-{key}": [] for part in ("newcomer", *NEWCOMER)}}


def _drop(typed: Typed, key: str, sections: Sequence[Section], now: datetime) -> Typed:
    return {name: values for name, values in typed.items() if not name.endswith(f"-{key}")}


def _add(typed: Typed, key: str, sections: Sequence[Section], now: datetime) -> Typed:
    return {**typed, f"added-{key}": ["1"]}


def _change(typed: Typed, key: str, sections: Sequence[Section], now: datetime) -> Typed:
    return {**typed, f"added-{key}": []}


def _about(typed: Typed, about: str, sections: Sequence[Section], now: datetime) -> Typed:
    """The suggested resident is the one: "falls:12"."""
    section, _, resident = about.partition(":")
    return {**typed, f"about-{section}": [resident]}


def _nothing_left(typed: Typed, about: str, sections: Sequence[Section], now: datetime) -> Typed:
    left = [section.key for section in read(typed).to_ask(sections)]
    unasked = [f"section-{key}" for key in left if not typed.get(f"section-{key}")]
    return {**typed, **{name: [NOTHING] for name in unasked}}


def confirmed(typed: Typed, told: Typed, sections: Sequence[Section]) -> Typed:
    """What the home filled in beforehand, confirmed in the call: for each section that nobody has answered since."""
    unasked = [
        section
        for section in sections
        if told.get(f"section-{section.key}") and not typed.get(f"section-{section.key}")
    ]
    names = [f"{part}-{section.key}" for section in unasked for part in ("section", "text", "about")]
    names += [f"q-{section.key}.{each.key}" for section in unasked for each in section.questions]
    return {**typed, **{name: told[name] for name in names if told.get(name) and not typed.get(name)}}


def spared(typed: Typed, before: Typed, told: Typed) -> Typed:
    """After "nothing in all that is left": what the home itself called something is left to be asked about."""
    theirs = [name for name, values in told.items() if values == [SOMETHING] and not before.get(name)]
    return {**typed, **{name: [] for name in theirs}}


_PRESSES = {
    "new": _new,
    "arrived": _arrived,
    "drop": _drop,
    "add": _add,
    "change": _change,
    "about": _about,
    "nothing_left": _nothing_left,
}
