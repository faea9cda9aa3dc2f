"""Saving a check-in, with its history, its outbox and its locks, against the bare SQL of the same rows. Both are undone."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from random import Random
from typing import Any
from uuid import uuid4

from django.db import transaction
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
from checkins.models import CheckInDraft, FormVersion
from checkins.queries.nominations import whom_to_tell

AIM = 2.0
_SENTENCE = "Breathless when she walks to the dining room."
# What `complete` leaves behind for a call in which one section has something and one resident needs a clinician today.
_COMPLETED = """
    SELECT * FROM checkins_checkin WHERE id = %(check_in)s FOR UPDATE;
    SELECT id, given_name, family_name FROM residents_resident
    WHERE home_id = %(rung)s AND state IN ('in_home', 'in_hospital', 'away');
    INSERT INTO checkins_nomination (resident_id, home_id, raised_at_home_id, check_in_id, urgency, reasons, sentence, state,
        raised_at, raised_by_user_id, raised_by_name, raised_by_organisation_name, acknowledge_by, acknowledged_by_name, key,
        withdrawn_by_name, withdrawn_reason)
    VALUES (%(nominated)s, %(rung)s, %(rung)s, %(check_in)s, 'same_day', '["fall"]', 'Breathless.', 'raised', now(), %(user)s,
        %(person)s, %(organisation)s, now() + interval '2 hours', '', gen_random_uuid(), '', '');
    SELECT notify_people(%(people)s, 'same_day', 'A home asks for a clinician today', '/to-see/', true);
    SELECT queue_message('bench-' || person, person, 'Homeround: a care home asks for a clinician today', 'Please acknowledge it.')
    FROM unnest(%(people)s) person;
    INSERT INTO checkins_sectionanswer (check_in_id, home_id, form_version_id, section, something, text, raised_at, raised_by_name,
        done_by_name)
    SELECT %(check_in)s, %(rung)s, v.id, s ->> 'key', n = 1, CASE WHEN n = 1 THEN 'The delivery was late.' ELSE '' END, now(),
        %(person)s, ''
    FROM checkins_formversion v, jsonb_array_elements(v.sections) WITH ORDINALITY AS each (s, n) WHERE v.id = %(form)s;
    INSERT INTO checkins_conversation (check_in_id, home_id, form_version_id, spoke_to, note)
    VALUES (%(check_in)s, %(rung)s, %(form)s, 'The manager', '');
    UPDATE checkins_checkin SET state = 'completed', mode = 'phone', completed_at = now(), caller_user_id = %(user)s,
        caller_name = %(person)s, caller_organisation_id = %(network)s, items_raised = 1, nominations_raised = 1, same_day_raised = 1
    WHERE id = %(check_in)s;
    INSERT INTO checkins_checkinstatus (check_in_id, home_id, state, at, by_user_id, by_name, by_organisation_name, reason)
    VALUES (%(check_in)s, %(rung)s, 'completed', now(), %(user)s, %(person)s, %(organisation)s, '');
    DELETE FROM checkins_checkindraft WHERE check_in_id = %(check_in)s
"""
_DRAFTED = """
    SELECT * FROM checkins_checkin WHERE id = %(check_in)s FOR UPDATE;
    SELECT * FROM checkins_checkindraft WHERE check_in_id = %(check_in)s;
    UPDATE checkins_checkindraft SET fields = %(fields)s, revision = revision + 1, saved_at = now(), saved_by_user_id = %(user)s,
        saved_by_name = %(person)s
    WHERE check_in_id = %(check_in)s
"""


@measures_work
def saving_a_check_in(facts: Facts, rounds: int) -> list[Result]:
    """Completing it, and the save of a draft that happens every few seconds while somebody types."""
    acting = Browser(COORDINATOR).acting
    call = _Call(facts, acting)
    return [
        _compared("Completing a check-in with a same-day nomination", call, call.complete, _COMPLETED, rounds),
        _compared("Saving a draft", call, call.save, _DRAFTED, rounds),
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
            self.people = whom_to_tell(self.rung)
            form = FormVersion.objects.latest("number")
        self.fields = _typed([section["key"] for section in form.sections], nominated)
        self.facts = facts | {
            "nominated": nominated, "people": self.people, "form": form.pk, "fields": json.dumps(self.fields),
            "user": acting.user_id, "person": acting.person, "organisation": acting.organisation,
        }  # fmt: skip

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


def _compared(name: str, call: _Call, save: Callable[[datetime], None], bare: str, rounds: int) -> Result:
    rivals = {
        "ours": _undone(call, lambda: save(timezone.now())),
        "bare": _undone(call, lambda: sql.fetch("default", bare, call.facts)),
    }
    samples = interleaved(rivals, rounds=rounds)
    return Result(name, samples["ours"].p50, samples["bare"].p50, AIM, note="the action, without its request")


def _undone(call: _Call, work: Callable[[], object]) -> Rival:
    def once() -> float:
        with call.scope() as scope:
            call.draft()
            spent = milliseconds(work)
            transaction.set_rollback(True, using=scope.alias)
        return spent

    return once
