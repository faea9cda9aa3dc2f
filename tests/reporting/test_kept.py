"""Kept counts of areas and weeks equal those of the facts, whatever was changed and when; and nobody reads more of them."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, HomeRelationship
from checkins.models import CheckIn, Round
from reporting import actions
from reporting.actions import A_TICK, KEPT_WEEKS, compare_counts, keep_counts
from reporting.asked import periods_of, read
from reporting.metrics import REPORTS
from reporting.models import ChangedWeeks, CommissionerWeek, Comparison, CountedWeek, EnglandWeek
from reporting.presenters.definitions import KEPT
from reporting.queries import areas, count, kept, live
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    RoundFactory,
    acting_for,
)
from tests.reporting.conftest import area

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def then(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def england(then):
    """Two regions; homes of every kind, with check-ins in every state."""
    drawn = random.Random(20241016)
    places = [area("Westmere"), area("Eastgate")]
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
    return places


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


@pytest.mark.parametrize("report", KEPT_REPORTS)
def test_they_are_what_the_facts_say(england, report):
    assert keep_all(NOW) == 105 * len(KEPT_REPORTS)
    asked_for = views(england, [report])
    told_by = {asked.by.role_key: 0 for asked in asked_for}
    for asked in asked_for:
        told_by[asked.by.role_key] += told(asked)
    assert told_by["national_reader"] >= 30
    assert told_by["regional_reader"] >= 12
    assert told_by["commissioner_lead"] >= 12


def test_without_a_count_the_facts_answer(england):
    for asked in views(england)[:3]:
        assert not told(asked)
        with acting_scope(asked.by):
            assert lines(count(asked, NOW)) == lines(live.count(asked, NOW, asked.breakdown))


def changes(drawn, places) -> list:
    """What may happen to facts of weeks that are over, each as one statement."""
    home = drawn.choice([each for place in places for each in place.homes])
    week = drawn.choice(WEEKS[1:])
    calls = CheckIn.objects.filter(home=home, week=week)
    held = HomeRelationship.objects.filter(home=home, kind=drawn.choice(("pcn", "commissioner", "local_authority")))
    day = week + timedelta(days=drawn.randrange(7))

    def moves():
        kind = drawn.choice(("pcn", "commissioner"))
        old = HomeRelationship.objects.filter(home=home, kind=kind, ends_on=None)
        if old.filter(starts_on__lt=day).update(ends_on=day):
            there = drawn.choice(places)
            to = there.pcn if kind == "pcn" else there.icb
            HomeRelationshipFactory(home=home, organisation=to, kind=kind, starts_on=day)

    return [
        lambda: calls.update(state="completed", completed_at=NOW, caller_user_id=1),
        lambda: calls.update(state=drawn.choice(("cancelled", "declined", "no_answer"))),
        lambda: calls.update(state="in_progress", started_at=NOW),
        lambda: calls.delete(),
        lambda: Round.objects.filter(home=home, held_on__lt=MONDAY).update(state="cancelled"),
        lambda: Round.objects.filter(home=home, held_on__lt=day).update(held_on=day),
        lambda: a_round(drawn, home, week).save(),
        lambda: calls.exists() or a_call(drawn, home, week).save(),
        moves,
        moves,
        lambda: held.delete(),
        lambda: held.update(status=drawn.choice(("agreed", "disputed"))),
        lambda: CareHome.objects.filter(pk=home.pk).update(in_scope=drawn.random() < 0.5),
        lambda: CareHome.objects.filter(pk=home.pk).update(deregistered_on=drawn.choice((None, day))),
        lambda: CareHome.objects.filter(pk=home.pk).update(registration_date=drawn.choice((None, day))),
        lambda: CareHome.objects.filter(pk=home.pk).update(region=drawn.choice(("", "Westmere region"))),
        lambda: places[0].homes.append(places[0].home(f"New {drawn.random()}", registration_date=day)),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_they_follow_whatever_is_changed_and_however_late(england, seed):
    drawn = random.Random(seed)
    keep_all(NOW)
    for _ in range(6):
        for _ in range(drawn.randrange(1, 4)):
            drawn.choice(changes(drawn, england))()
        keep_all(NOW)
        asked_for = drawn.sample(views(england), 25)
        assert any(told(asked) for asked in asked_for)


def ended(**facts):
    return lambda home: HomeRelationship.objects.filter(home=home, kind="pcn").update(**facts)


def of_home(**facts):
    return lambda home: CareHome.objects.filter(pk=home.pk).update(**facts)


def of_call(**facts):
    return lambda home: CheckIn.objects.filter(home=home, week=WEEKS[4]).update(**facts)


EVERY_CHANGE = {
    "a call done late": of_call(state="completed", completed_at=NOW, caller_user_id=1),
    "a call cancelled late": of_call(state="cancelled"),
    "a call deleted": lambda home: CheckIn.objects.filter(home=home, week=WEEKS[4]).delete(),
    "a call made late": lambda home: CheckInFactory(home=home, week=WEEKS[7], due_on=WEEKS[7], state="declined"),
    "a round held late": lambda home: Round.objects.filter(home=home).update(state="in_session", began_at=NOW),
    "a round moved": lambda home: Round.objects.filter(home=home).update(held_on=WEEKS[7]),
    "a round deleted": lambda home: Round.objects.filter(home=home).delete(),
    "a round made late": lambda home: a_round(random.Random(1), home, WEEKS[6]).save(),
    "a relationship ended": ended(ends_on=WEEKS[5]),
    "a relationship that began later": ended(starts_on=WEEKS[5]),
    "a relationship disputed": ended(status="disputed"),
    "another organisation": lambda home: ended(organisation=OrganisationFactory(name="Third PCN"))(home),
    "a relationship deleted": lambda home: HomeRelationship.objects.filter(home=home, kind="commissioner").delete(),
    "a relationship made": lambda home: HomeRelationshipFactory(
        home=home,
        organisation=OrganisationFactory(kind=OrganisationKind.LOCAL_AUTHORITY),
        kind=RelationshipKind.LOCAL_AUTHORITY,
        starts_on=WEEKS[6],
    ),
    "out of scope": of_home(in_scope=False),
    "another region": of_home(region="Elsewhere"),
    "registered later": of_home(registration_date=WEEKS[3]),
    "closed": of_home(deregistered_on=WEEKS[3]),
    "a home deleted": lambda home: CareHome.objects.filter(name="Nobody's").delete(),
}


@pytest.mark.parametrize("change", EVERY_CHANGE)
def test_each_change_is_counted(england, change):
    here = england[0]
    home = here.home("Larch House", region=here.region.name)
    HomeRelationship.objects.filter(home=home).update(starts_on=LONG_BEFORE)
    CheckInFactory(home=home, week=WEEKS[4], due_on=WEEKS[4], state="scheduled")
    RoundFactory(home=home, held_on=WEEKS[4], state="agenda_published")
    keep_all(NOW)
    before = kept_rows()
    EVERY_CHANGE[change](home)
    assert ChangedWeeks.objects.exists()
    keep_all(NOW)
    assert kept_rows() != before
    assert compare_counts(NIGHT) == 0
    assert set(Comparison.objects.values_list("weeks", flat=True)) == {104}


def kept_rows() -> set:
    england = EnglandWeek.objects.values_list("report", "week", "kind", "area", "counts")
    theirs = CommissionerWeek.objects.values_list("report", "organisation_id", "week", "kind", "area", "counts")
    return {(*each[:-1], tuple(each[-1])) for each in [*england, *theirs]}


def england_by_week(**given):
    by = acting_for(MembershipFactory(role="national_reader"))
    return read(REPORTS["check-ins"], by, TODAY, {"by": "week", "weeks": "13", **given})


def test_a_change_is_counted_by_the_next_tick_and_until_then_the_page_says_as_of_when(england):
    keep_all(NOW)
    asked = england_by_week()
    CheckIn.objects.filter(week=WEEKS[3]).update(state="cancelled")
    changed = ChangedWeeks.objects.first()
    assert changed.first_week == WEEKS[3]
    assert changed.last_week == WEEKS[2], "the week after asks whether it is the second in a row"
    changed_at = NOW + timedelta(seconds=20)
    ChangedWeeks.objects.update(at=changed_at)
    with acting_scope(asked.by):
        soon = kept.count(asked, NOW + timedelta(seconds=40), "week")
        assert soon.as_of == NOW, "this week was counted then"
        assert kept.count(asked, NOW + timedelta(minutes=4), "week") is None, "the tick is late: the facts answer"
    later = NOW + timedelta(minutes=1)
    assert keep_all(later) == 3 * len(KEPT_REPORTS), "the two weeks, and this one as always"
    assert not ChangedWeeks.objects.exists()
    assert told(asked, later)


def test_as_of_a_change_where_this_week_is_not_asked_for(england):
    keep_all(NOW)
    asked = england_by_week(until="2024-W40", weeks="4")
    with acting_scope(asked.by):
        assert kept.count(asked, NOW + timedelta(hours=3), "week").as_of == NOW + timedelta(hours=3), (
            "nothing has changed"
        )
    CheckIn.objects.filter(week=date(2024, 9, 30)).update(state="cancelled")
    ChangedWeeks.objects.update(at=NOW + timedelta(hours=3))
    with acting_scope(asked.by):
        assert kept.count(asked, NOW + timedelta(hours=3, minutes=29), "week").as_of == NOW + timedelta(hours=3)
        assert kept.count(asked, NOW + timedelta(hours=3, minutes=30), "week") is None, "nobody counts it"


def test_the_calls_of_the_present_week_mark_nothing(then):
    with connection.cursor() as cursor:
        cursor.execute("SELECT date_trunc('week', current_date)::date + 7")
        next_week = cursor.fetchone()[0]
    place = area("Westmere", "Larch House")
    ChangedWeeks.objects.all().delete()
    call = CheckInFactory(home=place.homes[0], week=next_week, due_on=next_week)
    CheckIn.objects.filter(pk=call.pk).update(state="no_answer")
    assert not ChangedWeeks.objects.exists()


def test_a_call_begun_today_in_a_week_that_is_over_counts_otherwise_tomorrow(then):
    place = area("Westmere", "Larch House")
    CheckInFactory(home=place.homes[0], week=WEEKS[2], due_on=WEEKS[2], state="in_progress", started_at=NOW)
    keep_all(NOW)
    counted = CountedWeek.objects.filter(report="check-ins")
    assert counted.get(week=WEEKS[2]).holds_until == TODAY
    assert counted.get(week=WEEKS[3]).holds_until is None
    tomorrow = NOW + timedelta(days=1)
    asked = read(REPORTS["check-ins"], england_by_week().by, tomorrow.date(), {"by": "week", "weeks": "4"})
    assert not told(asked, tomorrow)
    keep_all(tomorrow)
    assert told(asked, tomorrow)


def test_a_week_is_counted_anew_when_it_is_over(england):
    keep_all(NOW)
    monday = NOW + timedelta(days=5)
    keep_all(monday)
    assert set(CountedWeek.objects.filter(week=MONDAY).values_list("holds_until", flat=True)) == {None}
    asked = read(REPORTS["check-ins"], england_by_week().by, monday.date(), {"by": "region", "weeks": "4"})
    assert told(asked, monday)


def test_another_definition_counts_anew(england):
    keep_all(NOW)
    CountedWeek.objects.update(definition="an earlier one")
    assert not told(england_by_week())
    assert keep_all(NOW) == 105 * len(KEPT_REPORTS)
    assert told(england_by_week())


def test_two_at_once_count_once(england, monkeypatch):
    """Whoever comes second does nothing, and the marks stay for whoever counts."""
    marks = ChangedWeeks.objects.count()
    monkeypatch.setattr(actions, "_ALONE", "SELECT false")
    assert keep_all(NOW) == 0
    assert ChangedWeeks.objects.count() == marks > 0


def test_a_tick_counts_some_weeks_the_latest_first_and_the_next_ones_the_rest(england):
    keep_all(NOW)
    CareHome.objects.filter(name="Nobody's").update(in_scope=False)
    of_four, of_a_year = england_by_week(weeks="4"), england_by_week(weeks="52")
    changed_at = NOW + timedelta(minutes=1)
    ChangedWeeks.objects.update(at=changed_at)
    assert keep_counts(changed_at) == A_TICK * len(KEPT_REPORTS)
    assert told(of_four, changed_at)
    with acting_scope(of_a_year.by):
        assert kept.count(of_a_year, changed_at + timedelta(minutes=2), "week").as_of == changed_at, (
            "some weeks are not counted"
        )
    for minute in range(2, 20):
        if keep_counts(NOW + timedelta(minutes=minute)) == len(KEPT_REPORTS):
            break
    assert minute == 10, "105 weeks, 13 at a time; then only this week"
    assert not ChangedWeeks.objects.exists()
    assert told(of_a_year, NOW + timedelta(minutes=minute))
    assert compare_counts(NIGHT) == 0


def test_run_twice_it_changes_nothing(england):
    keep_all(NOW)
    before = set(EnglandWeek.objects.values_list("pk", flat=True))
    assert keep_all(NOW) == len(KEPT_REPORTS), "this week"
    assert set(EnglandWeek.objects.values_list("pk", flat=True)) == before


def test_a_home_that_came_in_between_lets_the_facts_answer(england):
    """The region counts all weeks of its homes of today; the kept counts know whose it was in each week."""
    here, there = england
    keep_all(NOW)
    reader = acting_for(here.member("regional_reader"))
    asked = read(REPORTS["check-ins"], reader, TODAY, {"by": "week", "weeks": "13"})
    assert told(asked)
    home = next(each for each in there.homes if each.deregistered_on is None)
    HomeRelationship.objects.filter(home=home, kind="commissioner").update(ends_on=WEEKS[4])
    HomeRelationshipFactory(home=home, organisation=here.icb, kind="commissioner", starts_on=WEEKS[4])
    keep_all(NOW)
    assert not told(asked)
    assert told(read(REPORTS["check-ins"], reader, TODAY, {"by": "week", "weeks": "4"})), (
        "all the four weeks it was here"
    )
    assert told(england_by_week())


def test_the_areas_to_choose_are_those_of_the_homes(england):
    for role in ("national_reader", "regional_reader", "commissioner_lead"):
        by = acting_for(MembershipFactory(role=role) if role == "national_reader" else england[0].member(role))
        asked = read(REPORTS["check-ins"], by, TODAY, {"weeks": "13"})
        with acting_scope(by):
            from_homes = areas(asked, asked.areas_to_choose)
        keep_all(NOW)
        with acting_scope(by):
            assert areas(asked, asked.areas_to_choose) == from_homes
        assert from_homes
        CountedWeek.objects.all().delete()
        EnglandWeek.objects.all().delete()
        CommissionerWeek.objects.all().delete()


def test_filters_and_lines_of_homes_are_told_by_the_facts(england):
    keep_all(NOW)
    here = england[0]
    lead = acting_for(here.member("commissioner_lead"))
    for given in (
        {"by": "home"},
        {"gap": "2"},
        {"mine": "1"},
        {"home": str(here.homes[0].pk)},
        {"area": f"pcn:{here.pcn.pk}"},
    ):
        assert not told(read(REPORTS["check-ins"], lead, TODAY, {"weeks": "13", **given})), given
    coordinator = acting_for(here.member("care_coordinator"))
    assert not told(read(REPORTS["check-ins"], coordinator, TODAY, {"weeks": "13"}))


def test_a_commissioner_reads_its_own_kept_counts_only(england):
    keep_all(NOW)
    here, there = england
    with acting_scope(acting_for(here.member("commissioner_lead"))):
        assert set(CommissionerWeek.objects.values_list("organisation_id", flat=True)) == {here.icb.pk}
    with acting_scope(acting_for(MembershipFactory(role="national_reader"))):
        assert set(CommissionerWeek.objects.values_list("organisation_id", flat=True)) == {here.icb.pk, there.icb.pk}
        assert EnglandWeek.objects.exists()
    with acting_scope(acting_for(here.member("care_coordinator"))):
        assert not CommissionerWeek.objects.exists()


def test_at_night_kept_counts_are_compared_with_the_facts(england):
    keep_all(NIGHT)
    assert compare_counts(NOW) == 0, "not by day"
    assert not Comparison.objects.exists()
    assert compare_counts(NIGHT) == 0
    found = Comparison.objects.values_list("report", "weeks", "differences")
    assert sorted(found) == [(report, 104, 0) for report in sorted(KEPT_REPORTS)]


def test_a_difference_is_told_and_mended(england):
    keep_all(NIGHT)
    EnglandWeek.objects.filter(report="check-ins", week=WEEKS[4], kind="all").update(counts=[9] * 10)
    CommissionerWeek.objects.filter(report="check-ins", week=WEEKS[6], kind="pcn").delete()
    wrong = compare_counts(NIGHT)
    assert wrong >= 2
    assert Comparison.objects.get(report="check-ins").differences == wrong
    assert compare_counts(NIGHT) == 0, "once a night"
    keep_all(NIGHT)
    Comparison.objects.all().delete()
    assert compare_counts(NIGHT) == 0


def test_readers_and_operators_are_told_of_a_difference(england, client):
    keep_all(NIGHT)
    EnglandWeek.objects.filter(report="check-ins", week=WEEKS[4], kind="all").update(counts=[9] * 10)
    compare_counts(NIGHT)
    client.act_as(MembershipFactory(role="national_reader"))
    assert "1 count differed and were counted anew" in client.get("/reports/how-numbers-are-made/").content.decode()
    assert client.get("/healthz/ready").json()["kept counts"] == "not ok"


def test_the_page_says_as_of_when_and_how(england, client):
    keep_all(NOW - timedelta(minutes=1))
    client.act_as(MembershipFactory(role="national_reader"))
    page = client.get("/reports/check-ins/?weeks=52").content.decode()
    assert "52 weeks" in page
    assert "11:41" in page
    assert KEPT in page
    of_a_home = client.get(
        f"/reports/check-ins/?weeks=52&by=home&area=commissioner:{england[0].icb.pk}"
    ).content.decode()
    assert "13 weeks" in of_a_home, "homes of a year are too many for a page"
    assert KEPT not in of_a_home


def test_a_year_is_offered_only_where_kept_counts_can_tell_it(england):
    nation, lead = (
        acting_for(MembershipFactory(role="national_reader")),
        acting_for(england[0].member("commissioner_lead")),
    )
    assert periods_of(read(REPORTS["check-ins"], nation, TODAY, {})) == (1, 4, 13, 26, 52)
    assert periods_of(read(REPORTS["issues"], nation, TODAY, {})) == (1, 4, 13)
    assert periods_of(read(REPORTS["rounds"], nation, TODAY, {"by": "month"})) == (1, 4, 13), "weeks lie in two months"
    assert periods_of(read(REPORTS["check-ins"], nation, TODAY, {"gap": "2"})) == (1, 4, 13)
    assert 104 in periods_of(read(REPORTS["check-ins"], lead, TODAY, {}))
