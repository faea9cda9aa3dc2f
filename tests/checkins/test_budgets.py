"""The lists and records of check-ins: the same number of queries at 10 and at 1,000 rows, and no page too heavy."""

import uuid
from datetime import date, timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.issues.models import Issue, IssueWords
from checkins.models import CheckIn, FormVersion, Nomination, Reason, SectionAnswer
from tests.checkins.conftest import named, sections
from tests.checkins.days import NOW, WEEK
from tests.factories import (
    CareHomeFactory,
    CheckInFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
)
from tests.scale.budget import LIST, RECORD, assert_same_queries

pytestmark = pytest.mark.django_db


def homes(organisation, kind, count):
    """That many homes of the organisation, in one go."""
    made = CareHomeFactory._meta.model.objects.bulk_create(CareHomeFactory.build_batch(count))
    HomeRelationshipFactory._meta.model.objects.bulk_create(
        HomeRelationshipFactory.build(home=home, organisation=organisation, kind=kind) for home in made
    )
    return made


# How a coordinator's week stands on a Wednesday morning (the mock-up of the worklist): how many of 24 homes are how far.
MIDWEEK = [
    *[{"due_on": date(2026, 11, 23)}] * 2,
    *[{"due_on": date(2026, 11, 25), "state": "no_answer"}] * 2,
    *[{"due_on": date(2026, 11, 25), "state": "in_progress", "started_at": NOW, "caller_name": "Sam Tansy"}] * 2,
    *[{"due_on": date(2026, 11, 25)}] * 7,
    *[{"due_on": date(2026, 11, 27)}] * 4,
    *[{"state": "completed", "completed_at": NOW, "caller_user_id": 1, "caller_name": "Priya Fennel"}] * 7,
]


def check_ins(organisation, kind, count):
    made = homes(organisation, kind, count)
    CheckIn.objects.bulk_create(
        CheckInFactory.build(home=home, **MIDWEEK[place % len(MIDWEEK)]) for place, home in enumerate(made)
    )
    ContactNumberFactory._meta.model.objects.bulk_create(ContactNumberFactory.build(home=home) for home in made)
    return made


def test_this_week(client, world):
    client.act_as(world.membership)
    assert_same_queries(
        lambda count: check_ins(world.pcn, RelationshipKind.PCN, count),
        "/this-week/?whose=everyone",
        client,
        LIST,
        heaviest=46_000,
    )


def test_this_week_of_forty_homes_is_light(client, world):
    check_ins(world.pcn, RelationshipKind.PCN, 39)
    answer = client.act_as(world.membership).get("/this-week/?whose=everyone")
    assert answer.content.count(b'scope="row"') == 40
    assert len(answer.content) <= 40_000


def test_residents_to_see(client, world):
    def nominations(count):
        people = [ResidentFactory.build(home=world.home) for _ in range(count)]
        made = type(world.resident).objects.bulk_create(people)
        Nomination.objects.bulk_create(NominationFactory.build(resident=each) for each in made)

    client.act_as(world.clinician)
    assert_same_queries(nominations, "/to-see/", client, LIST)


@pytest.mark.parametrize("query", ["", "?state=overdue", "?week=2026-W47"])
def test_coverage(client, world, query):
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))
    assert_same_queries(
        lambda count: check_ins(icb, RelationshipKind.COMMISSIONER, count), f"/coverage/{query}", client, LIST
    )


def test_coverage_of_england(client, world):
    client.act_as(MembershipFactory(role="national_reader"))
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    assert_same_queries(lambda count: check_ins(icb, RelationshipKind.COMMISSIONER, count), "/coverage/", client, LIST)


def test_coverage_of_a_commissioner_with_a_hundred_networks(client, world):
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    for home in check_ins(icb, RelationshipKind.COMMISSIONER, 100):
        HomeRelationshipFactory(home=home, kind=RelationshipKind.PCN)
    client.act_as(MembershipFactory(organisation=icb, role="commissioner_lead"))
    for query in ("", "?page=4", "?area=none"):
        assert len(client.get(f"/coverage/{query}").content) <= 40_000


def test_the_weeks_of_a_home(client, world):
    weeks = iter(range(1, 2000))

    def past(count):
        CheckIn.objects.bulk_create(
            CheckInFactory.build(home=world.home, week=WEEK.monday - timedelta(weeks=next(weeks))) for _ in range(count)
        )

    client.act_as(world.membership)
    assert_same_queries(past, f"/homes/{world.home.pk}/check-ins/", client, LIST)


def residents(world, count):
    people = [ResidentFactory.build(home=world.home, since=date(2026, 11, 24)) for _ in range(count)]
    made = type(world.resident).objects.bulk_create(people)
    StayFactory._meta.model.objects.bulk_create(
        StayFactory.build(resident=each, arrived_on=date(2026, 11, 24)) for each in made
    )


