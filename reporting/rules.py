"""Small numbers: which counts of residents may not be shown to readers who see no residents. Pure."""

from collections.abc import Iterable, Sequence

STEP = 5  # greater counts are rounded down to a multiple of it: the first band, 1 to 4, is one of its width
SMALLEST_SHOWN = 5  # counts of 1 to 4 are suppressed outside direct care (domain: dashboards for commissioners)
Grid = Sequence[Sequence[int]]


def is_small(count: int) -> bool:
    """Whether a count of residents is suppressed in itself. None at all is no secret."""
    return 0 < count < SMALLEST_SHOWN


def rounded(count: int) -> int:
    """A count as readers who see no residents get it, wherever it is not hidden; 1 to 4 stay, for `is_small` to hide.

    Two exact counts of views that overlap leave a small one exactly: everybody in 4 weeks less everybody in 3 of them. Two bands of one
    width leave anything from 1 to 4. Down and not to the nearest: "5" for 5 to 7 beside "5" for 5 to 7 would leave 1 or 2.
    """
    return count if is_small(count) else count - count % STEP


def hidden_cells(grid: Grid, sums: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    """The cells (row, column) that must not be shown: the small ones, and what would give one of them away.

    The last row holds the sums of the columns. `sums`: columns of which the last is the sum of the others, in every row. In a line
    that adds up, one hidden cell could be worked out from the rest; so the smallest other one that is not nothing is hidden too,
    until no line has a single hidden cell that matters.
    """
    hidden = {(row, column) for row, cells in enumerate(grid) for column, count in enumerate(cells) if is_small(count)}
    lines = [*_rows(grid, sums), *_columns(grid)]
    found = True
    while found:
        found = False
        for line in lines:
            if len(hidden.intersection(line)) == 1:
                others = [(grid[row][column], (row, column)) for row, column in line if (row, column) not in hidden]
                told = [each for each in others if each[0]]
                if told:
                    hidden.add(min(told)[1])
                    found = True
    return hidden


def _rows(grid: Grid, sums: Iterable[Sequence[int]]) -> list[list[tuple[int, int]]]:
    return [[(row, column) for column in parts] for parts in sums for row in range(len(grid))]


def _columns(grid: Grid) -> list[list[tuple[int, int]]]:
    width = len(grid[0]) if grid else 0
    return [[(row, column) for row in range(len(grid))] for column in range(width)]
