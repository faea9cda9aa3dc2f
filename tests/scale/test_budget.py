"""The budget itself: it counts what production would ask, and sees a page that asks once per row."""

import pytest

from tests.factories import CareHomeFactory
from tests.scale import budget

pytestmark = pytest.mark.django_db


class _Page:
    """Stands for a client: a page that asks `fixed` questions and one more for each of `rows`."""

    status_code = 200
    content = b"page"

    def __init__(self, per_row: bool) -> None:
        self.rows = 0
        self.per_row = per_row

    def add(self, count: int) -> None:
        self.rows += count

    def get(self, url, data=None):
        for _ in range(self.rows if self.per_row else 3):
            CareHomeFactory._meta.model.objects.filter(pk=0).exists()
        return self


def test_a_page_that_asks_the_same_passes():
    page = _Page(per_row=False)
    budget.assert_same_queries(page.add, "/somewhere/", page, budget.LIST)


def test_a_page_that_asks_once_per_row_is_caught():
    page = _Page(per_row=True)
    with pytest.raises(AssertionError, match=r"10 queries at 10 rows, 1000 at 1000"):
        budget.assert_same_queries(page.add, "/somewhere/", page, budget.LIST)


def test_a_page_that_asks_too_much_is_caught():
    page = _Page(per_row=False)
    with pytest.raises(AssertionError, match="3 queries, 2 at most"):
        budget.assert_same_queries(page.add, "/somewhere/", page, 2)


def test_a_page_that_is_too_heavy_is_caught():
    page = _Page(per_row=False)
    with pytest.raises(AssertionError, match="4 bytes of HTML, 3 at most"):
        budget.assert_same_queries(page.add, "/somewhere/", page, budget.LIST, heaviest=3)


def test_what_only_a_test_adds_is_not_counted():
    statements = [
        "SELECT set_config('role', 'homeround_app', true)",
        'SELECT "session"',
        "SAVEPOINT s1",
        "SELECT coalesce(current_setting('role', true), ''), set_config('role', 'x', true)",
        'SELECT "homes"',
        "SELECT set_config('role', '', true)",
        "RELEASE SAVEPOINT s1",
    ]
    asked = budget.of_production(statements)
    assert len(asked) == 3
    assert sum(sql.startswith("SELECT coalesce") for sql in asked) == 1
