"""Names that registers print in capitals, as people write them. Pure."""

import re

_KEPT = frozenset("NHS PCN GP GPS ICB UK LLP CIC HMP RAF MOD UTC DAC II III IV NE SE".split())
_SMALL = frozenset("and at by for from in of on the to upon with".split())
_SHORTENED = frozenset("LTD DR DRS MR MRS MS ST STH NTH RD CTR CT DN GDNS HSE PK SQ TWR LN BLVD".split())
_VOWELS = frozenset("AEIOUY")
_WORD = re.compile(r"[A-Z0-9]+(?:'[A-Z]+)*")


def readable(name: str) -> str:
    """ "THE DENSHAM SURGERY" is "The Densham Surgery". A name that has small letters already is left as it is."""
    if name != name.upper():
        return name
    return _WORD.sub(lambda found: _word(found[0], first=found.start() == 0), name)


def _word(word: str, *, first: bool) -> str:
    if word in _KEPT or any(sign.isdigit() for sign in word) or _are_initials(word):
        return word
    if word.lower() in _SMALL and not first:
        return word.lower()
    return _with_apostrophe(word) if "'" in word else word[0] + word[1:].lower()


def _are_initials(word: str) -> bool:
    """LP, KHM: nobody could say it as a word."""
    return len(word) <= 4 and _VOWELS.isdisjoint(word) and word not in _SHORTENED


def _with_apostrophe(word: str) -> str:
    """O'BRIEN'S is O'Brien's: a capital after a single first letter, none after the end of a word."""
    before, _, after = word.partition("'")
    rest = _word(after, first=True) if len(before) == 1 else after.lower()
    return f"{before[0]}{before[1:].lower()}'{rest}"
