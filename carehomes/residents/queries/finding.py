"""Finding one resident: by NHS number, or by the words of a search."""

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Case, QuerySet, When

from carehomes.access.names import plain_key
from carehomes.access.prepared import Given, Prepared, given_text
from carehomes.residents.models import Resident
from carehomes.residents.nhs_number import SEPARATORS, validate
from carehomes.residents.queries.listing import MOST_WORDS, keys_of, with_keys


def nhs_number_in(text: str) -> str | None:
    """The NHS number that somebody typed where a name may be typed too; None when it is none.

    ValueError, with words for the form, for digits that were meant as one and are not right.
    """
    digits = SEPARATORS.sub("", text)
    return validate(text) if digits.isdecimal() and len(digits) >= 6 else None


def with_number(nhs_number: str) -> list[Resident]:
    """The records with this NHS number, those who live in a home first. Usually one; an old record may stand beside it."""
    found = Resident.objects.filter(nhs_number=nhs_number).select_related("home")
    return sorted(found, key=lambda each: (each.state in ("left", "died"), -each.pk))


def with_name(words: str, most: int) -> Sequence[Resident]:
    """Residents of whose name every word typed is part, those whose family name begins with it first. One query."""
    keys = {f"key{place}": key for place, key in enumerate(keys_of(words))}
    return _called(len(keys), most).ask(typed=plain_key(words), **keys) if keys else []


@lru_cache(maxsize=2 * MOST_WORDS)
def _called(number: int, most: int) -> Prepared[Resident]:
    """One statement for each number of words."""
    return Prepared(lambda: _beginning_first([given_text(f"key{place}") for place in range(number)])[:most])


def _beginning_first(keys: Sequence[Given]) -> QuerySet[Resident]:
    begins = Case(When(family_key__startswith=given_text("typed"), then=0), default=1)
    found = with_keys(Resident.objects.select_related("home"), keys)
    return found.order_by(begins, "family_key", "name_key", "pk")
