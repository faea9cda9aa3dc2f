"""Production does not start half configured, in the demonstration's mode, or with a database login that sees past the policies."""

import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from carehomes.access.checks import logins_obey_the_policies, powers_of, refuse_powerful_logins
from tests.access.test_personas import PRODUCTION, in_production

START = "from carehomes.wsgi import application; print('serving')"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"DEBUG": "1"}, "DEBUG must not be set"),
        ({"HOMEROUND_DEMO": "1"}, "HOMEROUND_DEMO must not be set"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"SITE_ADDRESS": "http://homeround.example"}, "https address"),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
)
def test_production_refuses_to_start_half_configured(changed: dict[str, str], words: str) -> None:
    started = in_production(START, **changed)
    assert started.returncode != 0
    assert words in started.stderr


@pytest.mark.parametrize("missing", ["DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_NATIONAL_URL", "REDIS_URL"])
def test_production_refuses_to_start_without_its_services(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(PRODUCTION, missing)
    started = in_production(START)
    assert started.returncode != 0
    assert missing in started.stderr


def test_production_starts_while_the_database_is_away() -> None:
    started = in_production(START)
    assert started.stdout.strip().splitlines()[-1] == "serving", started.stderr


def test_production_counts_tries_to_sign_in_by_the_address_that_its_proxy_names() -> None:
    asked = (
        "import django; django.setup(); from django.test import RequestFactory; "
        "from allauth.core.internal.httpkit import get_client_ip; "
        "request = RequestFactory().get('/', REMOTE_ADDR='10.0.0.1', HTTP_X_FORWARDED_FOR='203.0.113.9, 192.0.2.7'); "
        "print(get_client_ip(request))"
    )
    assert in_production(asked).stdout.split() == ["192.0.2.7"]  # what a client writes before it counts for nothing
    assert in_production(asked, TRUSTED_PROXIES="0").stdout.split() == ["10.0.0.1"]


LOGIN = f"homeround_check_login_{os.getpid()}"


@pytest.fixture
def addresses(db: None) -> Iterator[dict[str, str]]:
    """A login of the test's own on the real server, and the addresses with it in every place."""
    admin = os.environ["DATABASE_ADMIN_URL"]
    with psycopg.connect(admin, autocommit=True) as administrator:
        administrator.execute(f"CREATE ROLE {LOGIN} LOGIN PASSWORD 'of the test'")
        administrator.execute(f"GRANT CONNECT ON DATABASE {administrator.info.dbname} TO {LOGIN}")
        # Whoever shares the database of another checkout must not be disturbed: this one only connects and asks.
        address = re.sub(r"//[^@/]*@?", f"//{LOGIN}:of%20the%20test@", admin, count=1)
        yield dict.fromkeys(("DATABASE_URL", "DATABASE_NATIONAL_URL", "DATABASE_SYSTEM_URL"), address)
        administrator.execute(f"DROP OWNED BY {LOGIN}; DROP ROLE {LOGIN}")


@pytest.mark.parametrize(
    ("power", "words"),
    [("SUPERUSER", "is a superuser"), ("BYPASSRLS", "may bypass row security")],
)
def test_production_refuses_a_powerful_database_login(addresses: dict[str, str], power: str, words: str) -> None:
    assert in_production(START, **addresses).stdout.strip().endswith("serving")
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as administrator:
        administrator.execute(f"ALTER ROLE {LOGIN} {power}")
    started = in_production(START, **addresses)
    assert started.returncode != 0
    assert f"The database login {LOGIN} (default) {words}" in started.stderr


def test_a_worker_refuses_it_too(addresses: dict[str, str]) -> None:
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as administrator:
        administrator.execute(f"GRANT homeround_owner TO {LOGIN}")
    started = in_production("import django; django.setup()", **addresses)
    assert started.returncode != 0
    assert "may become a role that bypasses row security" in started.stderr


@pytest.mark.django_db
def test_the_owner_of_the_tables_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """In tests the login is the administrator's: every power is there to be found."""
    powers = powers_of("default")
    assert any("is a superuser" in words for words in powers)
    assert [each.id for each in logins_obey_the_policies(None)][0] == "access.E001"
    monkeypatch.setattr(connections["default"], "close", lambda: None)  # the connection of the test stays open
    with pytest.raises(ImproperlyConfigured, match="is a superuser"):
        refuse_powerful_logins(["default"])
