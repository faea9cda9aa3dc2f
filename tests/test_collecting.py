"""The garbage collector of a process that answers requests looks at nothing that was there before, and seldom at what a page makes."""

import gc
from collections.abc import Iterator

import pytest

from carehomes.collecting import settle


@pytest.fixture
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_stays_and_a_page_is_not_searched(as_before: None) -> None:
    settle()
    looks = gc.get_stats()[0]["collections"]
    kept = [[each] for each in range(20_000)]  # twice what a page makes, all of it alive
    assert len(kept) == 20_000
    assert gc.get_stats()[0]["collections"] == looks
    assert gc.get_freeze_count() > 20_000
