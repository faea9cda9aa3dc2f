"""Two regions with thirty weeks of facts, every view that kept counts could tell of them, and whether they tell it."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, HomeRelationship
from checkins.models import CheckIn, Round
from reporting.actions import KEPT_WEEKS, keep_counts
from reporting.asked import read
from reporting.metrics import REPORTS
from reporting.queries import kept, live
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    RoundFactory,
    acting_for,
)

# Long ago, because what marks a week as changed asks the calendar of the database whether it is over.
NOW = datetime(2024, 10, 16, 10, 42, tzinfo=UTC)  # a Wednesday
NIGHT = datetime(2024, 10, 16, 1, 30, tzinfo=UTC)  # half past two in London, the same day
TODAY = NOW.date()
MONDAY = date(2024, 10, 14)
WEEKS = [MONDAY - timedelta(weeks=back) for back in range(30)]
LONG_BEFORE = date(2022, 7, 1)
KEPT_REPORTS = [key for key, report in REPORTS.items() if report.kept]
STATES = ("scheduled", "in_progress", "no_answer", "completed", "completed", "completed", "declined", "cancelled")


def keep_all(now) -> int:
    """As many ticks as it takes, at once."""
    return keep_counts(now, at_most=KEPT_WEEKS)


def fill(places) -> None:
    """Homes of every kind, with check-ins and rounds in every state."""
    drawn = random.Random(20241016)
    councils = [OrganisationFactory(kind=OrganisationKind.LOCAL_AUTHORITY, name=f"Council {each}") for each in "AB"]
    for place in places:
        for number in range(5):
            home = place.home(
                f"Ash Grange {number}",
                region=drawn.choice((place.region.name, place.region.name, "")),
                in_scope=drawn.random() < 0.9,
                registration_date=drawn.choice((None, WEEKS[12] + timedelta(days=2))),
                deregistered_on=drawn.choice((None, None, None, WEEKS[5] + timedelta(days=3))),
            )
            place.homes.append(home)
            if number:
                HomeRelationshipFactory(
                    home=home, organisation=drawn.choice(councils), kind=RelationshipKind.LOCAL_AUTHORITY
                )
    CareHome.objects.create(name="Nobody's", name_key="nobodys", cqc_location_id="1-999", in_scope=True)
    HomeRelationship.objects.update(starts_on=LONG_BEFORE)
    OrganisationParent.objects.update(starts_on=LONG_BEFORE)
    CheckIn.objects.bulk_create(
        a_call(drawn, home, week) for place in places for home in place.homes for week in WEEKS if drawn.random() < 0.9
    )
    Round.objects.bulk_create(
        a_round(drawn, home, week) for place in places for home in place.homes for week in WEEKS if drawn.random() < 0.5
    )


def a_call(drawn, home, week) -> CheckIn:
    state = drawn.choice(STATES)
    done = {"completed_at": NOW, "caller_user_id": 1} if state == "completed" else {}
    begun = drawn.choice((None, NOW, NOW - timedelta(days=1))) if state == "in_progress" else None
    due = week + timedelta(days=drawn.randrange(7))
    return CheckInFactory.build(home=home, week=week, due_on=due, state=state, started_at=begun, **done)


def a_round(drawn, home, week) -> Round:
    state = drawn.choice(("agenda_published", "in_session", "written_up", "signed_off", "cancelled"))
    held_on = week + timedelta(days=drawn.randrange(7))
    facts = {"began_at": NOW} if state not in ("agenda_published", "cancelled") else {}
    ended = {"ended_at": NOW} if state in ("written_up", "signed_off") else {}
    signed = {"signed_off_at": NOW} if state == "signed_off" else {}
    invited = drawn.randrange(5)
    counts = {"invited": invited, "attended": drawn.randrange(invited + 1)}
    chair = home.relationships.first().organisation
    return RoundFactory.build(
        home=home, chair_organisation=chair, held_on=held_on, state=state, **facts, **ended, **signed, **counts
    )


def views(places, reports=KEPT_REPORTS) -> list:
    """Every reader of whole areas with every view that kept counts could tell."""
    here = places[0]
    readers = [
        MembershipFactory(role="national_reader"),
        here.member("regional_reader"),
        here.member("commissioner_lead"),
    ]
    areas = [
        "",
        f"commissioner:{here.icb.pk}",
        f"region:{here.region.name}",
        "commissioner:none",
        "region:none",
        "council:none",
    ]
    ways = ("week", "month", "region", "commissioner", "council", "pcn")
    periods = [("1", ""), ("4", ""), ("13", ""), ("13", "2024-W35")]
    made = []
    for reader in readers:
        by = acting_for(reader)
        for report, within, way, (weeks, until) in itertools.product(reports, areas, ways, periods):
            given = {"area": within, "by": way, "weeks": weeks, "until": until}
            asked = read(REPORTS[report], by, TODAY, given)
            if asked.breakdown == way and asked not in made:
                made.append(asked)
    return made


def told(asked, now=NOW) -> bool:
    """Whether kept counts tell the view; and where they do, they tell what the facts tell."""
    with acting_scope(asked.by):
        found, facts = kept.count(asked, now, asked.breakdown), live.count(asked, now, asked.breakdown)
    if found is None:
        return False
    assert lines(found) == lines(facts), f"{asked.by.role_key}: {asked.query}"
    return True


def lines(counted) -> dict:
    """Everything but medians and rates, of which there are none that add up."""
    return {
        (each.key, each.name, each is counted.total): (dict(each.shares), dict(each.values))
        for each in [*counted.lines, counted.total]
    }


def england_by_week(**given):
    by = acting_for(MembershipFactory(role="national_reader"))
    return read(REPORTS["check-ins"], by, TODAY, {"by": "week", "weeks": "13", **given})
