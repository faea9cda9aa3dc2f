"""A round as a calendar entry (RFC 5545, RFC 5546): the home's name, the time, the place or link, and our address. No person is named.

Times are UTC, worked out from London's clocks for that day, so that no reader needs our rules of summer time.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, vCalAddress

from carehomes.deadlines import LONDON
from carehomes.ui.formats import clock, weekday_date
from checkins.models import Round, RoundMode, RoundState

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
_EMAIL = """{what} at {home}: {day}, {time}, {place}.

{sentence}{more}

This message names nobody, because email is not safe for it.
"""


class Told(StrEnum):
    """What a message about a round says."""

    ASKED = "asked"
    MOVED = "moved"
    CANCELLED = "cancelled"


METHODS = {Told.ASKED: REQUEST, Told.MOVED: REQUEST, Told.CANCELLED: CANCEL}
_SENTENCES = {
    Told.ASKED: "The calendar file has the same. If anything changes, you get a new one that replaces it.",
    Told.MOVED: "It has moved. An answer to the time or place of before does not count any more: please answer again.",
    Told.CANCELLED: "It is not held, or you need not come. The calendar file takes it out of your calendar.",
}
_LEADS = {  # by whether it asks for an answer, and whether the round is cancelled
    (True, False): "Say whether you come:",
    (False, False): "Who comes and what is on the agenda:",
    (False, True): "More about it:",
}
_CALLED = {Told.ASKED: "{}", Told.MOVED: "{} moved", Told.CANCELLED: "{} not held"}


def starts(found: Round) -> datetime:
    """The moment at which it begins. A time that the clocks skip or repeat is taken as before the change."""
    return datetime.combine(found.held_on, found.starts_at, LONDON).astimezone(UTC)


def address_of(found: Round) -> str:
    """Where people join or meet."""
    if found.mode == RoundMode.VIRTUAL:
        return found.link or "By video"
    return ", ".join(
        part for part in (found.home.name, found.home.address, found.home.town, found.home.postcode) if part
    )


def _event(found: Round, status: str, now: datetime, page: str) -> Event:
    event = Event()
    host = settings.SITE_ADDRESS.partition("://")[2].partition(":")[0]
    event.add("uid", f"{found.key}@{host}")
    event.add("sequence", found.calendar_sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", starts(found))
    event.add("dtend", starts(found) + timedelta(minutes=found.minutes))
    event.add("summary", f"{found.get_kind_display()}, {found.home.name}")
    event.add("location", address_of(found))
    if page:
        event.add("url", page)
        event.add("description", page)
    event.add("status", status)
    event.add("class", "PRIVATE")
    return event


def page_of(found: Round) -> str:
    """Its page, for whoever has an account."""
    return f"{settings.SITE_ADDRESS}{reverse('checkins:round', args=[found.pk])}"


def _calendar(method: str, events: Iterable[Event]) -> str:
    calendar = Calendar()
    calendar.add("prodid", "-//Homeround//Rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical().decode()


def entry_of(found: Round, method: str, now: datetime, *, page: str) -> str:
    """The file of one invitation: REQUEST for a new one and for an update, CANCEL. `page`: where it leads, if anywhere.

    The drain adds the recipient.
    """
    event = _event(found, "CANCELLED" if method == CANCEL else "CONFIRMED", now, page)
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    organiser.params["CN"] = settings.SERVICE_NAME
    event.add("organizer", organiser)
    return _calendar(method, [event])


def feed_of(rounds: Iterable[Round], now: datetime) -> str:
    """Somebody's rounds, to which a calendar subscribes."""
    return _calendar(
        PUBLISH,
        [
            _event(each, "CANCELLED" if each.state == RoundState.CANCELLED else "CONFIRMED", now, page_of(each))
            for each in rounds
        ],
    )


def email_of(found: Round, told: Told, *, page: str, asks: bool) -> tuple[str, str]:
    """Subject and text of the e-mail around the file. `page`: where it leads, if anywhere; `asks`: there one says whether one comes."""
    what = found.get_kind_display()
    subject = f"{_CALLED[told].format(what)}: {found.home.name}, {weekday_date(found.held_on)}"
    body = _EMAIL.format(
        what=what,
        home=found.home.name,
        day=weekday_date(found.held_on),
        time=clock(found.starts_at),
        place="by video" if found.mode == RoundMode.VIRTUAL else "at the home",
        sentence=_SENTENCES[told],
        more=f" {_LEADS[asks, told == Told.CANCELLED]}\n{page}" if page else "",
    )
    return f"{settings.SERVICE_NAME}: {subject}"[:200], body


def digest_of(secret: str) -> str:
    """What is kept of the secret in a calendar address: random and long, so that a plain SHA-256 cannot be searched."""
    return sha256(secret.encode()).hexdigest()
