"""For tools that read the code and need no service: type checking and lint."""

import os

for _variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_NATIONAL_URL", "DATABASE_SYSTEM_URL"):
    os.environ.setdefault(_variable, "postgresql://nobody@127.0.0.1:1/nothing")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")

# isort: split
from carehomes.settings.base import *  # noqa: F403 - settings modules extend the base
from carehomes.settings.base import INSTALLED_APPS

INSTALLED_APPS += ["carehomes.demo"]

SECRET_KEY = "only for tools"
DEMO = True
