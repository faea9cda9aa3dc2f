"""Scopes: on whose behalf the database is asked. Outside a scope no table of a tenant can be read at all.

A scope is a transaction whose first statement takes on a database role and says, for this transaction only, which membership acts.
The policies (`carehomes.access.tenancy`) read that setting. Nothing outlives the transaction, so a connection pooler cannot leak it.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings as configured
from django.db import connections, models, transaction

from carehomes.access.acting import Acting
from carehomes.access.tenancy import APP_LOGIN, NATIONAL_LOGIN, ORGANISATION_ROLE, OWNER_LOGIN, SYSTEM_LOGIN


@dataclass(frozen=True)
class Scope:
    """What is set for the transaction: connection, database role, and who acts on whose behalf, for policies and history."""

    alias: str
    role: str
    acting: Acting | None = None
    user_id: int | None = None
    reason: str = ""
    request_id: str = ""
    at_end: list[Callable[[], None]] = field(
        default_factory=list, compare=False
    )  # done in the scope, just before it ends

    @property
    def settings(self) -> tuple[str, ...]:
        """The values of `_SETTINGS`, in their order."""
        membership = str(self.acting.membership_id) if self.acting else ""
        user = str(self.acting.user_id if self.acting else self.user_id or "")
        context = {"user": user, "membership": membership, "reason": self.reason}
        written = json.dumps({key: value for key, value in context.items() if value})
        return self.role, membership, user, self.request_id or str(uuid.uuid4()), written


# What is set for a transaction: the policies read the role, the membership and the person, the history triggers the last two.
_SETTINGS = ("role", "homeround.membership", "homeround.person", "pghistory.context_id", "pghistory.context_metadata")
_GIVEN = ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
_BEFORE = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)

_current: ContextVar[Scope | None] = ContextVar("homeround_scope", default=None)


def current() -> Scope | None:
    """The scope that is open now, if any."""
    return _current.get()


def alias() -> str:
    """The connection of the scope that is open now."""
    scope = _current.get()
    return scope.alias if scope else "default"


def atomic() -> AbstractContextManager[Any]:
    """`transaction.atomic` on the connection of the open scope. Every action opens its transaction with this."""
    return transaction.atomic(using=alias())


class ScopeRouter:
    """Sends queries to the login of the open scope."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        return alias()

    db_for_write = db_for_read

    def allow_relation(self, first: models.Model, second: models.Model, **hints: Any) -> bool:
        return True  # the aliases are logins of one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (
            db == configured.TABLES_OWNER
        )  # no other login may read what has run; `makemigrations` would ask them all


def _set(scope_alias: str, settings: tuple[str, ...], *, return_later: bool) -> tuple[str, ...]:
    """Sets them for this transaction, in one statement. Returns what they were where the transaction goes on without the scope."""
    with connections[scope_alias].cursor() as cursor:
        cursor.execute(f"SELECT {_BEFORE}, {_GIVEN}" if return_later else f"SELECT {_GIVEN}", settings)
        return cursor.fetchone()[: len(_SETTINGS)] if return_later else ()


@contextmanager
def _open(scope: Scope) -> Iterator[Scope]:
    connection = connections[scope.alias]
    nested = connection.in_atomic_block
    with transaction.atomic(using=scope.alias):
        before = _set(scope.alias, scope.settings, return_later=nested)
        token = _current.set(scope)
        try:
            yield scope
            for work in scope.at_end:
                work()
        finally:
            _current.reset(token)
        if nested and not connection.needs_rollback:
            _set(scope.alias, before, return_later=False)


def acting_scope(acting: Acting, *, ones_own: bool = False, request_id: str = "") -> AbstractContextManager[Scope]:
    """Everything inside sees and writes what this membership may. National readers read on their own read-only login.

    `ones_own`: it is about rows of the person alone, which only the organisations' login may read and write.
    """
    if acting.role.national and not ones_own:
        return _open(Scope("national", NATIONAL_LOGIN, acting, request_id=request_id))
    return _open(Scope("default", ORGANISATION_ROLE, acting, request_id=request_id))


def system_scope(
    reason: str, *, acting: Acting | None = None, user_id: int | None = None, request_id: str = ""
) -> AbstractContextManager[Scope]:
    """Work across tenants, by the scheduler or after a check in an action. The reason stands in the history of every write.

    `user_id`: who caused it, where nobody acts in a membership yet.
    """
    if not reason:
        raise ValueError("A system scope needs a reason.")
    return _open(Scope("system", SYSTEM_LOGIN, acting, user_id, reason=reason, request_id=request_id))


def owner_scope(reason: str) -> AbstractContextManager[Scope]:
    """The owner of the tables, who alone may change history: only for an erasure, by hand, where the owner's login is configured."""
    if not reason:
        raise ValueError("The owner's scope needs a reason.")
    return _open(Scope("owner", OWNER_LOGIN, reason=reason))


def sign_in_scope(user_id: int | None = None, *, request_id: str = "") -> AbstractContextManager[Scope]:
    """The web login itself: sessions, passwords and second factors, and no table of any tenant."""
    return _open(Scope("default", APP_LOGIN, user_id=user_id, request_id=request_id))


@contextmanager
def on_behalf(reason: str) -> Iterator[Scope]:
    """From within an acting scope to a system scope, for the few writes that cross tenants after the action has checked them."""
    scope = _current.get()
    if scope is None or scope.acting is None:
        raise RuntimeError("on_behalf needs an acting scope around it.")
    inside = replace(scope, alias="system", role=SYSTEM_LOGIN, reason=reason, at_end=[])
    with _open(inside) as opened:
        yield opened
