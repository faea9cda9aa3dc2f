"""The tick does everything it knows, says when it ran, and one piece that fails stops no other."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError

from carehomes.notifications import ticks
from carehomes.notifications.models import Tick

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)


def fails(now: datetime) -> None:
    raise ValueError("broken")


@pytest.mark.parametrize(
    "error", [ValueError("broken"), AttributeError("None has no name"), Tick.DoesNotExist(), PermissionDenied("no")]
)
def test_a_piece_that_fails_stops_no_other(monkeypatch, error):
    def fails(now: datetime) -> None:
        raise error

    done = []
    monkeypatch.setattr(ticks, "_works", {})
    ticks.register_tick("broken", fails)
    ticks.register_tick("well", done.append)
    assert ticks.run_ticks(NOW) == ["broken"]
    assert done == [NOW]


def test_the_last_tick_is_one_row(monkeypatch):
    monkeypatch.setattr(ticks, "_works", {})
    ticks.run_ticks(NOW.replace(hour=9))
    ticks.run_ticks(NOW)
    assert list(Tick.objects.values_list("ran_at", flat=True)) == [NOW]


def test_the_command_says_what_failed(monkeypatch):
    monkeypatch.setattr(ticks, "_works", {})
    ticks.register_tick("broken", fails)
    with pytest.raises(CommandError, match="broken"):
        call_command("tick")


def test_readiness_knows_a_late_tick(client, monkeypatch):
    monkeypatch.setattr(ticks, "_works", {})
    assert client.get("/healthz/ready").json()["tick"] == "not ok"
    call_command("tick")
    ready = client.get("/healthz/ready")
    assert ready.json() == {"ready": True, "database": "ok", "broker": "ok", "tick": "ok", "kept counts": "ok"}
    Tick.objects.update(ran_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert client.get("/healthz/ready").status_code == 503


def test_alive_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(2):  # the client's own change of role, before and after
        assert client.get("/healthz/live").json() == {"live": True}
