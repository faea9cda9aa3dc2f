"""The form in which names are stored for finding. `plain_key` in the database (access migration 0002) gives the same."""

import re
import unicodedata

_DROPPED = re.compile("[\u0300-\u036f'’]")
_OTHERS = re.compile("[^a-z0-9]+")


def plain_key(text: str) -> str:
    """Lower case, plain letters and digits, single spaces: "St. Mary’s  Hôme" is "st marys home"."""
    return _OTHERS.sub(" ", _DROPPED.sub("", unicodedata.normalize("NFKD", text.lower()))).strip()
