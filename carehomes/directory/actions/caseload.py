"""Planning many homes at once: who rings them, on which days, who covers. All of them or none; undone on the same day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.models import Dated
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.directory.actions.schedules import AT_ONCE, Rhythm, check_first_day, columns, ended_by
from carehomes.directory.models import CaseloadChange, CheckInSchedule, NamedRole, NamedRoleKind
from carehomes.directory.periods import after
from carehomes.directory.queries.caseload import Planned, Ringer, fingerprint, planned_homes

TABLES: dict[str, type[Dated]] = {"schedule": CheckInSchedule, "role": NamedRole}
CHANGED = "Something was changed here since this was shown. Look it over again"


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to hold for all chosen homes; what is left out stays as it is.

    `weekdays`: several share the homes between them. `starts_on`: the Monday from which days and coordinator hold.
    The cover holds from `cover_from` to `cover_until`, both included; without the latter it is a standing deputy.
    """

    starts_on: date
    weekdays: tuple[int, ...] = ()
    window: tuple[time, time] | None = None
    mode: str = ""
    coordinator: Ringer | None = None
    cover: Ringer | None = None
    cover_from: date | None = None
    cover_until: date | None = None

    @property
    def changes_rhythm(self) -> bool:
        return bool(self.weekdays or self.window or self.mode)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would become of one home: its rhythm, None where that stays."""

    planned: Planned
    rhythm: Rhythm | None


def proposals(planned: Sequence[Planned], asked: Assignment) -> list[Proposal]:
    """What an assignment would do, home by home. Changes nothing."""
    days = shared_out({each.home.pk: each.schedule_on(asked.starts_on).weekday for each in planned}, asked.weekdays)
    return [Proposal(each, _rhythm(each.schedule_on(asked.starts_on), days[each.home.pk], asked)) for each in planned]


def _rhythm(now: CheckInSchedule, weekday: int, asked: Assignment) -> Rhythm | None:
    window = asked.window or (now.window_starts, now.window_ends)
    wanted = Rhythm(weekday, window, asked.mode or now.mode, now.note)
    same = wanted == Rhythm(now.weekday, (now.window_starts, now.window_ends), now.mode, now.note)
    return None if same else wanted


def shared_out(now: Mapping[int, int], weekdays: Sequence[int]) -> dict[int, int]:
    """The homes (id and weekday) shared between these weekdays, as evenly as can be, moving as few as can be."""
    if not weekdays:
        return dict(now)
    most = -(-len(now) // len(weekdays))
    days: dict[int, int] = {}
    held = dict.fromkeys(weekdays, 0)
    for home, weekday in now.items():
        if held.get(weekday, most) < most:
            days[home] = weekday
            held[weekday] += 1
    for home in (each for each in now if each not in days):
        days[home] = min(held, key=lambda weekday: (held[weekday], weekday))
        held[days[home]] += 1
    return {home: days[home] for home in now}


@dataclass
class _Written:
    """What is done to the rows of all homes, written at the end in a few statements."""

    began: list[Dated] = field(default_factory=list)
    ended: list[tuple[Dated, date | None]] = field(default_factory=list)

    def end(self, rows: Sequence[Dated], starts_on: date) -> None:
        was = {row.pk: row.ends_on for row in rows}
        self.ended += [(row, was[row.pk]) for row in ended_by(list(rows), starts_on)]


def assign(
    *,
    by: Acting,
    home_ids: Iterable[int],
    asked: Assignment,
    seen: str,
    words: str,
    key: UUID,
    now: datetime,
) -> int:
    """Plans the homes and returns how many were changed. `seen`: the fingerprint of the preview; `words`: what it said.

    Raises ValidationError where something changed since the preview, a day is too early, or a home is not the person's to plan.
    """
    require(by, Permission.PLAN_CHECK_INS)
    today = london_today(now)
    _check(asked, today)
    with atomic():
        wanted = set(home_ids)
        if not idempotency.claim(key, action="assign_caseload", result=str(key), by=by):
            return CaseloadChange.objects.filter(key=key).count()
        planned = planned_homes(today, wanted, lock=True)
        if {each.home.pk for each in planned} != wanted or fingerprint(planned) != seen:
            raise ValidationError({"homes": CHANGED})
        return _assign(planned, asked, words, key, by, now)


def _check(asked: Assignment, today: date) -> None:
    if asked.changes_rhythm or asked.coordinator:
        check_first_day(asked.starts_on, today)
    if asked.cover is None:
        return
    if asked.cover_from is None or asked.cover_from < today:
        raise ValidationError({"cover_from": "The first day of the cover must be today or later"})
    if asked.cover_until is not None and asked.cover_until < asked.cover_from:
        raise ValidationError({"cover_until": "The last day must not be before the first"})


def _assign(planned: Sequence[Planned], asked: Assignment, words: str, key: UUID, by: Acting, now: datetime) -> int:
    written = _Written()
    for each in proposals(planned, asked):
        _one(each, asked, written)
    _store(written)
    rows = [_change(each.home.pk, written, words, key, by, now) for each in planned]
    changed = [row for row in rows if row.began or row.ended]
    CaseloadChange.objects.bulk_create(changed)
    return len(changed)


def _one(proposal: Proposal, asked: Assignment, written: _Written) -> None:
    each, home_id = proposal.planned, proposal.planned.home.pk
    if proposal.rhythm is not None:
        written.end(each.schedules, asked.starts_on)
        written.began.append(CheckInSchedule(**columns(home_id, proposal.rhythm, asked.starts_on)))
    if asked.coordinator and not _rings_alone(each, asked.coordinator, asked.starts_on):
        written.end([row for row in each.roles if row.kind == NamedRoleKind.COORDINATOR], asked.starts_on)
        written.began.append(_role(home_id, NamedRoleKind.COORDINATOR, asked.coordinator, asked.starts_on, None))
    if asked.cover and asked.cover_from:
        until = after(asked.cover_until) if asked.cover_until else None
        written.began.append(_role(home_id, NamedRoleKind.COVER, asked.cover, asked.cover_from, until))


def _rings_alone(each: Planned, ringer: Ringer, day: date) -> bool:
    rows = [row for row in each.roles if row.kind == NamedRoleKind.COORDINATOR and row.starts_on != row.ends_on]
    return [(row.user_id, row.ends_on, row.starts_on <= day) for row in rows] == [(ringer.user_id, None, True)]


def _role(home_id: int, kind: NamedRoleKind, ringer: Ringer, starts_on: date, ends_on: date | None) -> NamedRole:
    return NamedRole(
        home_id=home_id,
        kind=kind,
        person_name=ringer.person_name,
        profession="care_coordinator",
        organisation_id=ringer.organisation_id,
        user_id=ringer.user_id,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _store(written: _Written) -> None:
    for model in TABLES.values():
        rows: list[Any] = [row for row, _ in written.ended if isinstance(row, model)]
        model._default_manager.bulk_update(rows, ["ends_on"])
    try:
        with atomic():
            for model in TABLES.values():
                model._default_manager.bulk_create([row for row in written.began if isinstance(row, model)])
    except IntegrityError:
        raise ValidationError({"homes": AT_ONCE}) from None


def _change(home_id: int, written: _Written, words: str, key: UUID, by: Acting, now: datetime) -> CaseloadChange:
    began = [_kept(row, None) for row in written.began if row.home_id == home_id]  # type: ignore[attr-defined]  # a row of a home
    ended = [_kept(row, was) for row, was in written.ended if row.home_id == home_id]  # type: ignore[attr-defined]  # a row of a home
    return CaseloadChange(
        key=key,
        home_id=home_id,
        words=words,
        began=began,
        ended=ended,
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
    )


def _kept(row: Dated, was: date | None) -> dict[str, Any]:
    table = next(name for name, model in TABLES.items() if isinstance(row, model))
    return {
        "table": table,
        "id": row.pk,
        "was": was and was.isoformat(),
        "now": row.ends_on and row.ends_on.isoformat(),
    }


@dataclass(frozen=True, slots=True)
class Undone:
    """How many homes are as before, and the names of those that somebody has changed since, which stay as they are."""

    homes: int
    kept: list[str]


def undo(*, by: Acting, key: UUID, now: datetime) -> Undone:
    """Undoes a planning on the day on which it was made. A second time it changes nothing. Raises ValidationError on a later day."""
    require(by, Permission.PLAN_CHECK_INS)
    with atomic():
        changes = list(
            CaseloadChange.objects.select_for_update(of=("self",))
            .select_related("home")
            .filter(key=key, undone_at=None)
        )
        if any(london_today(each.at) != london_today(now) for each in changes):
            raise ValidationError("It was planned on another day. Plan these homes anew instead")
        rows = {name: _rows(model, changes, name) for name, model in TABLES.items()}
        kept = [each for each in changes if not _untouched(each, rows)]
        for each in (each for each in changes if each not in kept):
            _undo(each, rows, by, now)
        return Undone(len(changes) - len(kept), [each.home.name for each in kept])


def _rows(model: type[Dated], changes: Sequence[CaseloadChange], table: str) -> dict[int, Dated]:
    ids = [part["id"] for each in changes for part in (*each.began, *each.ended) if part["table"] == table]
    found: dict[int, Dated] = model._default_manager.select_for_update().in_bulk(ids)
    return found


def _untouched(change: CaseloadChange, rows: Mapping[str, Mapping[int, Dated]]) -> bool:
    ends = [(rows[part["table"]][part["id"]].ends_on, part["now"]) for part in (*change.began, *change.ended)]
    return all((held and held.isoformat()) == kept for held, kept in ends)


def _undo(change: CaseloadChange, rows: Mapping[str, Mapping[int, Dated]], by: Acting, now: datetime) -> None:
    """What began ends on its own first day, so that it never held; what was ended goes on as it would have."""
    for part in change.began:
        row = rows[part["table"]][part["id"]]
        row.ends_on = row.starts_on
        row.save(update_fields=["ends_on"])
    for part in change.ended:
        row = rows[part["table"]][part["id"]]
        row.ends_on = date.fromisoformat(part["was"]) if part["was"] else None
        row.save(update_fields=["ends_on"])
    change.undone_at, change.undone_by_name = now, by.person
    change.save(update_fields=["undone_at", "undone_by_name"])
