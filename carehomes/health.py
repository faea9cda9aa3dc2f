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

STALE_PERIODS = 3


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz/live":
            return JsonResponse({"live": True})
        if request.path == "/healthz/ready":
            return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    """200 when pages can be served. A broker that is away or a late tick is said, and fails readiness of neither kind of page."""
    parts = {"database": _database(), "broker": _broker(), "tick": _tick()}
    words = {name: "ok" if holds else "not ok" for name, holds in parts.items()}
    return JsonResponse({"ready": all(parts.values()), **words}, status=200 if all(parts.values()) else 503)


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
        with connections["system"].cursor() as cursor:
            cursor.execute("SELECT max(ran_at) FROM notifications_tick")
            row = cursor.fetchone()
    except DatabaseError:
        return False
    late = timedelta(seconds=STALE_PERIODS * settings.TICK_SECONDS)
    return bool(row and row[0] and timezone.now() - row[0] < late)
