"""A home's priority list as its template draws it: the agreed order where there is one, the computed one beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.directory.models import CareHome
from carehomes.residents.actions import Refused
from carehomes.ui import formats
from checkins.priority import WEIGHT_WORDS, Entry
from checkins.queries.priority import Agreed, Computed

URGENT = frozenset({"same_day", "news2_high"})  # keys of reasons


@dataclass(frozen=True)
class PriorityPage:
    """One home's list."""

    home: CareHome
    computed: Computed
    agreed: Agreed | None
    by: Acting

    @property
    def may_agree(self) -> bool:
        return self.by.may(Permission.TRIAGE_NOMINATIONS) or self.by.may(Permission.TAKE_CHECK_INS)

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """In the agreed order; whoever came onto the list since stands below it, in the computed one."""
        places = {key: place.place for key, place in self.agreed.places.items()} if self.agreed else {}
        last = len(places) + 1
        ordered = sorted(self.computed.entries, key=lambda each: (places.get(each.resident_id, last), each.place))
        return [
            {
                "entry": each,
                "agreed": places.get(each.resident_id),
                "moved": bool(places) and places.get(each.resident_id) != each.place,
                "reasons": [f"{reason.words} ({reason.weight})" for reason in each.reasons],
            }
            for each in ordered
        ]

    @property
    def unplaced(self) -> list[Entry]:
        """Who came onto the list after the order was agreed, and comes before somebody in it by the computed reasons."""
        agreed = [row["entry"].place for row in self.rows if row["agreed"]]
        return [row["entry"] for row in self.rows if agreed and not row["agreed"] and row["entry"].place < max(agreed)]

    @property
    def unplaced_urgent(self) -> bool:
        """Whether one of them is named for today, or has a NEWS2 that cannot wait."""
        return any(reason.key in URGENT for each in self.unplaced for reason in each.reasons)

    @property
    def agreed_words(self) -> str:
        """Who agreed, when, and why it differs."""
        if self.agreed is None:
            return "No order is agreed yet: the list is the computed one. It supports the team’s judgement and never replaces it."
        each = self.agreed.agreement
        who = ", ".join(filter(None, (each.by_name, each.by_prescribes, each.by_organisation_name)))
        others = f", and {each.with_whom}" if each.with_whom else ""
        return f"Agreed {formats.day_clock(each.agreed_at)} by {who}{others}."

    @property
    def why(self) -> str:
        return self.agreed.agreement.why if self.agreed else ""

    @property
    def weights(self) -> list[tuple[str, str]]:
        """Every reason with its weight, the heaviest first."""
        known = [(WEIGHT_WORDS[key], weight) for key, weight in self.computed.weights.items() if key in WEIGHT_WORDS]
        return [(words, str(weight)) for words, weight in sorted(known, key=lambda each: -each[1])]


def typed_order(typed: Mapping[str, Any], entries: Sequence[Entry]) -> list[int]:
    """The residents in the order of the numbers that were typed beside them. Refused where a number is missing or given twice."""
    places: dict[int, int] = {}
    for each in entries:
        value = str(typed.get(f"place-{each.resident_id}", "")).strip()
        if not value.isdecimal() or len(value) > 4:
            raise Refused("", f"Enter a place for {each.name}, like 2")
        places[each.resident_id] = int(value)
    if len(set(places.values())) != len(places):
        raise Refused("", "Two residents have the same place. Give each a place of its own")
    return sorted(places, key=lambda resident_id: places[resident_id])
