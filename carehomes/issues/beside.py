"""Policies of rooms above that stand beside the escalation policies, so that whoever keeps one kind finds all.

register_beside("Unanswered calls", "checkins:retry_policies", facts_of, foot="…")
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

Facts = Callable[[int, date], Iterable[tuple[str, str]]]
_registered: dict[str, "_Kind"] = {}


@dataclass(frozen=True)
class _Kind:
    title: str
    facts: Facts
    foot: str


@dataclass(frozen=True)
class Beside:
    """One kind of policy for the page of escalation: `facts` say what holds today, `route` names the page of its versions."""

    title: str
    route: str
    facts: list[tuple[str, str]]
    foot: str


def register_beside(title: str, route: str, facts: Facts, *, foot: str = "") -> None:
    """`facts`: (organisation, day) → what holds then, as labels and words."""
    _registered[route] = _Kind(title, facts, foot)


def beside(organisation_id: int, today: date) -> list[Beside]:
    """Every kind that is registered, with what holds for this organisation today."""
    return [
        Beside(each.title, route, list(each.facts(organisation_id, today)), each.foot)
        for route, each in _registered.items()
    ]
