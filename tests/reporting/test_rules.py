"""Small numbers are hidden, and nothing that adds up gives one away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.rules import STEP, hidden_cells, is_small, rounded


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (900, False)])
def test_one_to_four_is_small(count, small):
    assert is_small(count) is small


def table(rows):
    """Three parts and their sum in each row, and the sums of the columns last."""
    lines = [[*row, sum(row)] for row in rows]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def test_a_lonely_small_number_takes_another_with_it():
    hidden = hidden_cells(table([[2, 20, 30], [10, 20, 30]]), [(0, 1, 2, 3)])
    assert (0, 0) in hidden
    assert (1, 0) in hidden, "all less the others would tell it"
    assert len({cell for cell in hidden if cell[0] == 0}) > 1, "the row's sum less the others would tell it"


def test_nothing_small_hides_nothing():
    assert not hidden_cells(table([[5, 0, 30], [10, 20, 30]]), [(0, 1, 2, 3)])


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_small_number_can_be_worked_out_from_one_line(rows):
    grid = table(rows)
    hidden = hidden_cells(grid, [(0, 1, 2, 3)])
    width, height = len(grid[0]), len(grid)
    lines = [[(row, column) for column in range(width)] for row in range(height)]
    lines += [[(row, column) for row in range(height)] for column in range(width)]
    for line in lines:
        told = [cell for cell in line if cell in hidden]
        if len(told) == 1:
            row, column = told[0]
            others = [grid[each[0]][each[1]] for each in line if each != told[0]]
            assert not any(others), f"{grid[row][column]} can be worked out from {others}"
    assert all(
        (row, column) in hidden for row in range(height) for column in range(width) if is_small(grid[row][column])
    )


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (4, 4), (5, 5), (9, 5), (10, 10), (1173, 1170)])
def test_greater_counts_are_rounded_down(count, shown):
    assert rounded(count) == shown


@given(st.integers(5, 200), st.integers(1, 4))
def test_two_views_of_which_one_holds_the_other_leave_a_small_number_as_open_as_it_was(part, small):
    """Everybody less everybody but a few: whatever the two views show, all of 1 to 4 could be what is between them."""
    whole = part + small
    wholes = range(rounded(whole), rounded(whole) + STEP)
    parts = range(rounded(part), rounded(part) + STEP)
    assert {1, 2, 3, 4} <= {one - other for one in wholes for other in parts}
