"""Every number against the same number worked out in plain Python, one thing after the other."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import OrganisationParent
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import LONDON, Week
from carehomes.residents.models import Absence
from checkins.models import CheckIn, Nomination
from checkins.presenters.coverage import four_counts
from checkins.queries.coverage import By, area_counts
from reporting.metrics import REPORTS
from tests.factories import (
    LONG_AGO,
    CheckInFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    StayFactory,
    acting_for,
)
from tests.reporting.conftest import MONDAY, NOW, TODAY, counted, four

pytestmark = pytest.mark.django_db
STATES = ("scheduled", "in_progress", "no_answer", "completed", "declined", "cancelled")
WEEKS = [MONDAY - timedelta(weeks=back) for back in range(6)]
SEEN = {"state": "seen", "contact": "video", "seen_by_name": "Dr Anna Betony"}


def chance() -> random.Random:
    return random.Random(20261125)


def some_check_ins(homes, weeks):
    """Every state, whatever its day; the same every time."""
    drawn, made = chance(), []
    for home, week in itertools.product(homes, weeks):
        state = drawn.choice((*STATES, "completed", "completed", None))
        if state:
            done = {"completed_at": NOW, "caller_user_id": 1} if state == "completed" else {}
            begun = drawn.choice((None, NOW)) if state == "in_progress" else None
            due = week + timedelta(days=drawn.randrange(7))
            made.append(CheckInFactory.build(home=home, week=week, due_on=due, state=state, started_at=begun, **done))
    return CheckIn.objects.bulk_create(made)


def test_check_ins_say_what_the_coverage_of_each_week_says(here):
    here.home("Out of scope", in_scope=False)
    closed = here.home("Closed", deregistered_on=WEEKS[2] + timedelta(days=3))
    more = [here.home(f"Ash Grange {number}") for number in range(20)]
    made = some_check_ins([*here.homes, *more], WEEKS)
    made += some_check_ins([closed], WEEKS[2:])
    lead = here.member("commissioner_lead")
    lines = {line.key: line for line in counted(lead, "check-ins", weeks="13").lines}
    assert len(lines) == 13
    with acting_scope(acting_for(lead)):
        for week in WEEKS:
            counts = {
                each.counts_as: each.homes
                for each in area_counts(acting_for(lead), Week.containing(week), TODAY, By.PCN)
            }
            expected = four_counts(counts)
            assert four(lines[str(week)], "check_in_done") == (
                expected.met,
                expected.not_met,
                expected.excluded,
                expected.unknown,
            )
            for state in ("declined", "cancelled", "without"):
                assert lines[str(week)].values[state] == counts.get(state, 0), (week, state)
            assert lines[str(week)].values["missed"] == counts.get("overdue", 0) + counts.get("no_answer", 0)
            unanswered = sum(each.week == week and each.state == "no_answer" for each in made)
            assert lines[str(week)].values["no_answer"] == unanswered


def runs(weeks_done: set[date]) -> tuple[int, int]:
    """Weeks in a row without a check-in up to the last closed week; how often a second one followed a first. Of the last five closed."""
    closed = sorted(week for week in WEEKS if week + timedelta(days=7) <= TODAY)
    gaps = [week not in weeks_done for week in closed]
    last = list(itertools.takewhile(lambda week: week not in weeks_done, sorted(WEEKS, reverse=True)))
    run = len([week for week in last if week in closed])
    return run, sum(a and b for a, b in itertools.pairwise(gaps))


@pytest.mark.parametrize("done", list(itertools.product((True, False), repeat=4)))
def test_weeks_in_a_row_without(here, done):
    home, other = here.homes
    made = {week for week, was in zip([WEEKS[0], *WEEKS[1:4]], done, strict=True) if was} | {WEEKS[4], WEEKS[5]}
    for week in made:
        CheckInFactory(home=home, week=week, due_on=week, state="completed", completed_at=NOW, caller_user_id=1)
    lines = {
        line.name: line for line in counted(here.member("commissioner_lead"), "check-ins", weeks="4", by="home").lines
    }
    run, twice = runs(made)
    assert lines[home.name].values["run"] == min(run, 3)
    assert lines[home.name].values["two_running"] == twice
    assert lines[other.name].values["run"] == 3, "the first week of the period knows the week before it"
    assert lines[other.name].values["two_running"] == 3
    found = counted(here.member("commissioner_lead"), "check-ins", weeks="4", by="home", gap="2").lines
    assert sorted(line.name for line in found) == sorted([other.name] + ([home.name] if run >= 2 else []))


def some_nominations(homes):
    drawn, made = chance(), []
    people = [ResidentFactory(home=home) for home in homes for _ in range(3)]
    for person in people * 8:
        at = NOW - timedelta(minutes=drawn.randrange(1, 9 * 24 * 60))
        urgency = drawn.choice(("same_day", "within_48_hours", "this_round", "routine"))
        state = drawn.choice(("raised", "seen", "seen", "withdrawn"))
        facts = {
            "raised_at": at,
            "urgency": urgency,
            "state": state,
            "reasons": drawn.choice((["news2"], ["fall"], ["news2", "soft_signs"])),
        }
        facts["acknowledge_by"] = at + timedelta(hours=2) if urgency == "same_day" else None
        if drawn.random() < 0.6:
            facts["acknowledged_at"] = at + timedelta(minutes=drawn.choice((0, 30, 119, 120, 121, 300)))
        if state == "seen":
            facts |= {**SEEN, "seen_at": at + timedelta(minutes=drawn.choice((20, 200, 900, 2879, 2880, 2881, 9000)))}
        if state == "withdrawn":
            facts |= {"withdrawn_at": NOW, "withdrawn_reason": "Better"}
        made.append(NominationFactory.build(resident=person, **facts))
    return Nomination.objects.bulk_create(made)


def acknowledged(each: Nomination) -> str:
    if each.acknowledge_by is None or (each.state == "withdrawn" and each.acknowledged_at is None):
        return "excluded"
    if each.acknowledged_at is None:
        return "unknown" if each.acknowledge_by >= NOW else "not_met"
    return "met" if each.acknowledged_at <= each.acknowledge_by else "not_met"


def seen_in_time(each: Nomination) -> str:
    if each.urgency not in ("same_day", "within_48_hours") or each.state == "withdrawn":
        return "excluded"
    day = each.raised_at.astimezone(LONDON).date()
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), LONDON)
    end = midnight if each.urgency == "same_day" else each.raised_at + timedelta(hours=48)
    if each.seen_at is None:
        return "unknown" if end >= NOW else "not_met"
    return "met" if each.seen_at <= end else "not_met"


def tally(verdicts: list[str]) -> tuple[int, ...]:
    return tuple(verdicts.count(each) for each in ("met", "not_met", "excluded", "unknown"))


@pytest.mark.parametrize("by", ["urgency", "home", "week", "pcn"])
def test_waits(here, there, by):
    made = some_nominations(here.homes)
    some_nominations(there.homes)
    keys = {
        "urgency": lambda each: each.urgency,
        "home": lambda each: str(each.home_id),
        "week": lambda each: str(Week.containing(each.raised_at.astimezone(LONDON).date()).monday),
        "pcn": lambda each: str(here.pcn.pk),
    }
    found = counted(here.member("commissioner_lead"), "waits", by=by)
    groups: dict[str, list[Nomination]] = {}
    for each in made:
        groups.setdefault(keys[by](each), []).append(each)
    assert {line.key for line in found.lines} == set(groups)
    for line in [*found.lines, found.total]:
        rows = groups.get(line.key, made) if line is not found.total else made
        assert four(line, "acknowledged_in_time") == tally([acknowledged(each) for each in rows])
        assert four(line, "seen_in_time") == tally([seen_in_time(each) for each in rows])
        assert line.values["named"] == len(rows)
        assert line.values["waiting"] == sum(each.state == "raised" for each in rows)
        waited = [(each.seen_at - each.raised_at).total_seconds() / 60 for each in rows if each.seen_at]
        assert line.values["to_seen"] == pytest.approx(median(waited)) if waited else line.values["to_seen"] is None
        assert line.bases["to_seen"] == len(waited)


def test_what_became_of_scores_and_soft_signs(here):
    lead = here.member("commissioner_lead")
    person, other = ResidentFactory(home=here.homes[0]), ResidentFactory(home=here.homes[0])
    NominationFactory(resident=person, reasons=["news2", "soft_signs"], **SEEN, seen_at=NOW)
    NominationFactory(resident=other, reasons=["soft_signs"], escalation_tier=2)
    NominationFactory(resident=other, reasons=["fall"])
    for days in (-1, 0, 7, 8):
        Absence.objects.create(
            resident=(person if days in (0, 7) else other),
            home=here.homes[0],
            stay=StayFactory(resident=ResidentFactory(home=here.homes[0])),
            kind="hospital",
            went_on=TODAY + timedelta(days=days),
            back_on=TODAY + timedelta(days=days),
        )
    lines = {line.key: line for line in counted(lead, "escalations").lines}
    assert four(lines["news2"], "seen_at_all") == (1, 0, 0, 0)
    assert four(lines["soft_signs"], "seen_at_all") == (1, 1, 0, 0)
    assert [lines["soft_signs"].values[key] for key in ("named", "climbed", "to_hospital")] == [2, 1, 1]


def test_rounds_held_written_up_and_attended(here):
    lead, home = here.member("commissioner_lead"), here.homes[0]
    begun = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    held = {"began_at": begun, "held_on": date(2026, 11, 24), "invited": 5, "attended": 3}
    RoundFactory(home=home, state="signed_off", ended_at=begun, signed_off_at=begun, **held)
    RoundFactory(home=home, state="written_up", ended_at=begun, **held)
    RoundFactory(home=home, state="agenda_published", held_on=date(2026, 11, 24), invited=9)
    RoundFactory(home=home, state="draft", held_on=date(2026, 11, 27))
    RoundFactory(home=home, state="cancelled", held_on=date(2026, 11, 23))
    RoundFactory(home=home, state="draft", held_on=date(2026, 11, 30))  # next week
    total = counted(lead, "rounds").total
    assert four(total, "round_held") == (2, 1, 1, 1)
    assert four(total, "round_written_up") == (1, 1, 3, 0)
    assert (total.values["invited"], total.values["attended"]) == (10, 6)


def test_a_home_counts_under_the_pcn_of_the_day(here, there):
    home = here.homes[0]
    home.relationships.filter(kind="pcn").update(ends_on=date(2026, 11, 20))
    there.pcn.home_relationships.create(home=home, kind="pcn", starts_on=date(2026, 11, 20))
    RoundFactory(home=home, held_on=date(2026, 11, 18))
    RoundFactory(home=home, held_on=date(2026, 11, 24))
    lines = counted(here.member("commissioner_lead"), "rounds", by="pcn").lines
    assert {line.name: sum(four(line, "round_held")) for line in lines} == {"Westmere PCN": 1, "Eastgate PCN": 1}
    within = counted(here.member("commissioner_lead"), "rounds", area=f"pcn:{there.pcn.pk}").total
    assert sum(four(within, "round_held")) == 1


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "2026-11-16"),
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), "2026-11-23"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "2026-10-19"),
        (datetime(2026, 9, 27, 23, 30, tzinfo=UTC), "2026-09-28"),  # summer: already Monday in London
    ],
)
def test_a_week_begins_at_midnight_in_london(here, moment, week):
    NominationFactory(resident=ResidentFactory(home=here.homes[0]), raised_at=moment)
    assert [line.key for line in counted(here.member("commissioner_lead"), "waits", by="week").lines] == [week]


def test_residents_without_a_contact(here):
    home, lead = here.homes[0], here.member("commissioner_lead")

    def resident(arrived: date, *seen: int, state="in_home"):
        person = ResidentFactory(home=home, state=state)
        StayFactory(resident=person, arrived_on=arrived)
        for days in seen:
            at = NOW - timedelta(days=days)
            NominationFactory(resident=person, raised_at=at, **SEEN, seen_at=at)

    resident(date(2023, 1, 1), 10, 20)
    resident(date(2023, 1, 1), 90)
    resident(date(2023, 1, 1), 91)
    resident(date(2023, 1, 1))
    resident(TODAY - timedelta(days=20))
    resident(TODAY - timedelta(days=20), 3)
    resident(date(2023, 1, 1), 1, state="left")
    total = counted(lead, "residents").total
    assert four(total, "contact_in_90_days") == (3, 2, 1, 0)
    assert total.values["per_year"] == pytest.approx(5 / 6)


def test_stays_in_hospital_and_who_was_named_before(here):
    home, lead = here.homes[0], here.member("commissioner_lead")

    def stay(named_days_before=None, planned=None, removed=None):
        person = ResidentFactory(home=home)
        if named_days_before is not None:
            NominationFactory(resident=person, raised_at=NOW - timedelta(days=named_days_before))
        Absence.objects.create(
            resident=person,
            home=home,
            stay=StayFactory(resident=person),
            kind="hospital",
            went_on=TODAY,
            planned=planned,
            removed_on=removed,
        )

    stay(0)
    stay(7)
    stay(8)
    stay()
    stay(1, planned=True)
    stay(1, removed=TODAY)
    total = counted(lead, "hospital", by="home").total
    assert four(total, "named_before_hospital") == (2, 2, 1, 0)
    assert total.values["stays"] == 5
    assert total.values["per_hundred"] == pytest.approx(100 * 5 / 6)


@pytest.mark.parametrize("report", ["residents", "waits", "escalations", "hospital"])
def test_both_denominators(here, there, report):
    """Residents of the homes, and of these the patients of the PCN that the home is aligned to."""
    ours, theirs = (OrganisationFactory(kind=OrganisationKind.GP_PRACTICE) for _ in range(2))
    for practice, pcn in ((ours, here.pcn), (theirs, there.pcn)):
        OrganisationParent.objects.create(child=practice, parent=pcn, kind="network", starts_on=LONG_AGO)
    for practice in (ours, ours, theirs, None):
        person = ResidentFactory(home=here.homes[0], registered_practice=practice)
        NominationFactory(resident=person, raised_at=NOW, reasons=["news2"])
        stay = StayFactory(resident=person)
        Absence.objects.create(resident=person, home=here.homes[0], stay=stay, kind="hospital", went_on=TODAY)
    lead, metric = here.member("commissioner_lead"), REPORTS[report].metrics[0].key
    by = {line.key: sum(four(line, metric)) for line in counted(lead, report, by="patients").lines}
    assert by == {"aligned": 2, "other": 1, "not_known": 1}
    assert sum(four(counted(lead, report, patients="aligned").total, metric)) == 2
