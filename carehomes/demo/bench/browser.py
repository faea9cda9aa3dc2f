"""Somebody who is signed in and opens pages, inside this process: requests go through Django's whole handler, as the real logins."""

import io
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.middleware.csrf import CSRF_SECRET_LENGTH

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.models import User
from carehomes.access.second_factor import CONFIRMED
from carehomes.collecting import settle

CSRF_SECRET = "b" * CSRF_SECRET_LENGTH  # any word of this length will do: cookie and header must agree


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class Browser:
    """Acts in the only membership of the account with this address. `User.DoesNotExist` when it is not loaded."""

    def __init__(self, account: str) -> None:
        # The web login reads people, and outside a scope nothing else.
        self.user = User.objects.using("default").get(email=account)
        (self.acting,) = memberships_of(self.user.pk)
        self.session = _session(self.user, self.acting)

    @property
    def cookies(self) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"

    def get(self, path: str, query: str = "") -> Answer:
        return self._ask("GET", path, query, b"")

    def post(self, path: str, form: dict[str, Any]) -> Answer:
        return self._ask("POST", path, "", urlencode(form, doseq=True).encode())

    def _ask(self, method: str, path: str, query: str, body: bytes) -> Answer:
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": CSRF_SECRET, "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http",
        }  # fmt: skip
        statuses: list[str] = []
        answer = application()(environ, lambda status, _headers, _failed=None: statuses.append(status))
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        return Answer(int(statuses[0].split()[0]), content)


def _session(user: User, acting: Acting) -> str:
    """A session as sign-in with a second factor would leave it, for as long as one may last."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["membership_id"] = acting.membership_id
    session[CONFIRMED] = True
    session.save()
    return str(session.session_key)


@cache
def application() -> Callable[..., Any]:
    """Django's WSGI application as the web server runs it, its garbage collector settled. Its log is formatted and thrown away."""
    settings.ROOT_URLCONF = "carehomes.demo.bench.urls"  # with the empty page
    made = get_wsgi_application()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(Path(os.devnull).open("w"))  # noqa: SIM115 - open as long as the process
    settle()
    return made


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside, on every login; without the ends of transactions."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append(sql)
        return execute(sql, parameters, many, context)

    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(connections[alias].execute_wrapper(note))
        yield statements
