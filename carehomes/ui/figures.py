"""The geometry of small drawings beside numbers: pure, in the units of their SVG view box. The numbers stand in words beside them."""

from collections.abc import Sequence


def bar(part: float, whole: float, width: float) -> float:
    """How much of a bar of this width is filled; nothing of nothing is empty, and no part fills more than the whole."""
    return round(width * min(max(part / whole, 0), 1), 1) if whole else 0.0


def spark(values: Sequence[float], width: float, height: float, margin: float = 4) -> list[tuple[float, float]]:
    """The points of a line through the values, first to last, on their own scale. Equal values lie in the middle."""
    low, high = min(values, default=0), max(values, default=0)
    step = (width - 2 * margin) / max(len(values) - 1, 1)
    room = height - 2 * margin
    heights = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    return [
        (round(margin + index * step, 1), round(height - margin - room * up, 1)) for index, up in enumerate(heights)
    ]
