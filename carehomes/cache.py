"""The shared cache. It holds rate limits only, so a cache that is away must never fail a page."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger()


class ForgivingRedisCache(RedisCache):
    """Answers as an empty cache while Valkey is away, and says so in the log."""

    def _or_default(self, call: Callable[[], Any], default: Any) -> Any:
        try:
            return call()
        except RedisError as error:
            log.warning("cache_away", exc_type=type(error).__name__)
            return default

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._or_default(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        self._or_default(lambda: super(ForgivingRedisCache, self).set(key, value, *args, **kwargs), None)

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._or_default(lambda: super(ForgivingRedisCache, self).add(key, value, *args, **kwargs), True))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._or_default(lambda: super(ForgivingRedisCache, self).delete(key, version), False))
