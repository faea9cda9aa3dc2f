"""What production must not start with: a database login that could see past the policies.

Settings refuse what can be read from the environment (`settings/production.py`). This file asks the database, once, when a
process starts (`AccessConfig.ready`), and again under `manage.py check --deploy`.
"""

import warnings
from collections.abc import Iterable

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

SERVING = ("default", "national", "system")  # the owner's login is for migrations only

_POWERS = """
    SELECT r.rolname, r.rolsuper, r.rolbypassrls,
           EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')
                   AND c.relnamespace = current_schema()::regnamespace),
           EXISTS (SELECT FROM pg_roles m WHERE (m.rolsuper OR m.rolbypassrls) AND pg_has_role(r.oid, m.oid, 'MEMBER'))
    FROM pg_roles r WHERE r.rolname = session_user
"""
_WORDS = ("is a superuser", "may bypass row security", "owns tables", "may become a role that bypasses row security")


def powers_of(alias: str) -> list[str]:
    """What the login of this connection can do that would let it see past the policies, in words. Empty: nothing."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_POWERS)
        name, *powers = cursor.fetchone()
    return [f"The database login {name} ({alias}) {words}." for words, has in zip(_WORDS, powers, strict=True) if has]


def refuse_powerful_logins(aliases: Iterable[str] = SERVING) -> None:
    """Raises ImproperlyConfigured when a login that serves could see past the policies.

    A database that does not answer is no reason: the process starts, and says that it is not ready (`/healthz/ready`).
    """
    for alias in aliases:
        try:
            with warnings.catch_warnings():
                # Django warns against reading rows while apps load. This asks about the login, and no row.
                warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
                powers = powers_of(alias)
        except DatabaseError:
            continue
        finally:
            connections[alias].close()
        if powers:
            raise ImproperlyConfigured(" ".join(powers))


@register(Tags.security, deploy=True)
def logins_obey_the_policies(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """For `manage.py check --deploy`."""
    return [Error(words, id="access.E001") for alias in SERVING for words in powers_of(alias)]


@register(Tags.security, deploy=True)
def the_demonstration_is_off(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """For `manage.py check --deploy`: no page of personas."""
    return [Error("DEMO is on: anybody may become anybody.", id="access.E002")] if settings.DEMO else []
