"""Health for load balancers and containers: alive answers without a database, ready looks at everything that a page needs.

A middleware, so that neither sessions nor scopes stand between the question and the answer.
"""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone

from carehomes.access.scopes import system_scope
from carehomes.notifications.models import Tick

STALE_PERIODS = 3
_watched: dict[str, Callable[[], bool]] = {}


def watch(name: str, holds: Callable[[], bool]) -> None:
    """A room says what else somebody should look at. It is told with the readiness and takes no process out of service."""
    _watched[name] = holds


class HealthMiddleware:
    """Answers /healthz/live and /healthz/ready before anything that needs a session or a database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz/live":
            return JsonResponse({"live": True})
        if request.path == "/healthz/ready":
            return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    """200 when the database answers, the broker answers and the tick is not late; else 503, and which of them is not well.

    What rooms watch is told too, where the database answers.
    """
    parts = {"database": _database(), "broker": _broker(), "tick": _tick()}
    watched = {name: _holds(holds) for name, holds in _watched.items()} if parts["database"] else {}
    words = {name: "ok" if holds else "not ok" for name, holds in (parts | watched).items()}
    return JsonResponse({"ready": all(parts.values()), **words}, status=200 if all(parts.values()) else 503)


def _holds(watched: Callable[[], bool]) -> bool:
    try:
        return watched()
    except DatabaseError:
        return False


def _database() -> bool:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
        return bool(client.ping())
    except redis.RedisError:
        return False


def _tick() -> bool:
    try:
        with system_scope("readiness"):
            last = Tick.objects.first()
    except DatabaseError:
        return False
    late = timedelta(seconds=STALE_PERIODS * settings.TICK_SECONDS)
    return last is not None and timezone.now() - last.ran_at < late
