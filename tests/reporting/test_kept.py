"""Kept counts of areas and weeks equal those of the facts, whatever was changed and when; and nobody reads more of them."""

import random
from datetime import timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import CareHome, HomeRelationship
from checkins.models import CheckIn, Round
from reporting.actions import compare_counts
from reporting.asked import periods_of, read
from reporting.metrics import REPORTS
from reporting.models import ChangedWeeks, CommissionerWeek, Comparison, CountedWeek, EnglandWeek
from reporting.queries import areas, count, live
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    RoundFactory,
    acting_for,
)
from tests.reporting.england_then import (
    KEPT_REPORTS,
    LONG_BEFORE,
    MONDAY,
    NIGHT,
    NOW,
    TODAY,
    WEEKS,
    a_call,
    a_round,
    england_by_week,
    keep_all,
    lines,
    told,
    views,
)

pytestmark = pytest.mark.django_db


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
