"""Causing a notification or an e-mail: rows, written in the transaction that caused them. A tick or a nudge sends what waits.

Titles and texts hold no name of a resident and no clinical word: they may be read on a locked screen or in a forwarded e-mail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from psycopg.types.json import Jsonb

from carehomes.access.planned import fetched
from carehomes.access.scopes import alias
from carehomes.access.tasks import nudge
from carehomes.notifications.kinds import Kind
from carehomes.notifications.queries import lead_days_of
from carehomes.notifications.rules import AT_ONCE_AN_HOUR, USUAL
from carehomes.ui.addresses import address_of

_EMAIL = """{sentence}

{address}

This message says no more, because email is not safe for it.{note}

How you are told of what: {settings}
"""
_TOGETHER = "More came for you than one email each is good for, so the rest is put together here. What is urgent always comes by itself."


def tell(
    people: Iterable[int], *, kind: Kind, title: str, address: str, cause: str = "", email_sentence: str = ""
) -> None:
    """Tells these people (user ids) of something to look at, each in the way that they chose for this kind.

    `address`: path of the page that it leads to. `cause`, at most 80 characters: the same cause is told each person once, however often
    this is called. `email_sentence`: what an e-mail says instead of the kind's words; no names, nothing clinical.
    """
    tell_each([Notice(people, title, address, cause, email_sentence)], kind=kind)


@dataclass(frozen=True)
class Notice:
    """One thing that some people are told, for `tell_each`; its parts are those of `tell`."""

    people: Iterable[int]
    title: str
    address: str
    cause: str = ""
    email_sentence: str = ""


# Many things at once are one statement: what a sweep finds in a minute takes no longer to send than to write.
_TELL = """
    SELECT tell_people(ARRAY(SELECT jsonb_array_elements_text(notice->'people')::bigint), %s, notice->>'title', notice->>'address',
                       %s, %s, %s, %s, notice->>'cause', %s, notice->>'body', %s, %s, %s)
    FROM jsonb_array_elements(%s) WITH ORDINALITY AS given (notice, place) ORDER BY place
"""


def tell_each(notices: Iterable[Notice], *, kind: Kind) -> None:
    """As `tell`, for several things of one kind."""
    given = [_as_json(each, kind) for each in notices]
    if not given:
        return
    subject = f"{settings.SERVICE_NAME}: {kind.words[:1].lower()}{kind.words[1:]}"
    times = (USUAL.quiet_from, USUAL.quiet_to)
    together = (
        f"{settings.SERVICE_NAME}: more that waits for you",
        _body(_TOGETHER, f"{address_of('notifications:notifications')}?show=unread"),
    )
    _call(_TELL, [kind.key, kind.urgent, kind.channel, *times, subject, AT_ONCE_AN_HOUR, *together, Jsonb(given)])
    _send_soon()


def _body(sentence: str, address: str, note: str = "") -> str:
    return _EMAIL.format(
        sentence=sentence,
        address=f"{settings.SITE_ADDRESS}{address}",
        note=f" {note}" if note else "",
        settings=f"{settings.SITE_ADDRESS}{address_of('notifications:settings')}",
    )


def _as_json(notice: Notice, kind: Kind) -> dict[str, Any]:
    body = _body(notice.email_sentence or f"{kind.words}.", notice.address, kind.email_note)
    people = sorted(set(notice.people))
    return {"people": people, "title": notice.title, "address": notice.address, "cause": notice.cause, "body": body}


@dataclass(frozen=True)
class Ahead:
    """Something of a person's that falls due on a day, for `tell_ahead`. `cause` names it and its day: a new day is told anew."""

    user_id: int
    due_on: date
    title: str
    address: str
    cause: str


def tell_ahead(due: Iterable[Ahead], *, kind: Kind, today: date) -> None:
    """Tells each person of what is theirs and falls due within the lead time that they chose for this kind, each thing once.

    A tick hands in everything that is due within `LONGEST_LEAD` days; called again it tells nobody twice.
    """
    coming = list(due)
    lead = lead_days_of({each.user_id for each in coming}, kind)
    now_due = [each for each in coming if 0 <= (each.due_on - today).days <= lead[each.user_id]]
    tell_each((Notice([each.user_id], each.title, each.address, each.cause) for each in now_due), kind=kind)


def email_person(user_id: int, *, dedup_key: str, subject: str, body: str) -> None:
    """Queues an e-mail to a person. The same `dedup_key` (at most 100 characters) is sent once, however often it is queued."""
    _call("SELECT queue_message(%s, %s, %s, %s)", [dedup_key, user_id, subject, body])
    _send_soon()


def email_address(address: str, *, dedup_key: str, subject: str, body: str) -> None:
    """Queues an e-mail to an address that is nobody's account yet, such as an invitation's."""
    _call("SELECT queue_message_to_address(%s, %s, %s, %s)", [dedup_key, address, subject, body])
    _send_soon()


def email_calendar(
    *, user_id: int | None, address: str, dedup_key: str, subject: str, body: str, calendar: str
) -> None:
    """Queues an e-mail with a calendar file, to a person's account or, where `user_id` is None, to an address. See calendars.py."""
    _call("SELECT queue_calendar(%s, %s, %s, %s, %s, %s)", [dedup_key, user_id, address, subject, body, calendar])
    _send_soon()


def _call(statement: str, values: list[Any]) -> None:
    fetched(statement, values)


def _send_soon() -> None:
    """One nudge a transaction, however many people it tells."""
    waiting = connections[alias()].run_on_commit
    if not any(function is _nudge_drain for _, function, *_ in waiting):
        transaction.on_commit(_nudge_drain, using=alias())


def _nudge_drain() -> None:
    from carehomes.notifications.tasks import drain  # noqa: PLC0415 - tasks import actions

    nudge(drain)
