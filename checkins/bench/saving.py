"""Saving a check-in, with its history, its outbox and its locks, against the bare SQL of the same rows. Both are undone.

The bare SQL is what the action itself sent to lock and to write, sent again without anything around it: so it is that of the same rows,
whatever a save comes to write.
"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from random import Random
from typing import Any
from uuid import uuid4

from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.scopes import acting_scope
from carehomes.demo.bench import sql
from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.load import saves_under_load
from carehomes.demo.bench.timing import Rival, interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.demo.england.accounts import COORDINATOR
from checkins import actions
from checkins.models import CheckInDraft, FormState, FormVersion

AIM = 2.0
_SENTENCE = "Breathless when she walks to the dining room."
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|SELECT tell_people|SELECT queue_message)|.*FOR UPDATE", re.DOTALL)


@measures_work
def saving_a_check_in(facts: Facts, rounds: int) -> list[Result]:
    """Completing it, and the save of a draft that happens every few seconds while somebody types."""
    acting = Browser(COORDINATOR).acting
    call = _Call(facts, acting)
    return [
        _compared("Completing a check-in with a same-day nomination", call, call.complete, rounds),
        _compared("Saving a draft", call, call.save, rounds),
    ]


@saves_under_load
def drafts(facts: Facts) -> tuple[str, str, Callable[[Random], dict[str, str]]]:
    """The save of a draft while somebody types a note."""
    path = reverse("checkins:draft", args=[facts["check_in"]])
    return COORDINATOR, path, lambda dice: {"note": f"Typed {dice.random()}", "touched": "note", "seen": "999999999"}


class _Call:
    """A call at the point of being saved: its draft holds an answer to every section."""

    def __init__(self, facts: Facts, acting: Acting) -> None:
        self.acting, self.check_in, self.rung = acting, facts["check_in"], facts["rung"]
        with self.scope() as scope:
            (((nominated,),),) = sql.fetch(scope.alias, _NOMINATED, facts)
            form = FormVersion.objects.filter(organisation=None, state=FormState.PUBLISHED).latest("number")
        self.fields = _typed([section["key"] for section in form.sections], nominated)

    def scope(self) -> AbstractContextManager[Any]:
        return acting_scope(self.acting)

    def draft(self) -> None:
        """Puts the draft there, in the open scope."""
        CheckInDraft.objects.filter(check_in_id=self.check_in).delete()
        CheckInDraft.objects.create(
            check_in_id=self.check_in,
            home_id=self.rung,
            fields=self.fields,
            revision=1,
            saved_at=timezone.now(),
            saved_by_user_id=self.acting.user_id,
            saved_by_name=self.acting.person,
        )

    def complete(self, now: datetime) -> None:
        actions.complete(check_in_id=self.check_in, revision=1, by=self.acting, now=now)

    def save(self, now: datetime) -> None:
        typed = {**self.fields, "note": [f"Typed at {now.isoformat()}"]}
        actions.save_draft(check_in_id=self.check_in, sent=typed, touched=set(typed), seen=1, by=self.acting, now=now)


_NOMINATED = """
    SELECT id FROM residents_resident WHERE home_id = %(rung)s AND state = 'in_home' ORDER BY id LIMIT 1
"""


def _typed(sections: list[str], nominated: int) -> dict[str, list[str]]:
    """The fields of the form, as `sheet` names them."""
    key = str(uuid4())
    fields = {f"section-{section}": ["nothing"] for section in sections}
    return fields | {
        f"section-{sections[0]}": ["something"], f"text-{sections[0]}": ["The delivery was late."],
        "spoke_to": ["The manager"], "mode": ["phone"], f"place-{key}": [f"1 {sections[0]}"], f"resident-{key}": [str(nominated)],
        f"reasons-{key}": ["fall"], f"urgency-{key}": ["same_day"], f"sentence-{key}": [_SENTENCE],
    }  # fmt: skip


def _compared(name: str, call: _Call, save: Callable[[datetime], None], rounds: int) -> Result:
    keys = _next_keys()
    written = _written(call, save)
    rivals = {
        "ours": _undone(call, lambda: save(timezone.now())),
        "bare": _undone(call, lambda: _send(written), prepare=lambda: _go_back_to(keys)),
    }
    samples = interleaved(rivals, rounds=rounds)
    note = f"the action, without its request; {len(written)} statements that lock and write"
    return Result(name, samples["ours"].p50, samples["bare"].p50, AIM, note=note)


Statement = tuple[str, Any]


def _written(call: _Call, save: Callable[[datetime], None]) -> list[Statement]:
    """What a save sends to lock and to write."""
    sent: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if _WRITES.match(sql):
            sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with call.scope() as scope:
        call.draft()
        with connections[scope.alias].execute_wrapper(note):
            save(timezone.now())
        transaction.set_rollback(True, using=scope.alias)
    return sent


def _send(statements: list[Statement]) -> None:
    with connections["default"].cursor() as cursor:
        for sql, parameters in statements:
            cursor.execute(sql, parameters)


def _next_keys() -> list[tuple[str, int]]:
    """Where the counters of all keys stand."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        return [(name, last) for name, last in cursor.fetchall() if last is not None]


def _go_back_to(keys: list[tuple[str, int]]) -> None:
    """So that new rows get the keys by which the statements that follow know them. Nothing that was written with them since is kept."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT setval(name::regclass, last) FROM unnest(%s::text[], %s::bigint[]) AS known (name, last)",
                       [[name for name, _ in keys], [last for _, last in keys]])  # fmt: skip


def _undone(call: _Call, work: Callable[[], object], prepare: Callable[[], None] = lambda: None) -> Rival:
    def once() -> float:
        prepare()
        with call.scope() as scope:
            call.draft()
            spent = milliseconds(work)
            _roll_back(scope.alias)
        return spent

    return once


def _roll_back(login: str) -> None:
    """As the database does it. The driver's own way also forgets what the connection has planned, which no save does that is kept."""
    connections[login].connection.pgconn.exec_(b"ROLLBACK")
    transaction.set_rollback(True, using=login)
