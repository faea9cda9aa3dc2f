"""Addresses: every form that libpq, django-environ and Celery must read."""

import environ
import psycopg
import pytest
from kombu import Connection

from carehomes.embedded import Services
from carehomes.embedded import addresses as a
from carehomes.settings.addresses import broker_url


def test_database_name_login_and_password_go_in_and_out() -> None:
    url = a.socket_url("/some folder/run", "homeround_app", "p@ss/w:rd", "home round")
    assert a.login_of(url) == ("homeround_app", "p@ss/w:rd")
    assert a.database_of(url) == "home round"
    assert psycopg.conninfo.conninfo_to_dict(url) == {
        "user": "homeround_app", "password": "p@ss/w:rd", "dbname": "home round", "host": "/some folder/run",
    }  # fmt: skip


def test_other_login_and_other_database_keep_the_server_and_its_options() -> None:
    url = "postgresql://admin:secret@db.example:5433/postgres?sslmode=require"
    assert (
        a.with_login(url, "homeround_app", "x/y")
        == "postgresql://homeround_app:x%2Fy@db.example:5433/postgres?sslmode=require"
    )
    assert a.with_database(url, "homeround") == "postgresql://admin:secret@db.example:5433/homeround?sslmode=require"
    assert a.without_password(url) == ("postgresql://admin@db.example:5433/postgres?sslmode=require", "secret")


def test_settings_reach_the_socket_through_django_environ(services: Services) -> None:
    config = environ.Env.db_url_config(services.environment()["DATABASE_URL"])
    assert services.database
    assert config["OPTIONS"] == {"host": str(services.database.sockets)}
    assert (config["USER"], config["NAME"], config["HOST"]) == ("homeround_app", "homeround", "")


@pytest.mark.parametrize(
    ("redis_url", "celery_url"),
    [
        ("redis://valkey:6379/2", "redis://valkey:6379/2"),
        ("rediss://:secret@valkey:6379/0", "rediss://:secret@valkey:6379/0"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix://me:secret@/run/valkey.sock?db=1", "redis+socket://me:secret@/run/valkey.sock?virtual_host=1"),
    ],
)
def test_broker_address_for_celery(redis_url: str, celery_url: str) -> None:
    assert broker_url(redis_url) == celery_url
    assert Connection(celery_url).transport_cls.startswith("redis")


def test_celery_reaches_the_same_database_of_the_socket(services: Services) -> None:
    assert services.broker
    with Connection(broker_url(services.broker.url().replace("db=0", "db=3"))) as connection:
        kwargs = connection.default_channel.client.connection_pool.connection_kwargs
        assert (kwargs["path"], kwargs["db"]) == (str(services.broker.socket), 3)
