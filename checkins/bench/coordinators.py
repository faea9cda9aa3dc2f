"""A thousand coordinators who save check-ins at once, for one minute, on the product as it is served.

Each has a home of their own, types a note and saves it every few seconds, as the form does by itself, and then completes the
check-in, pressing twice at the same moment. Afterwards the database is asked: every save that was acknowledged is there, once.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.db import connections
from django.urls import reverse

from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.crowd import Seen, Visitor, visiting
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.load import serving
from carehomes.demo.bench.works import Result, measures_work
from checkins.models import FormVersion

MINUTE = 60.0
PAUSE = (3.0, 7.0)  # seconds between two saves of one person
WORKERS, THREADS = 2, 4
_SPACE = UUID(int=20200501)
# One home of each network, largest first, with somebody who lives there and the network's coordinator.
_HOMES = """
    SELECT DISTINCT ON (u.id) u.email, c.id, p.id
    FROM access_user u JOIN access_membership m ON m.user_id = u.id AND m.role = 'care_coordinator'
    JOIN directory_homerelationship r ON r.organisation_id = m.organisation_id AND r.kind = 'pcn'
    JOIN directory_carehome h ON h.id = r.home_id JOIN checkins_checkin c ON c.home_id = r.home_id AND c.week = %(monday)s
    JOIN LATERAL (SELECT id FROM residents_resident WHERE home_id = h.id AND state = 'in_home' ORDER BY id LIMIT 1) p ON true
    WHERE u.email LIKE 'coordinator.%%' AND c.id <> %(check_in)s
    ORDER BY u.id, h.registered_beds DESC, h.id LIMIT %(coordinators)s
"""
# As if nobody had rung them yet this week.
_NOT_RUNG = """
    DELETE FROM checkins_checkindraft WHERE check_in_id = ANY (%(ids)s);
    DELETE FROM checkins_conversation WHERE check_in_id = ANY (%(ids)s);
    DELETE FROM checkins_sectionanswer WHERE check_in_id = ANY (%(ids)s);
    DELETE FROM checkins_checkinstatus WHERE check_in_id = ANY (%(ids)s);
    UPDATE checkins_checkin SET state = 'scheduled', started_at = NULL, completed_at = NULL, caller_user_id = NULL, caller_name = '',
        caller_organisation_id = NULL, items_raised = 0, nominations_raised = 0, same_day_raised = 0 WHERE id = ANY (%(ids)s)
"""
_DRAFTS = "SELECT check_in_id, revision, fields->'note'->>0 FROM checkins_checkindraft WHERE check_in_id = ANY (%s)"
_DONE = """
    SELECT c.id, c.state, (SELECT count(*) FROM checkins_conversation v WHERE v.check_in_id = c.id AND v.note = n.note),
           (SELECT count(*) FROM checkins_checkinstatus s WHERE s.check_in_id = c.id AND s.state = 'completed'),
           (SELECT count(*) FROM checkins_nomination m WHERE m.key = n.key)
    FROM unnest(%s::bigint[], %s::text[], %s::uuid[]) n (id, note, key) JOIN checkins_checkin c ON c.id = n.id
