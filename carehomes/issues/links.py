"""What an issue can belong to. Rooms above register a kind with the function that draws the links of a page's targets.

register_link("check_in", draw_check_ins, needs=Permission.SEE_CHECK_INS)
raise_issue(new=NewIssue(…, links=[Target("check_in", check_in.pk)]), …)
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.shell import Link

Draw = Callable[[Collection[int]], Mapping[int, Link]]
_kinds: dict[str, "_Kind"] = {}


@dataclass(frozen=True)
class Target:
    """Something that an issue belongs to: a registered kind, and its id there."""

    kind: str
    target_id: int


@dataclass(frozen=True)
class _Kind:
    draw: Draw
    needs: Permission


def register_link(kind: str, draw: Draw, *, needs: Permission) -> None:
    """Says how to draw links to things of this kind: ids → those that the reader may see. One query at most, in the reader's scope.

    `needs`: what somebody must be allowed to open their pages.
    """
    _kinds[kind] = _Kind(draw, needs)


def links_to(targets: Iterable[Target], by: Acting) -> list[Link]:
    """The links that this reader may follow, in the order of the kinds. Targets of a kind that nobody registered are left out."""
    by_kind: dict[str, list[int]] = {}
    for each in targets:
        by_kind.setdefault(each.kind, []).append(each.target_id)
    open_to = {kind: ids for kind, ids in sorted(by_kind.items()) if kind in _kinds and by.may(_kinds[kind].needs)}
    return [link for kind, ids in open_to.items() for link in _kinds[kind].draw(ids).values()]
