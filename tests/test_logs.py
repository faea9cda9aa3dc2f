"""Logs carry ids, never names or the words of an error."""

import io
import json
import logging
import re
import subprocess
import sys

import pytest
import structlog
from django.conf import settings
from django.urls import get_resolver

from carehomes import logs


@pytest.fixture
def line():
    """What one event looks like when it leaves the process."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    formatter = settings.LOGGING["formatters"]["json"]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=formatter["processor"], foreign_pre_chain=logs.shared_processors(settings.LOG_FIELDS)
        )
    )
    root = logging.getLogger("homeround.test")
    root.addHandler(handler)
    root.propagate = False
    root.setLevel("INFO")
    yield lambda: json.loads(written.getvalue())
    root.removeHandler(handler)


def test_fields_that_are_not_named_are_dropped(line):
    structlog.get_logger("homeround.test").info(
        "resident_read", resident_id=7, name="Ivy Meadowsweet", nhs_number="9990000018"
    )
    written = line()
    assert written["resident_id"] == 7
    assert "Ivy" not in str(written)
    assert "9990000018" not in str(written)


def test_an_error_says_where_and_not_what(line):
    try:
        raise ValueError("Key (nhs_number)=(9990000018) already exists")
    except ValueError:
        structlog.get_logger("homeround.test").exception("save_failed")
    written = line()
    assert written["exc_type"] == "ValueError"
    assert "test_logs.py" in written["where"][-1]
    assert "9990000018" not in str(written)


def test_what_somebody_searched_for_is_not_logged(client, caplog):
    client.get("/search/?q=Meadowsweet")
    assert "Meadowsweet" not in caplog.text


def _addresses_with_secrets():
    """Every address that opens something to whoever has it: those of views outside the scope with a word in their address."""

    def walk(patterns, before=""):
        for each in patterns:
            address = before + str(each.pattern).lstrip("^")
            if hasattr(each, "url_patterns"):
                yield from walk(each.url_patterns, address)
            elif re.search(r"<str:token>|<key>|\(\?P<key>", address) and "oidc" not in address:
                yield "/" + re.sub(r"\(\?P<uidb36>.*|<str:token>", "7f-Dz_secretly-long0", address).rstrip("$")

    return sorted(set(walk(get_resolver().url_patterns)))


def test_there_are_addresses_with_secrets():
    assert {each.split("7f-")[0] for each in _addresses_with_secrets()} == {
        "/invitation/", "/rounds/feed/", "/rounds/reply/", "/account/password/reset/key/",
    }  # fmt: skip


@pytest.mark.parametrize("address", _addresses_with_secrets())
def test_a_secret_in_an_address_is_not_logged(client, caplog, address):
    client.get(address)
    lines = [_written(each) for each in caplog.records]
    assert any(address.split("7f-")[0] in each for each in lines)
    assert not any("secretly" in each for each in lines)


def _written(record):
    formatter = settings.LOGGING["formatters"]["json"]
    return structlog.stdlib.ProcessorFormatter(
        processor=formatter["processor"], foreign_pre_chain=formatter["foreign_pre_chain"]
    ).format(record)


def test_a_task_that_fails_is_logged_without_the_words_of_the_error():
    words = {"name": "imports.run", "id": "1", "description": "raised unexpected", "exc": "Key (name)=(Ivy) exists"}
    record = logging.LogRecord(
        "celery.app.trace", logging.ERROR, "", 0, "Task %(name)s[%(id)s] %(description)s: %(exc)s", (words,), None
    )
    assert "Ivy" not in _written(record)
    assert json.loads(_written(record))["event"] == "Task imports.run[1] raised unexpected"


def test_production_refuses_to_start_without_its_secrets():
    done = subprocess.run(
        [sys.executable, "-c", "import carehomes.settings.production"],
        env=dict.fromkeys(
            ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_NATIONAL_URL", "DATABASE_SYSTEM_URL"),
            "postgresql://x@127.0.0.1/x",
        )
        | {"REDIS_URL": "redis://127.0.0.1/0"},
        capture_output=True,
        text=True,
        check=False,
        cwd=settings.BASE_DIR,
    )
    assert done.returncode != 0
    assert "SECRET_KEY must be set" in done.stderr
