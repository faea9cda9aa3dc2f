"""What a developer types after `make env`, with the real logins: the pages' login may not read which migrations have run."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from carehomes.embedded import Services
from tests.stack import CHECKOUT, free_port


@pytest.fixture(scope="module")
def environment(services: Services, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of a database in which one app's migrations have run."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    environment = {**ours, **services.environment(), "DJANGO_SETTINGS_MODULE": "carehomes.settings.local"}
    manage(environment, "migrate", "contenttypes")
    return environment


def manage(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("showmigrations contenttypes", "[X] 0001_initial"),
        ("migrate --plan", "access.0001_initial"),
        ("makemigrations --check --dry-run", "No changes detected"),
        ("sqlmigrate contenttypes 0001", "CREATE TABLE"),
    ],
)
def test_commands_about_migrations_ask_as_the_owner(environment: dict[str, str], words: str, said: str) -> None:
    assert said in manage(environment, *words.split())


def test_the_login_of_the_pages_still_reads_no_list_of_migrations(
    services: Services, environment: dict[str, str]
) -> None:
    with psycopg.connect(services.address("homeround_app")) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT * FROM django_migrations")


def test_the_server_for_development_says_what_has_not_run(environment: dict[str, str]) -> None:
    server = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "runserver", "--noreload", str(free_port())],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = list(until("Quit the server", server))
    finally:
        server.kill()
        server.communicate()
    assert any("Migrations that have not run" in line for line in said), "".join(said)


def until(words: str, server: subprocess.Popen[str]) -> Iterator[str]:
    """What the server prints, up to the line with these words or to its end."""
    assert server.stdout
    for line in server.stdout:
        yield line
        if words in line:
            return
