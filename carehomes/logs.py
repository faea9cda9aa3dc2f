"""Structured logs: one JSON object a line, with the request's id, and with ids instead of names.

Only fields of `settings.LOG_FIELDS` leave the process; a guard test puts a name into an event and looks for it.
"""

import re
import sys
import traceback
import uuid
from collections.abc import Iterable

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.typing import EventDict, Processor, WrappedLogger


class RequestLogMiddleware(RequestMiddleware):
    """Logs the start and the end of a request by its path alone: what somebody searched for stays out."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def request_id() -> str:
    """The id of the request that is being answered, under which its lines stand in the log; a new one where there is none to trust."""
    given = structlog.contextvars.get_contextvars().get("request_id", "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def stack_without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Where an error happened, and its type. Its words stay out: a database's error may quote a resident's row."""
    exc_info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if exc_info is True else exc_info
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["exc_type"] = type(error).__name__
        event["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    return event


# Whoever reads one of these addresses can open what lies behind it: an invitation, somebody's calendar, a new password.
_SECRET = re.compile(r"(/(?:invitation|rounds/feed|rounds/reply|account/password/reset/key)/)[^/?\s]+")
_OF_TASKS = ("celery.app.trace", "celery.worker.request")


def without_secrets(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Addresses without what makes them secret; what Celery says of a task that failed without the words of its error."""
    if event.get("logger") in _OF_TASKS:
        event["event"] = str(event["event"]).partition(": ")[0]
    for name in ("event", "request", "path"):
        if isinstance(event.get(name), str):
            event[name] = _SECRET.sub(r"\1…", event[name])
    return event


class OnlyNamedFields:
    """Drops every field that is not on the list."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names) | {"_record", "_from_structlog"}

    def __call__(self, logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
        return {name: value for name, value in event.items() if name in self._names}


def shared_processors(names: Iterable[str]) -> list[Processor]:
    """What every line passes through, ours and those of libraries."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        stack_without_words,
        without_secrets,
        OnlyNamedFields(names),
    ]


def configure(names: Iterable[str]) -> None:
    """Called once, by the settings."""
    structlog.configure(
        processors=[*shared_processors(names), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
