"""Names that registers print in capitals, as people write them. Pure."""

import re

_KEPT = frozenset("NHS PCN GP GPS ICB CCG UK LLP PLC CIC HMP RAF DMS MOD UTC LPS DAC II III IV NW SW NE SE".split())
_SMALL = frozenset("and at by for from in of on the to upon with".split())
_WRITTEN = {"LTD": "Ltd", "DR": "Dr", "DRS": "Drs", "MR": "Mr", "MRS": "Mrs", "ST": "St", "CO": "Co"}
_WORD = re.compile(r"[A-Z0-9]+(?:['’][A-Z]+)*")


def readable(name: str) -> str:
    """ "THE DENSHAM SURGERY" is "The Densham Surgery". A name that has small letters already is left as it is."""
    if name != name.upper():
        return name
    return _WORD.sub(lambda found: _word(found[0], first=found.start() == 0), name)


def _word(word: str, *, first: bool) -> str:
    if word in _KEPT or any(sign.isdigit() for sign in word):
        return word
    if word.lower() in _SMALL and not first:
        return word.lower()
    return _WRITTEN.get(word, word[0] + word[1:].lower() if "'" not in word else _with_apostrophe(word))


def _with_apostrophe(word: str) -> str:
    """O'BRIEN'S is O'Brien's: a capital after a single first letter, none after the end of a word."""
    before, _, after = word.partition("'")
    rest = _word(after, first=True) if len(before) == 1 else after.lower()
    return f"{before[0]}{before[1:].lower()}'{rest}"
