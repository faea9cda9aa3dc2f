"""The sweep where one issue cannot be told of: the others are told, once."""

from datetime import UTC, datetime
from importlib import import_module

import pytest

from carehomes.issues.models import Happened, IssueStatus
from carehomes.notifications.batches import RowsFailed

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 11, 23, 10, 52, tzinfo=UTC)
sweep = import_module("carehomes.issues.actions.sweep")  # the package's own name is the function


def tiers(issue):
    return IssueStatus.objects.filter(issue=issue, happened=Happened.ESCALATED).count()


def test_one_that_cannot_be_told_silences_no_other(raised, monkeypatch):
    """Each tier of the others happens, once; the broken one waits for the next tick, which says that something is wrong."""
    broken, *others = [raised() for _ in range(4)]
    row_of = sweep.escalation_row

    def row(issue, told, now):
        if issue.pk == broken.pk:
            raise ValueError
        return row_of(issue, told, now)

    monkeypatch.setattr(sweep, "escalation_row", row)
    monkeypatch.setattr(sweep, "AT_ONCE", 2)
    for _ in range(2):
        with pytest.raises(RowsFailed):
            sweep.sweep(DUE)
    assert [tiers(each) for each in (broken, *others)] == [0, 1, 1, 1]
    monkeypatch.undo()
    assert sweep.sweep(DUE) == 1
