"""The one e-mail a day: numbers and addresses, no names of residents and nothing clinical, and no e-mail when there is nothing to say.

Each is a row with a key of person and London date, made for everybody whose time has come by one statement. Filling one writes the
e-mail and marks the row in one transaction, so that any machine may be killed at any moment and each is sent once.

Rooms say what stands in it: `register_section(KIND, write)`, where `write(acting, now)` runs in the scope of each membership of a person.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connections
from django.urls import reverse

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.models import User
from carehomes.access.scopes import acting_scope, sign_in_scope, system_scope
from carehomes.deadlines import LONDON, Week
from carehomes.notifications.kinds import Kind, words_of
from carehomes.notifications.models import Channel, Digest, Notification, OutboxMessage
from carehomes.notifications.queries import Chosen, settings_of
from carehomes.notifications.rules import USUAL, is_bank_holiday
from carehomes.ui.formats import joined, plural, weekday_date

log = structlog.get_logger()
REASON = "daily e-mail"
SECONDS_AT_ONCE = 20.0  # then the tick's other work has its turn; the rest comes a minute later
KEEP_EMPTY = timedelta(days=35)  # rows of days on which there was nothing to say
STILL_URGENT = timedelta(days=7)
NEW = "new"  # the section of what the person was told since the last e-mail

_DUE = """
    INSERT INTO notifications_digest (user_id, for_date, state, sections, created_at)
    SELECT u.id, %(today)s, 'due', '{}', %(now)s
    FROM access_user u LEFT JOIN notifications_deliverytimes t ON t.user_id = u.id
    WHERE u.is_active AND u.email_bounced_at IS NULL
      AND coalesce(t.digest_at, %(usual_at)s) <= %(clock)s
      AND %(weekday)s = ANY (coalesce(t.digest_days, %(usual_days)s))
      AND (NOT %(bank_holiday)s OR coalesce(t.on_bank_holidays, %(usual_bank_holidays)s))
      AND NOT EXISTS (SELECT 1 FROM notifications_digest d WHERE d.user_id = u.id AND d.for_date = %(today)s)
      AND EXISTS (SELECT 1 FROM access_membership m WHERE m.user_id = u.id AND m.starts_on <= %(today)s
                  AND (m.ends_on IS NULL OR m.ends_on > %(today)s))
    ON CONFLICT (user_id, for_date) DO NOTHING
