"""PostgreSQL and Valkey from wheels: started once, shared, private, and none the worse for a kill."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from carehomes.embedded import Services, start
from carehomes.embedded.addresses import LOGINS, with_login
from carehomes.embedded.attach import CHECKOUT
from carehomes.embedded.processes import is_alive
from carehomes.embedded.services import presence


def pids(services: Services) -> tuple[int | None, int | None]:
    assert services.database
    assert services.broker
    return services.database.pid(), services.broker.pid()


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(("variable", "login"), LOGINS.items())
def test_each_address_is_that_of_its_login(services: Services, variable: str, login: str) -> None:
    with psycopg.connect(services.environment()[variable]) as connection:
        assert connection.execute("SELECT current_user, current_database()").fetchone() == (login, "homeround")


def test_administrator_and_broker_have_addresses_too(services: Services) -> None:
    addresses = services.environment()
    with psycopg.connect(addresses["DATABASE_ADMIN_URL"]) as connection:
        assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (True,)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        assert broker.ping()
        assert broker.info("persistence")["aof_enabled"] == 1


def test_servers_own_log_tells_what_failed_and_no_name(services: Services) -> None:
    assert services.database
    with psycopg.connect(services.environment()["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TEMPORARY TABLE said (name text PRIMARY KEY)")
        connection.execute("INSERT INTO said VALUES ('Moira Sorrel')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO said VALUES ('Moira Sorrel')")
    log = services.database.log.read_text()
    assert 'violates unique constraint "said_pkey"' in log
    assert "Moira Sorrel" not in log


def test_cluster_sorts_alike_everywhere(services: Services) -> None:
    query = (
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'homeround'"
    )
    with psycopg.connect(services.environment()["DATABASE_URL"]) as connection:
        assert connection.execute(query).fetchone() == ("b", "C.UTF-8", "UTF8")


def test_nobody_else_gets_in(services: Services) -> None:
    assert services.database
    assert services.broker
    with psycopg.connect(services.environment()["DATABASE_ADMIN_URL"]) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    with redis.Redis.from_url(services.broker.url()) as broker:
        assert broker.config_get("port") == {"port": "0"}
    for folder in (services.database.sockets, services.database.data, services.broker.folder):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert (services.state / "passwords.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(with_login(services.environment()["DATABASE_URL"], "homeround_app", "guess"))


def test_second_start_finds_what_runs(services: Services) -> None:
    again = start(services.state, durable=False)
    assert pids(again) == pids(services)
    assert again.environment() == services.environment()


def test_only_what_was_asked_for_is_started_and_named(state: Path) -> None:
    only = start(state, database=False)
    assert set(only.environment()) == {"REDIS_URL"}
    assert not (state / "postgres").exists()
    rest = start(state, broker=False, durable=False)
    assert "REDIS_URL" not in rest.environment()
    assert "DATABASE_OWNER_URL" in rest.environment()


def test_killed_servers_come_back_with_what_they_had(state: Path) -> None:
    services = start(state)
    addresses = services.environment()
    with psycopg.connect(addresses["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        broker.set("kept", "yes")
    before = pids(services)
    for pid in before:
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: pids(services) == (None, None))
    assert services.revive() == ["PostgreSQL", "Valkey"]
    assert not set(before) & set(pids(services))
    with psycopg.connect(addresses["DATABASE_OWNER_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        assert broker.get("kept") == b"yes"
    assert services.revive() == []


ONE_OF_MANY = """
import os, pathlib, sys
from carehomes.embedded.attach import connect, _stop_when_last
connected = connect(pathlib.Path(sys.argv[1]), durable=False)
_stop_when_last(*connected)
import psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("SELECT 1")
print(connected[0].database.pid(), connected[0].broker.pid(), flush=True)
sys.stdin.read()
"""


def test_many_starters_at_once_share_one_pair_of_servers_and_the_last_stops_them(state: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", ONE_OF_MANY, str(state)],
            cwd=CHECKOUT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(4)
    ]  # fmt: skip
    said = {starter.stdout.readline() for starter in starters if starter.stdout}
    assert len(said) == 1, said
    postgres, valkey = (int(word) for word in said.pop().split())
    for starter in starters[:-1]:
        starter.communicate()
    assert is_alive(postgres, state / "postgres"), "one still uses it"
    starters[-1].communicate()
    assert not is_alive(postgres, state / "postgres")
    assert not is_alive(valkey, state / "valkey")
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]


def test_who_leaves_first_leaves_the_servers_running(state: Path) -> None:
    services = start(state, database=False)
    assert services.broker
    first, second = presence(state), presence(state)
    assert services.detach(first) is False
    assert services.broker.pid() is not None
    assert services.detach(second) is True
    assert services.broker.pid() is None


def test_process_file_of_a_dead_server_is_not_believed(state: Path) -> None:
    services = start(state, broker=False, durable=False)
    services.stop()
    assert services.database
    (services.database.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert services.database.pid() is None, "this process is no PostgreSQL"
    assert services.revive() == ["PostgreSQL"]
