"""Work in batches: each row once, a broken one beside the others and not before them, a database that is away at once."""

import pytest
from django.db import OperationalError

from carehomes.notifications.batches import RowsFailed, in_batches
from carehomes.notifications.models import Tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return list(range(7))


def due(rows):
    return lambda without, most: [each for each in rows if each not in without][:most]


def test_each_row_is_taken_once(rows):
    taken = []

    def take(keys):
        taken.append(list(keys))
        return len(keys)

    assert in_batches("test", due=due(rows), take=take, at_once=3) == 7
    assert taken == [[0, 1, 2], [3, 4, 5], [6]]


def test_what_is_due_again_is_taken_again():
    waits = [1, 1, 2]

    def take(keys):
        waits.remove(keys[0])
        return 1

    assert in_batches("test", due=due(waits), take=take, at_once=1, again=True) == 3


def test_nothing_due_takes_nothing():
    assert in_batches("test", due=due([]), take=pytest.fail, at_once=3) == 0


def test_a_broken_row_leaves_nothing_behind_and_the_others_are_taken(rows, caplog):
    taken = []

    def take(keys):
        Tick.objects.update_or_create(singleton=True, defaults={"ran_at": f"2026-01-0{max(keys) + 1}T00:00Z"})
        if 4 in keys:
            raise ValueError("named nobody")
        taken.extend(keys)
        return len(keys)

    with pytest.raises(RowsFailed, match="1 failed"):
        in_batches("test", due=due([6, 5, 4, 3]), take=take, at_once=2)
    assert sorted(taken) == [3, 5, 6]
    assert Tick.objects.get().ran_at.day == 4


def test_a_database_that_is_away_is_not_asked_for_each_row(rows):
    asked = []

    def take(keys):
        asked.append(keys)
        raise OperationalError

    with pytest.raises(OperationalError):
        in_batches("test", due=due(rows), take=take, at_once=3)
    assert len(asked) == 1
