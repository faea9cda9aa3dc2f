"""Ratings, providers and what is nearest: never over what people have said."""

from datetime import date, timedelta

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.directory import actions
from carehomes.directory.models import AlignmentStatus, CareHome, HomeRelationship
from tests.directory.imports.published import LATER, altered, bring_in, import_ods, import_register, rules
from tests.factories import HomeRelationshipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def of(number: str, kind: str) -> list[tuple[str, str, date, date | None]]:
    found = HomeRelationship.objects.filter(home__cqc_location_id=f"1-99900000{number}", kind=kind).order_by(
        "starts_on"
    )
    return [(each.organisation.name, each.status, each.starts_on, each.ends_on) for each in found]


def test_ratings_and_providers():
    report = import_register("homes.csv", "ratings.csv")
    ratings = dict(CareHome.objects.values_list("cqc_location_id", "rating"))
    assert ratings["1-999000001"] == "good"  # the overall one, not that of a population group
    assert ratings["1-999000002"] == "outstanding"
    assert ratings["1-999000003"] == "not_rated"
    assert of("1", "provider") == [("Westmere Homes Limited", "agreed", date(2011, 1, 20), None)]
    assert of("7", "provider") == []
    assert rules(report, "ratings") == {
        "not_in_register": 1,
        "home_not_in_ratings": 5,
        "not_called_a_care_home": 1,
        "unknown_rating": 1,
        "not_a_date": 1,
        "unusual_provider_id": 1,
    }


def test_ratings_alone_rate_the_homes_of_the_register():
    import_register("homes.csv")
    report = import_register("ratings.csv")
    assert report.changes["homes"] == {"changed": 4}
    assert CareHome.objects.get(cqc_location_id="1-999000001").rating_date == date(2018, 6, 21)
    assert import_register("ratings.csv").changes == {}


def test_what_is_nearest_says_so():
    import_ods()
    report = import_register("homes.csv", "alignments.csv")
    assert of("1", "pcn") == [("Westmere PCN", "nearest", date(2021, 4, 1), None)]
    assert of("1", "practice") == [("St Mary's Surgery", "nearest", date(2021, 4, 1), None)]
    assert of("1", "pharmacy") == [("Well", "nearest", date(2021, 4, 1), None)]
    assert [each[0] for each in of("1", "commissioner")] == [
        "NHS Westmere CCG",
        "NHS Westmere and Eastmere Integrated Care Board",
    ]
    assert HomeRelationship.objects.filter(kind="pcn").first().source == "Nearest by distance"
    assert rules(report, "alignments") == {
        "not_in_register": 1,
        "twice_in_file": 1,
        "no_network": 1,
        "unknown_or_closed": 3,
    }


def test_a_practice_that_closed_is_nobodys_nearest():
    import_ods()
    import_register("homes.csv", "alignments.csv")
    assert of("3", "practice") == []


def test_a_home_whose_nearest_practice_has_no_network_takes_the_network_of_now():
    import_ods()
    import_register("homes.csv", "alignments.csv")
    assert [each[0] for each in of("2", "pcn")] == ["Westmere PCN"]


def test_without_the_ods_files_one_line_says_what_is_missing():
    report = import_register("homes.csv", "alignments.csv")
    found = rules(report, "alignments")
    assert {found["no_pcns"], found["no_practices"], found["no_pharmacies"]} == {1}


@pytest.mark.parametrize("status", AlignmentStatus.values)
def test_what_people_said_is_never_overwritten(status):
    import_ods()
    import_register("homes.csv")
    theirs = HomeRelationshipFactory(
        home=CareHome.objects.get(cqc_location_id="1-999000001"),
        organisation=OrganisationFactory(name="Eastmere PCN of theirs"),
        status=status,
        source="Dr Anna Betony",
    )
    report = import_register("alignments.csv")
    assert [each[0] for each in of("1", "pcn")] == ["Eastmere PCN of theirs"]
    theirs.refresh_from_db()
    assert (theirs.status, theirs.ends_on) == (status, None)
    assert rules(report, "relationships") == {"said_by_people": 1}


def test_what_a_commissioner_ended_without_a_reason_stays_ended(acting):
    import_ods()
    import_register("homes.csv", "alignments.csv")
    row = HomeRelationship.objects.get(home__cqc_location_id="1-999000001", kind="pharmacy")
    icb = HomeRelationship.objects.get(home=row.home, kind="commissioner", ends_on=None).organisation
    by = acting("commissioner_lead", organisation=icb)
    with acting_scope(by):
        actions.end_relationship(by=by, home=row.home, relationship_id=row.pk, last_day=london_today(), reason="")
    import_register("alignments.csv")
    assert [(each[0], each[3]) for each in of("1", "pharmacy")] == [("Well", london_today() + timedelta(days=1))]


def test_what_people_confirmed_or_ended_stays_so(tmp_path):
    import_ods()
    import_register("homes.csv", "alignments.csv")
    home = CareHome.objects.get(cqc_location_id="1-999000001")
    HomeRelationship.objects.filter(home=home, kind="pcn").update(status="agreed")
    HomeRelationship.objects.filter(home=home, kind="pharmacy").update(
        ends_on=LATER, ended_reason="They use another one"
    )
    other = altered(tmp_path, "alignments.csv", (",U99001,", ",U99004,"))
    import_register("alignments.csv")
    bring_in("register", other)
    assert [each[0] for each in of("1", "pcn")] == ["Westmere PCN"]
    assert of("1", "pharmacy")[0][3] == LATER
    assert len(of("1", "pharmacy")) == 1


def test_another_nearest_ends_the_one_before(tmp_path):
    import_ods()
    import_register("homes.csv", "alignments.csv")
    changed = altered(tmp_path, "alignments.csv", (",U99001,", ",U99004,"))
    report = bring_in("register", changed, as_of=date(2023, 1, 1))
    assert report.changes["relationships"]["ended"] >= 1
    assert of("1", "pcn") == [
        ("Westmere PCN", "nearest", date(2021, 4, 1), date(2023, 1, 1)),
        ("New PCN", "nearest", date(2023, 1, 1), None),
    ]


def test_what_was_inferred_ends_with_its_organisation(tmp_path):
    import_ods()
    import_register("homes.csv", "alignments.csv")
    closed = altered(
        tmp_path,
        "epraccur.csv",
        (
            "ZZ99 4LJ,19740401,,A,B,99A,20200401,,0151 496 0101",
            "ZZ99 4LJ,19740401,20230331,C,B,99A,20200401,,0151 496 0101",
        ),
    )
    bring_in("ods", closed)
    assert of("1", "practice") == [("St Mary's Surgery", "nearest", date(2021, 4, 1), date(2023, 4, 1))]
    assert import_register("alignments.csv").changes == {}


def test_a_change_of_provider_or_a_person_s_word_on_it(tmp_path):
    import_register("homes.csv", "ratings.csv")
    home = CareHome.objects.get(cqc_location_id="1-999000002")
    HomeRelationship.objects.filter(home=home, kind=RelationshipKind.PROVIDER).update(source="Told by the home")
    changed = altered(tmp_path, "ratings.csv", ("1-999100001", "1-999100009"))
    bring_in("register", changed, as_of=LATER)
    assert Organisation.objects.filter(cqc_provider_id="1-999100009").exists()
    first, second = HomeRelationship.objects.filter(
        home__cqc_location_id="1-999000001", kind=RelationshipKind.PROVIDER
    ).order_by("starts_on")
    assert (first.ends_on, second.starts_on) == (LATER, LATER)
    assert HomeRelationship.objects.get(home=home, kind=RelationshipKind.PROVIDER).source == "Told by the home"
