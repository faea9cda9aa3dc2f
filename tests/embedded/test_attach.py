"""Addresses that were given win; what is missing is started."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from carehomes.embedded import Services, ServicesError, attach
from carehomes.embedded.addresses import LOGINS

ALL = (*LOGINS, "DATABASE_ADMIN_URL", "REDIS_URL")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """An environment without a single address, and a checkout of its own."""
    monkeypatch.setattr(attach.os, "environ", {k: v for k, v in os.environ.items() if k not in ALL})
    monkeypatch.setattr(attach, "CHECKOUT", tmp_path)
    return monkeypatch


def test_given_addresses_win_and_nothing_is_started(bare: pytest.MonkeyPatch, state: Path) -> None:
    given = {"DATABASE_URL": "postgresql://homeround_app:x@db/homeround", "REDIS_URL": "redis://broker"}
    attach.os.environ.update(given)
    assert attach.connect(state) is None
    assert {name: attach.os.environ.get(name) for name in ALL} == dict.fromkeys(ALL) | given
    assert not state.exists()


def test_any_second_database_address_means_that_all_are_taken_as_they_are(
    bare: pytest.MonkeyPatch, state: Path
) -> None:
    given = {
        "DATABASE_URL": "postgresql://me@db/x",
        "DATABASE_SYSTEM_URL": "postgresql://me@db/x",
        "REDIS_URL": "redis://b",
    }
    attach.os.environ.update(given)
    assert attach.connect(state) is None
    assert attach.os.environ["DATABASE_URL"] == "postgresql://me@db/x"


def test_only_the_missing_broker_is_started(bare: pytest.MonkeyPatch, state: Path) -> None:
    attach.os.environ["DATABASE_URL"] = "postgresql://homeround_app:x@db/homeround"
    connected = attach.connect(state)
    assert connected is not None
    assert connected[0].database is None
    assert attach.os.environ["REDIS_URL"].startswith("unix:///")


def test_administrators_address_gets_our_logins(bare: pytest.MonkeyPatch, services: Services, state: Path) -> None:
    admin_url = services.environment()["DATABASE_ADMIN_URL"]
    attach.os.environ.update(
        {"DATABASE_URL": admin_url.replace("/homeround?", "/elsewhere?"), "REDIS_URL": "redis://b"}
    )
    assert attach.connect(state) is None
    for variable, login in LOGINS.items():
        with psycopg.connect(attach.os.environ[variable]) as connection:
            assert connection.execute("SELECT current_user, current_database()").fetchone() == (login, "elsewhere")


def test_server_that_does_not_answer_is_one_sentence(bare: pytest.MonkeyPatch, state: Path) -> None:
    attach.os.environ["DATABASE_URL"] = "postgresql://admin:x@127.0.0.1:9/homeround?connect_timeout=2"
    with pytest.raises(ServicesError, match="^DATABASE_URL: the logins could not be made there"):
        attach.connect(state)


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ((), ["Starting PostgreSQL and Valkey ..."]),
        (("REDIS_URL",), ["Starting PostgreSQL ...", "Using REDIS_URL of the environment."]),
        (("DATABASE_URL", "REDIS_URL"), ["Using DATABASE_URL and REDIS_URL of the environment."]),
    ],
)
def test_what_is_started_and_what_is_used_is_said(
    bare: pytest.MonkeyPatch, given: tuple[str, ...], lines: list[str]
) -> None:
    attach.os.environ.update(dict.fromkeys(given, "x"))
    assert attach.plan() == lines


def test_broker_that_does_not_answer_is_one_sentence(bare: pytest.MonkeyPatch, services: Services) -> None:
    attach.os.environ["REDIS_URL"] = services.environment()["REDIS_URL"]
    attach.check_broker()
    for address in ("redis://127.0.0.1:9/0", "nonsense"):
        attach.os.environ["REDIS_URL"] = address
        with pytest.raises(ServicesError, match="^REDIS_URL: nobody answers there"):
            attach.check_broker()


def test_state_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOMEROUND_STATE", raising=False)
    assert attach.state_folder() == attach.CHECKOUT / ".state" / "demo"
    monkeypatch.setenv("HOMEROUND_STATE", "other")
    assert attach.state_folder() == attach.CHECKOUT / ".state" / "other"
    assert attach.state_folder("test") == attach.CHECKOUT / ".state" / "test"
