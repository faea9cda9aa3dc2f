"""What waits for a person to look at, how they want to be told, and what became of e-mails."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, QuerySet, When
from django.db.models.functions import TruncDate

from carehomes.access.acting import Acting
from carehomes.deadlines import LONDON
from carehomes.notifications.kinds import Choice, Kind
from carehomes.notifications.models import DeliveryTimes, Notification, NotificationSetting, OutboxMessage
from carehomes.notifications.rules import USUAL, Times

DAYS_SHOWN, ERRORS_SHOWN = 14, 20


def of_person(acting: Acting, *, unread: bool = False, kind: str = "") -> "QuerySet[Notification]":
    """What is not read first, and in it what is urgent; then the newest. The database shows a person their own only."""
    found = Notification.objects.filter(user_id=acting.user_id)
    found = found.filter(read_at=None) if unread else found
    found = found.filter(kind=kind) if kind else found
    waits = Case(When(read_at=None, then=0), default=1)
    urgent = Case(When(read_at=None, urgent=True, then=0), default=1)
    return found.order_by(waits, urgent, "-created_at", "-id")


def settings_of(user_id: int) -> "Chosen":
    """How this person wants to be told, with the usual times where they have chosen none. Two queries."""
    rows = NotificationSetting.objects.filter(user_id=user_id)
    choices = {each.kind: Choice(each.channel, each.lead_days) for each in rows}
    held = DeliveryTimes.objects.filter(user_id=user_id).first()
    if held is None:
        return Chosen(choices, USUAL)
    times = Times(
        held.quiet_from, held.quiet_to, held.digest_at, tuple(held.digest_days), on_bank_holidays=held.on_bank_holidays
    )
    return Chosen(choices, times, held.before, held.changed_at)


@dataclass(frozen=True)
class Chosen:
    """What a person chose: ways by key of kind, and times. `before`: what held before the last change, as it is kept."""

    choices: dict[str, Choice]
    times: Times
    before: dict[str, Any] | None = None
    changed_at: datetime | None = None

    def of(self, kind: Kind) -> Choice:
        """The way that holds for a kind: the person's, else the kind's own."""
        held = self.choices.get(kind.key)
        if kind.urgent or held is None:
            return Choice(kind.channel, kind.lead_days)
        return Choice(held.channel, kind.lead_days if held.lead_days is None else held.lead_days)


def lead_days_of(people: Collection[int], kind: Kind) -> dict[int, int]:
    """How many days ahead each of these people wants to be told of this kind. One query."""
    usual = kind.lead_days or 0
    rows = NotificationSetting.objects.filter(user_id__in=people, kind=kind.key).values_list("user_id", "lead_days")
    chosen = {user: usual if days is None else days for user, days in rows}
    return {user: chosen.get(user, usual) for user in people}


@dataclass(frozen=True)
class DayCount:
    """E-mails that were caused on a London day, by what became of them."""

    day: date
    states: dict[str, int]


@dataclass(frozen=True)
class Delivery:
    """What a platform administrator sees of e-mails: numbers and codes, no address, no words."""

    days: list[DayCount]
    by_state: dict[str, int]
    oldest_waiting: datetime | None
    errors: list[OutboxMessage]


def delivery(now: datetime) -> Delivery:
    """What became of the e-mails of the last two weeks. Read across tenants: call it inside `on_behalf`. Three queries."""
    since = now - timedelta(days=DAYS_SHOWN)
    recent = OutboxMessage.objects.filter(created_at__gte=since)
    counted = recent.annotate(day=TruncDate("created_at", tzinfo=LONDON)).values_list("day", "state")
    days: dict[date, dict[str, int]] = {}
    by_state: dict[str, int] = {}
    for day, state, count in counted.annotate(count=Count("pk")).order_by("-day", "state"):
        days.setdefault(day, {})[state] = count
        by_state[state] = by_state.get(state, 0) + count
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).order_by("due_at")
    oldest = waiting.filter(due_at__lte=now).values_list("created_at", flat=True).first()
    errors = recent.exclude(last_error="").order_by("-created_at", "-pk")
    shown = errors.only("state", "attempts", "created_at", "due_at", "last_error")[:ERRORS_SHOWN]
    return Delivery([DayCount(day, states) for day, states in days.items()], by_state, oldest, list(shown))
