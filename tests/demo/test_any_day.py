"""The demo area on every day of the week, in the night, at Christmas, at Easter, and when the clocks change."""

import io
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.navigation import navigation
from carehomes.access.personas import PERSONAS, what_waits
from carehomes.access.scopes import acting_scope, system_scope
from carehomes.deadlines import LONDON, Week, london_today
from checkins.models import (
    Attempt,
    CheckIn,
    CheckInStatus,
    Nomination,
    NominationStatus,
    Observation,
    Sbard,
    SectionAnswer,
    Signpost,
    SignpostAnswer,
    SoftSigns,
)
from checkins.queries.coverage import By, area_counts
from checkins.queries.worklist import week_rows
from checkins.rules import Group
from tests.conftest import ScopedClient
from tests.factories import acting_for

MOMENTS = {
    "Monday at half past midnight": "2026-11-23T00:30",
    "Monday": "2026-11-23T10:42",
    "Tuesday, first thing": "2026-11-24T07:55",
    "Wednesday": "2026-11-25T10:42",
    "Thursday, late": "2026-11-26T18:20",
    "Friday": "2026-11-27T14:05",
    "Saturday": "2026-11-28T10:42",
    "Sunday before midnight": "2026-11-29T23:30",
    "Christmas Day": "2026-12-25T10:42",
    "the substitute day of Boxing Day": "2026-12-28T10:42",
    "New Year's Day, in week 53": "2027-01-01T00:05",
    "Easter Monday": "2027-03-29T10:42",
    "the hour that comes twice": "2026-10-25T01:30",
    "the day of the hour that never comes": "2027-03-28T08:00",
}
MONDAY = 1


@pytest.fixture(params=MOMENTS.values(), ids=MOMENTS.keys())
def now(request: pytest.FixtureRequest, db: None, time_machine: Any) -> datetime:
    """The demo area, loaded at this moment."""
    moment = datetime.fromisoformat(request.param).replace(tzinfo=LONDON)
    time_machine.move_to(moment.astimezone(UTC), tick=False)
    call_command("load_demo", stdout=io.StringIO())
    return moment


def membership(person: str) -> Membership:
    """The membership in which a persona lands."""
    return Membership.objects.filter(user__name=person).select_related("user", "organisation").order_by("pk")[0]


def test_every_page_has_something_to_show(now: datetime, client: ScopedClient) -> None:
    today = london_today(now)
    _nothing_lies_ahead(now)
    _the_week_is_in_the_middle_of_its_work(now)
    _the_cards_tell_what_the_pages_show(now)
    for person in PERSONAS:
        client.post(reverse("access:personas"), {"email": person.email})
        page = client.get("/", follow=True)
        assert page.status_code == 200, person.name
    _the_pages_say_it(client, monday=today.isoweekday() == MONDAY)


def _nothing_lies_ahead(now: datetime) -> None:
    moments = [
        *CheckIn.objects.values_list("started_at", flat=True),
        *CheckIn.objects.values_list("completed_at", flat=True),
        *Attempt.objects.values_list("at", flat=True),
        *CheckInStatus.objects.values_list("at", flat=True),
        *SectionAnswer.objects.values_list("raised_at", flat=True),
        *Nomination.objects.values_list("raised_at", flat=True),
        *NominationStatus.objects.values_list("at", flat=True),
        *Observation.objects.values_list("taken_at", flat=True),
        *SoftSigns.objects.values_list("noticed_at", flat=True),
        *Sbard.objects.values_list("recorded_at", flat=True),
        *Signpost.objects.values_list("at", flat=True),
        *SignpostAnswer.objects.values_list("at", flat=True),
    ]
    assert max(moment for moment in moments if moment) <= now
    waiting = Nomination.objects.filter(state="raised").values_list("acknowledge_by", flat=True)
    assert all(each > now for each in waiting if each)


def _the_week_is_in_the_middle_of_its_work(now: datetime) -> None:
    today = london_today(now)
    with acting_scope(acting_for(membership("Priya Fennel"))):
        this = Counter(row.group for row in week_rows(Week.containing(today), today))
        last = Counter(row.group for row in week_rows(Week.containing(today).previous(), today))
    assert sum(this.values()) == 24
    assert this[Group.DONE] == 7
    assert this[Group.NO_ANSWER] == 2
    assert this[Group.TODAY] >= 9
    assert last[Group.OVERDUE] >= 1  # shown as missed
    # A check-in belongs to its week, so on its Monday it cannot be overdue.
    assert this[Group.OVERDUE] == (0 if today.isoweekday() == MONDAY else 2)


def _the_cards_tell_what_the_pages_show(now: datetime) -> None:
    people = {each.name: membership(each.name) for each in PERSONAS}
    with system_scope("test"), CaptureQueriesContext(connection) as asked:
        cards = what_waits([each.user_id for each in people.values()], now)
    assert len(asked) <= 8
    for name, each in people.items():
        words, acting = cards.get(each.user_id, ""), acting_for(each)
        with acting_scope(acting):
            first = navigation(acting, counts=True)[0]
            if first.key in ("checkins:this_week", "checkins:to_see"):
                assert int(words.split()[0]) == first.count, name
                assert ("same day" in words) == (first.alert and first.key == "checkins:to_see")
            if first.key == "checkins:coverage":
                assert words == _lateness(acting, london_today(now)), name


def _lateness(acting: Acting, today: date) -> str:
    area = By.REGION if acting.role_key == "national_reader" else By.PCN
    found: Counter[str] = Counter()
    for each in area_counts(acting, Week.containing(today), today, area):
        found[each.counts_as] += each.homes
    overdue = f"{found['overdue']} homes overdue, " if found["overdue"] else ""
    return f"{overdue}{found['no_answer']} no answer"


def _the_pages_say_it(client: ScopedClient, *, monday: bool) -> None:
    client.post(reverse("access:personas"), {"email": "priya.fennel@homeround.example"})
    page = client.get("/this-week/").content.decode()
    for words in ("No answer", "You started", "Sam Tansy is ringing", "Try again", "7 of 24 homes"):
        assert words in page, words
    assert re.search(r"(Start|Continue) check-in", page)  # who did not answer is not rung again before its time
    assert ("Overdue," in page) == (not monday)
    client.post(reverse("access:personas"), {"email": "anna.betony@homeround.example"})
    page = client.get("/to-see/").content.decode()
    assert re.search(r"Acknowledge by (\w+ \d+ \w+, )?\d\d:\d\d", page)
    client.post(reverse("access:personas"), {"email": "leila.saffron@homeround.example"})
    page = client.get("/coverage/").content.decode()
    assert "8 of 28" in page


def test_another_pcns_coordinator_finds_nothing_at_the_address(client: ScopedClient, time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 25, 10, 42, tzinfo=UTC), tick=False)
    call_command("load_demo", stdout=io.StringIO())
    theirs = CheckIn.objects.filter(home__name="Larch House").latest("week")
    named = Nomination.objects.select_related("resident").first()
    assert named
    client.post(reverse("access:personas"), {"email": "priya.fennel@homeround.example"})
    addresses = [
        reverse("checkins:check_in", args=[theirs.pk]),
        reverse("residents:resident", args=[named.resident_id]),
    ]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    client.post(reverse("access:personas"), {"email": "rue.bistort@homeround.example"})
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 404
        assert named.resident.name not in page.content.decode()
    worklist = client.get("/this-week/").content.decode()
    assert "Ash Grange" in worklist
    assert "Larch House" not in worklist
