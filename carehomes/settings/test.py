"""Tests run on real PostgreSQL and Valkey.

One login, `default`, stands for all: it may become any of the product's roles, and the tests' requests run as
`homeround_app` exactly as in production (tests/conftest.py). The browser and fault tests use the real logins.
"""

import os
from typing import Any

from carehomes.embedded.attach import ensure_services

ensure_services("test", durable=False)  # the workers of a parallel run inherit the addresses

# isort: split
from carehomes.settings.base import *  # noqa: F403 - settings modules extend the base
from carehomes.settings.base import CACHES, DATABASES, INSTALLED_APPS, REDIS_URL, STATIC_ROOT, env

INSTALLED_APPS += ["carehomes.demo"]

SECRET_KEY = "only for tests"
DEMO = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # speed; sign-in itself is tested with argon2 in the browser
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise wants the folder
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A test that empties the cache empties its own: each worker of a parallel run has one of Valkey's sixteen databases.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES["default"] |= {
    "LOCATION": REDIS_URL.partition("?")[0] + f"?db={1 + _worker % 15}",
    "KEY_PREFIX": f"test{_worker}",
}

_admin = env.db_url("DATABASE_ADMIN_URL", engine="django.db.backends.postgresql")
_suffix = env("HOMEROUND_TEST_SUFFIX", default="")
_test_database: dict[str, Any] = {"NAME": f"test_homeround{_suffix and '_' + _suffix}"}
DATABASES["default"] = {
    **DATABASES["default"],
    **_admin,
    "OPTIONS": {
        **_admin.get("OPTIONS", {}),
        "connect_timeout": 5,
        "options": "-c role=homeround_owner",
        "prepare_threshold": 0,  # at once: a test that asks once asks as a page does that is opened all day
    },
    "CONN_MAX_AGE": 0,
    "TEST": _test_database,
}
TABLES_OWNER = "default"
for _alias in ("owner", "national", "system"):
    DATABASES[_alias] = {**DATABASES["default"], "TEST": {"MIRROR": "default", **_test_database}}