"""


@dataclass(frozen=True)
class Section:
    """One part of the e-mail: a heading, lines of numbers, and the page behind it (its path)."""

    heading: str
    lines: Sequence[str]
    address: str


Write = Callable[[Acting, datetime], Section | None]


@dataclass(frozen=True)
class _Source:
    kind: Kind
    write: Write
    weekly: bool


_sources: list[_Source] = []


def register_section(kind: Kind, write: Write, *, weekly: bool = False) -> None:
    """A room adds a part of the daily e-mail, shown to those who have not switched its kind off; None says nothing today.

    `weekly`: only in a person's first e-mail of the ISO week that has it, so that a bank holiday on Monday moves it to Tuesday.
    """
    _sources.append(_Source(kind, write, weekly))


def run_digests(now: datetime) -> int:
    """Makes and fills the e-mails whose time has come; returns how many were written. Run twice, or on two machines, it gives one each."""
    today = now.astimezone(LONDON).date()
    make_due(now)
    until, written = time.monotonic() + SECONDS_AT_ONCE, 0
    broken: list[int] = []
    while time.monotonic() < until:
        user_id, said = _fill_next(today, now, broken)
        if user_id is None:
            break
        written += said
    return written


def make_due(now: datetime) -> int:
    """One row for everybody whose time of day has come on a day that they chose. Returns how many it made.

    Rows of a day that has passed unfilled say nothing any more: the next day's says it.
    """
    local = now.astimezone(LONDON)
    today = local.date()
    asked: dict[str, Any] = {
        "now": now,
        "today": today,
        "clock": local.time().replace(microsecond=0),
        "weekday": today.isoweekday(),
        "bank_holiday": is_bank_holiday(today),
        "usual_at": USUAL.digest_at,
        "usual_days": list(USUAL.digest_days),
        "usual_bank_holidays": USUAL.on_bank_holidays,
    }
    with system_scope(REASON):
        Digest.objects.filter(state=Digest.State.DUE, for_date__lt=today).update(state=Digest.State.NOTHING)
        Digest.objects.filter(state=Digest.State.NOTHING, for_date__lt=today - KEEP_EMPTY, told=None).delete()
        with connections["system"].cursor() as cursor:
            cursor.execute(_DUE, asked)
            return cursor.rowcount


def _fill_next(today: date, now: datetime, broken: list[int]) -> tuple[int | None, bool]:
    """Fills one row that nobody else is filling: whose, and whether there was something to say. (None, False): none is left.

    One that cannot be filled stays due, is left out of this run, and stops nobody else's.
    """
    user_id = None
    try:
        with system_scope(REASON):
            due = Digest.objects.filter(state=Digest.State.DUE, for_date=today).exclude(user_id__in=broken)
            digest = due.select_for_update(skip_locked=True).order_by("id").first()
            if digest is None:
                return None, False
            user_id = digest.user_id
            return user_id, _fill(digest, now)
    except Exception as error:  # of whatever kind
        if user_id is None:
            raise
        broken.append(user_id)
        log.exception("digest_not_written", user_id=user_id, exc_type=type(error).__name__)
        return user_id, False


def _fill(digest: Digest, now: datetime) -> bool:
    user = User.objects.get(pk=digest.user_id)
    told = list(Notification.objects.select_for_update().filter(user_id=user.pk, channel=Channel.DIGEST, digest=None))
    parts = [*_first(user.pk, now), *_of_rooms(digest, now), *_new(told)]
    Notification.objects.filter(pk__in=[each.pk for each in told]).update(digest=digest)
    digest.sections = sorted({key for key, _ in parts})
    digest.state = Digest.State.QUEUED if parts else Digest.State.NOTHING
    digest.save(update_fields=["sections", "state"])
    if parts:
        _queue(user, digest, [section for _, section in parts], now)
    return bool(parts)


def _first(user_id: int, now: datetime) -> list[tuple[str, Section]]:
    """What was told at once and is not read yet stands on top: a digest must not bury it."""
    urgent = Notification.objects.filter(
        user_id=user_id, urgent=True, read_at=None, created_at__gte=now - STILL_URGENT
    ).count()
    if not urgent:
        return []
    line = f"{plural(urgent, 'urgent notification')} not read yet. Each was sent to you at once"
    return [("urgent", Section("Look at this first", [line], f"{reverse('notifications:notifications')}?show=unread"))]


def _new(told: Sequence[Notification]) -> list[tuple[str, Section]]:
    """What the person was told since the last e-mail and has not looked at, as counts by kind."""
    counts: dict[str, int] = {}
    for each in told:
        if each.read_at is None:
            counts[each.kind] = counts.get(each.kind, 0) + 1
    lines = [f"{words_of(kind)}: {count:,}" for kind, count in sorted(counts.items(), key=lambda pair: -pair[1])]
    if not lines:
        return []
    return [(NEW, Section("New for you", lines, f"{reverse('notifications:notifications')}?show=unread"))]


def _of_rooms(digest: Digest, now: datetime) -> list[tuple[str, Section]]:
    """What the rooms say to each of the person's memberships, each read in that membership's own scope; the same words once."""
    chosen = settings_of(digest.user_id)
    said_this_week = _said_since(Week.containing(digest.for_date).monday, digest)
    with sign_in_scope(digest.user_id):
        memberships = memberships_of(digest.user_id)
    said: dict[tuple[str, str, tuple[str, ...], str], list[str]] = {}
    for acting in memberships:
        sources = [each for each in _sources if _wanted(each, acting, chosen, said_this_week)]
        if not sources:
            continue
        with acting_scope(acting):
            written = [(each.kind.key, each.write(acting, now)) for each in sources]
        for key, section in written:
            if section and section.lines:
                same = (key, section.heading, tuple(section.lines), section.address)
                said.setdefault(same, []).append(acting.organisation)
    several = len(memberships) > 1
    return [
        (key, Section(_headed(heading, organisations) if several else heading, lines, address))
        for (key, heading, lines, address), organisations in said.items()
    ]


def _wanted(source: _Source, acting: Acting, chosen: Chosen, said_this_week: set[str]) -> bool:
    if not source.kind.is_for(acting) or chosen.of(source.kind).channel == Channel.OFF:
        return False
    return not source.weekly or source.kind.key not in said_this_week


def _said_since(monday: date, digest: Digest) -> set[str]:
    before = Digest.objects.filter(user_id=digest.user_id, for_date__gte=monday, for_date__lt=digest.for_date)
    return {key for sections in before.values_list("sections", flat=True) for key in sections}


def _headed(heading: str, organisations: Sequence[str]) -> str:
    return f"{heading}, {joined(list(dict.fromkeys(organisations)))}"


def _queue(user: User, digest: Digest, sections: Sequence[Section], now: datetime) -> None:
    OutboxMessage.objects.create(
        dedup_key=f"digest-{user.pk}-{digest.for_date}",
        recipient=user.email,
        recipient_user_id=user.pk,
        subject=f"{settings.SERVICE_NAME}: {weekday_date(digest.for_date)}",
        body=body_of(sections),
        due_at=now,
    )


def body_of(sections: Sequence[Section]) -> str:
    """The e-mail's text: each section with its lines and its address."""
    parts = [
        "\n".join(
            [section.heading, *(f"- {line}" for line in section.lines), f"{settings.SITE_ADDRESS}{section.address}"]
        )
        for section in sections
    ]
    end = "Numbers only: email is not safe for more. When it comes, and what stands in it: "
    return "\n\n".join([*parts, f"{end}{settings.SITE_ADDRESS}{reverse('notifications:settings')}"]) + "\n"