"""


@dataclass
class _Coordinator:
    """One person with their call: what the form holds, and what the server has acknowledged."""

    cookies: str
    check_in: int
    key: UUID
    typed: dict[str, str]
    revision: int = 0
    saves: int = 0
    note: str = ""


@measures_work
def coordinators(facts: Facts, rounds: int) -> list[Result]:
    """Only where the command is told how many (`--coordinators`)."""
    if not facts.get("coordinators"):
        return []
    people = _people(facts)
    seen, ending = Seen(), Seen()
    with serving(workers=WORKERS, threads=THREADS) as port:
        started = time.monotonic()
        asyncio.run(_minute(port, people, seen))
        spent = time.monotonic() - started
        lost = _lost_drafts(people)
        asyncio.run(_all_complete(port, people, ending))
    unfinished = _lost_check_ins(people)
    return [
        _result(
            f"{len(people):,} coordinators saving for a minute",
            seen,
            lost,
            f"{len(seen.times) / spent:.0f} saves a second",
        ),
        _result(
            f"{len(people):,} coordinators completing, each pressing twice",
            ending,
            unfinished,
            f"within {MINUTE:.0f} s",
        ),
    ]


def _result(name: str, seen: Seen, wrong: list[str], more: str) -> Result:
    times = sorted(seen.times) or [0.0]
    p50, p95 = times[len(times) // 2], times[int(0.95 * (len(times) - 1))]
    troubles = [*seen.errors, *wrong]
    words = f"{len(seen.times):,} answers, p95 {p95:,.0f} ms, {more}; {len(seen.errors)} errors, {len(wrong)} lost or doubled"
    return Result(name, p50, limit=0.0 if troubles else None, note="; ".join([words, *troubles[:3]]))


def _people(facts: Facts) -> list[_Coordinator]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_HOMES, facts)
        rows = cursor.fetchall()
        cursor.execute(_NOT_RUNG, {"ids": [check_in for _, check_in, _ in rows]})
    general = FormVersion.objects.using("owner").filter(organisation=None, state="published")
    sections = [each["key"] for each in general.latest("number").sections]
    run = str(time.time_ns())  # a second run names its residents anew
    return [_person(email, check_in, resident, sections, run) for email, check_in, resident in rows]


def _person(email: str, check_in: int, resident: int, sections: list[str], run: str) -> _Coordinator:
    key = uuid5(_SPACE, f"{run}/{check_in}")
    typed = {f"section-{each}": "nothing" for each in sections} | {
        f"section-{sections[0]}": "something", f"text-{sections[0]}": "The delivery was two days late.",
        "spoke_to": "The manager", "mode": "phone", f"place-{key}": f"1 {sections[0]}", f"resident-{key}": str(resident),
        f"reasons-{key}": "fall", f"urgency-{key}": "routine", f"sentence-{key}": "Fell on the way to the bathroom.",
    }  # fmt: skip
    return _Coordinator(Browser(email).cookies, check_in, key, typed)


async def _minute(port: int, people: list[_Coordinator], seen: Seen) -> None:
    until = time.monotonic() + MINUTE
    await asyncio.gather(*(_types(port, each, until, seen) for each in people))


async def _types(port: int, who: _Coordinator, until: float, seen: Seen) -> None:
    dice = Random(who.check_in)  # noqa: S311 - how fast somebody types
    async with visiting(port, who.cookies, seen) as visitor:
        await asyncio.sleep(dice.uniform(0, PAUSE[1]))
        while time.monotonic() < until:
            await _save(visitor, who, seen)
            await asyncio.sleep(dice.uniform(*PAUSE))


async def _save(visitor: Visitor, who: _Coordinator, seen: Seen) -> None:
    """As the form saves by itself: everything, what was touched since the last save, and which revision it holds."""
    note = f"Note {who.saves + 1} of {who.check_in}"
    touched = ["note"] if who.saves else [*who.typed, "note"]
    form = {**who.typed, "note": note, "touched": touched, "seen": str(who.revision)}
    reply = await visitor.post(reverse("checkins:draft", args=[who.check_in]), form)
    if reply is None:
        return
    if reply.status != 200:
        seen.errors.append(f"save answered {reply.status}")
        return
    answer: dict[str, Any] = json.loads(reply.body)
    if answer.get("conflicts") or answer["revision"] <= who.revision:
        seen.errors.append(f"save gave {answer}")
    who.saves, who.note, who.revision = who.saves + 1, note, answer["revision"]


def _lost_drafts(people: list[_Coordinator]) -> list[str]:
    """Where a draft is not what was acknowledged last, or its revision is not the number of saves."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_DRAFTS, [[each.check_in for each in people]])
        held = {check_in: (revision, note) for check_in, revision, note in cursor.fetchall()}
    saved = [each for each in people if each.saves]
    return [
        f"draft {each.check_in} holds {held.get(each.check_in)}, acknowledged were {each.saves} saves"
        for each in saved
        if held.get(each.check_in) != (each.saves, each.note)
    ]


async def _all_complete(port: int, people: list[_Coordinator], seen: Seen) -> None:
    await asyncio.gather(*(_completes(port, each, seen) for each in people if each.saves))


async def _completes(port: int, who: _Coordinator, seen: Seen) -> None:
    """Some time within a minute, pressed twice at the same moment on two connections."""
    await asyncio.sleep(Random(who.check_in).uniform(0, MINUTE))  # noqa: S311 - when somebody is done
    await asyncio.gather(*(_complete(port, who, seen) for _ in range(2)))


async def _complete(port: int, who: _Coordinator, seen: Seen) -> None:
    async with visiting(port, who.cookies, seen) as visitor:
        reply = await visitor.post(reverse("checkins:confirm", args=[who.check_in]), {"revision": str(who.revision)})
    if reply is not None and reply.status != 302:
        seen.errors.append(f"completing {who.check_in} answered {reply.status}")


def _lost_check_ins(people: list[_Coordinator]) -> list[str]:
    """Where a check-in is not completed, or its words, its step or its resident are not there exactly once."""
    saved = [each for each in people if each.saves]
    with connections["owner"].cursor() as cursor:
        cursor.execute(_DONE, [[e.check_in for e in saved], [e.note for e in saved], [e.key for e in saved]])
        rows = cursor.fetchall()
    return [f"check-in {row[0]}: {row[1:]}" for row in rows if tuple(row[1:]) != ("completed", 1, 1, 1)]