def test_the_form(client, world):
    """As many residents as no home has; the weight is held for a home of forty in the next test."""
    client.act_as(world.membership)
    assert_same_queries(
        lambda count: residents(world, count), f"/check-ins/{world.check_in.pk}/", client, RECORD, heaviest=800_000
    )


def test_the_form_of_a_home_of_forty_is_light(client, world):
    people = [ResidentFactory.build(home=world.home) for _ in range(39)]
    type(world.resident).objects.bulk_create(people)
    client.act_as(world.membership)
    assert len(client.get(f"/check-ins/{world.check_in.pk}/").content) <= 40_000


WORDS = "Two residents on the first floor have had a cough since the weekend, their tests are negative so far"


def open_issues(world, count):
    """That many that the home is asked about: half of them late, half about a resident."""
    made = Issue.objects.bulk_create(
        Issue(
            home=world.home,
            resident=world.resident if number % 2 else None,
            kind="new_residents",
            priority="week",
            owner_organisation=world.pcn,
            owner_name="Priya Fennel",
            raised_at=NOW - timedelta(days=20),
            raised_by_user_id=1,
            raised_by_name="Priya Fennel",
            raised_by_organisation_name="Westmere PCN",
            due_at=NOW + timedelta(days=7 if number % 4 < 2 else -7),
            key=uuid.uuid4(),
        )
        for number in range(count)
    )
    IssueWords.objects.bulk_create(IssueWords(issue=each, home=world.home, title="Cough", said=WORDS) for each in made)


def said_last_week(world):
    """Something in every second section."""
    done = {"state": "completed", "completed_at": NOW, "caller_user_id": 1, "caller_name": "Priya Fennel"}
    last = CheckInFactory(home=world.home, week=WEEK.previous().monday, **done)
    version = FormVersion.objects.latest("number")
    SectionAnswer.objects.bulk_create(
        SectionAnswer(
            home=world.home,
            check_in=last,
            form_version=version,
            section=each["key"],
            something=place % 2 == 0,
            text=WORDS if place % 2 == 0 else "",
            raised_at=NOW,
            raised_by_name="Priya Fennel",
        )
        for place, each in enumerate(version.sections)
    )


def test_the_form_of_the_largest_home_is_light(client, world):
    """55 residents, 15 open issues, and much that was said last week."""
    people = [ResidentFactory.build(home=world.home) for _ in range(54)]
    type(world.resident).objects.bulk_create(people)
    open_issues(world, 15)
    said_last_week(world)
    answer = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/")
    assert answer.content.count(b"Not yet</span>") == 15
    assert answer.content.count(b"Last week: ") == 8
    assert len(answer.content) <= 40_000


def test_a_record(client, world, complete):
    complete()
    client.act_as(world.membership)

    def nominations(count):
        people = [ResidentFactory.build(home=world.home) for _ in range(count)]
        made = type(world.resident).objects.bulk_create(people)
        Nomination.objects.bulk_create(
            NominationFactory.build(resident=each, check_in_id=world.check_in.pk, raised_at=NOW) for each in made
        )

    assert_same_queries(nominations, f"/check-ins/{world.check_in.pk}/", client, RECORD, heaviest=800_000)


def test_putting_a_section_right(client, world, complete):
    complete(**{"section-new_residents": ["something"], "q-new_residents.who": [str(world.resident.pk)]})
    client.act_as(world.membership)
    page = f"/check-ins/{world.check_in.pk}/put-right/new_residents/"
    assert_same_queries(lambda count: residents(world, count), page, client, RECORD, heaviest=800_000)


def reported(people):
    """Something in every section: in ten of them a resident who needs someone, in the others one of whom it speaks."""
    fields = {"spoke_to": ["Moira Sorrel, deputy manager"], "mode": ["phone"]}
    for place, (person, section) in enumerate(zip(people, sections(), strict=False)):
        fields |= {f"section-{section}": ["something"], f"text-{section}": [WORDS]}
        more = named(person, section=section, urgency="this_round") if place < 10 else {}
        fields |= more or {f"about-{section}": [str(person.pk)]}
    return fields


def sixty(world):
    people = [ResidentFactory.build(home=world.home) for _ in range(59)]
    return type(world.resident).objects.bulk_create(people)


def test_the_form_with_much_to_report_is_light(client, world, types):
    """Sixty residents, something in every section, ten residents who need someone."""
    people = sixty(world)
    types(reported(people))
    answer = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/")
    page = answer.content.decode()
    assert page.count("Breathless when she walks") == 10
    assert page.count(WORDS) == 15
    assert len(answer.content) <= 40_000


def test_the_form_draws_the_boxes_of_one_resident_at_a_time(client, world, types):
    """Ten who are named and not added yet: who lives in the home, and why somebody may be named, stands once."""
    fields = reported(sixty(world))
    types({name: values for name, values in fields.items() if not name.startswith("added-")})
    page = client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/").content.decode()
    assert page.count("Not added yet") == 9
    assert page.count("Choose a resident</option>") == 1
    assert page.count('type="checkbox"') == len(Reason.choices)
    assert len(page.encode()) <= 51_000
