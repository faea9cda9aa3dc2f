"""Folders: short sockets, private modes, and a checkout that the servers' user cannot enter."""

import os
from pathlib import Path

import psycopg
import pytest

from carehomes.embedded import Services, ServicesError, places, start
from carehomes.embedded.identity import server_user

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as somebody else")


def test_socket_folder_is_in_the_state_folder_when_its_path_is_short(state: Path) -> None:
    assert places.prepare(state, print).sockets == state / "run"


@pytest.mark.parametrize("name", ["a" * 90, "somebody's own projects"])
def test_socket_folder_of_a_long_or_odd_path_is_short_and_goes_with_the_rest(state: Path, name: str) -> None:
    folder = state / name / "state"
    folder.parent.mkdir(parents=True)
    services = start(folder, durable=False)
    assert services.database
    sockets = services.database.sockets
    assert len(str(sockets)) < places.LONGEST_SOCKET_FOLDER
    with psycopg.connect(services.environment()["DATABASE_URL"]) as connection:
        connection.execute("SELECT 1")
    services.stop()
    places.wipe(folder)
    assert not sockets.exists()
    assert not folder.exists()


@as_root
def test_state_folder_that_the_servers_user_cannot_enter_keeps_its_data_elsewhere(state: Path) -> None:
    closed = state / "closed"
    closed.mkdir(parents=True, mode=0o700)
    said: list[str] = []
    services = start(closed / "state", durable=False, say=said.append)
    away = places.elsewhere(closed / "state")
    assert away is not None
    assert str(away) in said[0]
    assert services.database
    assert services.database.data.is_relative_to(away)
    assert isinstance(start(closed / "state", durable=False), Services), "found again"
    services.stop()
    places.wipe(closed / "state")
    assert not away.exists()


@as_root
def test_servers_do_not_run_as_root(state: Path) -> None:
    services = start(state, durable=False)
    assert services.database
    assert services.broker
    for pid in (services.database.pid(), services.broker.pid()):
        assert Path(f"/proc/{pid}").stat().st_uid != 0


def test_socket_folder_that_somebody_else_made_is_refused(state: Path, tmp_path: Path) -> None:
    state.mkdir()
    (state / "run").symlink_to(tmp_path)
    with pytest.raises(ServicesError, match="is not a folder of the user"):
        places.prepare(state, print)
    (state / "run").unlink()


def test_data_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(ServicesError, match="belongs to"):
        server_user(tmp_path)
