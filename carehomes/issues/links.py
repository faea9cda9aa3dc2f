"""What an issue can belong to. Rooms above register a kind with the function that draws the links of a page's targets.

register_link("check_in", lambda ids: {each.pk: Link(f"Check-in, {each}", …) for each in CheckIn.objects.filter(pk__in=ids)})
raise_issue(new=NewIssue(…, links=[Target("check_in", check_in.pk)]), …)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from carehomes.ui.shell import Link

Draw = Callable[[Collection[int]], Mapping[int, Link]]
_kinds: dict[str, Draw] = {}


@dataclass(frozen=True)
class Target:
    """Something that an issue belongs to: a registered kind, and its id there."""

    kind: str
    target_id: int


def register_link(kind: str, draw: Draw) -> None:
    """Says how to draw links to things of this kind: ids → those that the reader may open. One query at most, in the reader's scope."""
    _kinds[kind] = draw


def links_to(targets: Iterable[Target]) -> list[Link]:
    """The links that this reader may follow, in the order of the kinds. Targets of a kind that nobody registered are left out."""
    by_kind: dict[str, list[int]] = {}
    for each in targets:
        by_kind.setdefault(each.kind, []).append(each.target_id)
    return [link for kind, ids in sorted(by_kind.items()) if kind in _kinds for link in _kinds[kind](ids).values()]
