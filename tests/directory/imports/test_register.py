"""CQC's care homes: what is taken, what is mended, what a second and a later file change."""

from datetime import date

import pytest

from carehomes.access.kinds import RelationshipKind
from carehomes.directory.imports.errors import ImportRefusedError
from carehomes.directory.models import CareHome, HomeRelationship
from carehomes.directory.signals import home_closed, home_registered
from tests.directory.imports.published import (
    LATER,
    altered,
    bring_in,
    fixture,
    import_councils,
    import_register,
    rules,
    without_rows,
)
from tests.factories import CareHomeFactory

pytestmark = pytest.mark.django_db


def home(number: str) -> CareHome:
    return CareHome.objects.get(cqc_location_id=f"1-99900000{number}")


def test_the_facts_of_a_home():
    import_register()
    larch = home("1")
    assert (larch.name, larch.name_key, larch.town_key) == ("Larch House", "larch house", "westmere")
    assert (larch.postcode, larch.postcode_key, larch.region) == ("ZZ99 4LH", "ZZ994LH", "North West")
    assert (larch.registered_beds, larch.registration_date) == (42, date(2011, 1, 20))
    assert larch.specialisms == ["dementia", "older people"]
    assert larch.register_as_of == date(2021, 3, 31)  # the newest registration in the file
    assert (larch.latitude, larch.longitude) == (53.4, -2.9)
    assert larch.service_types == ["Residential home"]


def test_every_defect_of_the_file_is_survived_and_reported():
    report = import_register()
    assert rules(report, "homes") == {
        "no_location_id": 1,
        "not_a_location_id": 1,
        "twice_in_file": 1,
        "no_name": 1,
        "not_a_care_home": 1,
        "beds_not_a_number": 1,
        "no_beds": 1,
        "not_a_postcode": 1,
        "not_a_date": 1,
        "not_in_england": 1,
        "no_band": 1,
        "no_service_type": 1,
        "no_local_authorities": 1,
    }
    assert report.problems == {"noted": 4, "rejected": 5, "repaired": 4}
    assert CareHome.objects.count() == 10 == report.changes["homes"]["new"]


def test_a_problem_names_row_column_value_and_what_was_done():
    report = import_register()
    [beds] = [each for each in report.problem_samples if each["rule"] == "beds_not_a_number"]
    assert (beds["row"], beds["column"], beds["value"], beds["outcome"]) == (7, "Care homes beds", "many", "repaired")
    assert beds["fix"].startswith("Taken with 0 beds")


def test_mended_values():
    import_register()
    hazel = home("6")
    assert (hazel.postcode, hazel.latitude, hazel.registration_date, hazel.registered_beds) == ("", None, None, 0)
    assert home("7").name == "Birch View"
    assert home("7").address == "1, Mill Lane"
    assert home("4").registered_beds == 12


def test_homes_with_both_services_children_or_no_beds_are_homes():
    import_register()
    assert home("2").service_types == ["Nursing home", "Residential home"]
    assert home("3").specialisms == ["children", "younger adults"]
    assert home("3").registered_beds == 0
    assert all(home(each).in_scope for each in "238")


def test_scope_is_decided_by_what_a_home_is_registered_for():
    import_register()
    assert not home("9").in_scope
    assert home("9").scope_reason == "Not registered as a care home, with or without nursing"


def test_a_second_run_changes_nothing():
    import_councils()
    import_register()
    before = HomeRelationship.objects.count()
    again = import_register()
    assert again.changes == {}
    assert again.total_changes == 0
    assert home("1").events.count() == 0
    assert HomeRelationship.objects.count() == before


def test_a_dry_run_reports_and_changes_nothing():
    report = import_register(dry_run=True)
    assert report.changes["homes"] == {"new": 10}
    assert CareHome.objects.count() == 0


def test_codes_of_every_year_lead_to_the_council_of_today():
    import_councils()
    report = import_register()
    councils = {
        each.home.cqc_location_id[-1]: each.organisation.name
        for each in HomeRelationship.objects.filter(kind=RelationshipKind.LOCAL_AUTHORITY)
    }
    assert councils["1"] == "Westmereshire County Council"  # the county of its district
    assert councils["2"] == "Eastmere Council"
    assert councils["4"] == "Newmere Council"  # its district became part of a unitary council
    assert home("4").local_authority_code == "E06000904"
    assert "5" not in councils  # its county was divided
    assert "6" not in councils
    assert rules(report, "homes")["authority_divided"] == 1
    assert rules(report, "homes")["unknown_authority"] == 1
    assert home("5").local_authority_code == "E10000905"


def test_a_later_file_tells_what_is_new_changed_moved_and_closed(tmp_path):
    import_councils()
    import_register()
    later = altered(
        tmp_path,
        "homes.csv",
        ("1-999000001,2011-01-20,Y,Larch House,42", "1-999000001,2011-01-20,Y,Larch House,44"),
        ("1-999000007,2021-03-31", "1-999000012,2021-03-31"),
        ("Hazel Bank,many,North West,Westmere,4 Quay Lane", "Hazel Bank,many,North West,Westmere,9 Hill Road"),
    )
    report = bring_in("register", later, as_of=LATER)
    assert report.changes["homes"] == {"changed": 1, "deregistered": 1, "moved": 1, "new": 1}
    details = {each["change"]: each["detail"] for each in report.samples if each["subject"] == "homes"}
    assert details["changed"] == "beds: 42 → 44"
    assert details["moved"] == "address: 4 Quay Lane → 9 Hill Road"
    assert home("7").deregistered_on == LATER
    assert home("1").register_as_of == LATER
    assert home("1").events.count() == 1


def test_a_move_to_another_council_ends_the_old_relationship(tmp_path):
    import_councils()
    import_register()
    later = altered(
        tmp_path,
        "homes.csv",
        ("Larch House,42,North West,Westmere,4 Quay Lane", "Larch House,42,North West,Eastmere,1 New Road"),
    )
    text = later.read_text().splitlines()
    text[1] = text[1].replace("E07000901", "E06000902")
    later.write_text("\n".join(text))
    report = bring_in("register", later, as_of=LATER)
    assert report.changes["homes"] == {"moved": 1}
    past, now = HomeRelationship.objects.filter(home=home("1"), kind="local_authority").order_by("starts_on")
    assert (past.ends_on, past.ended_reason) == (LATER, "A later file says otherwise")
    assert (now.starts_on, now.organisation.name) == (LATER, "Eastmere Council")


def test_closed_and_new_homes_are_announced_inside_the_transaction(tmp_path):
    heard = []

    def hear(sender, home, on=None, **kwargs):
        heard.append((home.name, on))

    home_closed.connect(hear)
    home_registered.connect(hear)
    try:
        import_register(dry_run=True)
        assert heard == []
        import_register()
        assert len(heard) == 10
        heard.clear()
        bring_in("register", without_rows(tmp_path, "homes.csv", "1-999000002"), as_of=LATER)
    finally:
        home_closed.disconnect(hear)
        home_registered.disconnect(hear)
    assert heard == [("Rowan Court", LATER)]


def test_a_home_that_comes_back_is_registered_again(tmp_path):
    import_register()
    bring_in("register", without_rows(tmp_path, "homes.csv", "1-999000002"), as_of=LATER)
    report = import_register(as_of=date(2021, 5, 31))
    assert report.changes["homes"] == {"registered again": 1}
    assert home("2").deregistered_on is None


def test_a_part_of_the_register_closes_no_home(tmp_path):
    import_register()
    part = without_rows(tmp_path, "homes.csv", "1-999000002", "1-999000003")
    assert bring_in("register", part, as_of=LATER, partial=True).changes == {}
    assert home("2").deregistered_on is None


def test_homes_that_came_from_no_file_are_left_alone():
    invented = CareHomeFactory(cqc_location_id="1-999900001")
    import_register()
    invented.refresh_from_db()
    assert invented.deregistered_on is None


def test_a_rejected_row_closes_no_home(tmp_path):
    import_register()
    bring_in("register", altered(tmp_path, "homes.csv", ("Y,Elm Lodge,", "Y,,")), as_of=LATER)
    assert home("4").deregistered_on is None


def test_an_older_register_is_refused():
    import_register(as_of=LATER)
    with pytest.raises(
        ImportRefusedError, match=r"of 31 March 2021, and the register already holds one of 30 April 2021"
    ):
        import_register()


def test_a_register_that_lacks_many_homes_is_refused(tmp_path):
    whole = tmp_path / "whole.csv"
    header, first, *_ = fixture("homes.csv").read_text().splitlines()
    rows = [first.replace("1-999000001", f"1-{999200000 + number}") for number in range(200)]
    whole.write_text("\n".join([header, *rows]))
    bring_in("register", whole)
    part = tmp_path / "part.csv"
    part.write_text("\n".join([header, *rows[:150]]))
    with pytest.raises(
        ImportRefusedError, match="lacks 50 of the 200 homes of the register: it is cut off or covers a part"
    ):
        bring_in("register", part, as_of=LATER)
    assert CareHome.objects.registered().count() == 200


def test_records_of_the_api():
    report = import_register("api_records.jsonl")
    maple = CareHome.objects.get(cqc_location_id="1-999000021")
    assert (maple.ods_code, maple.uprn, maple.phone) == ("VZZ01", "10000000001", "01514960103")
    assert (maple.rating, maple.rating_date) == ("good", date(2020, 5, 6))
    assert (maple.with_nursing, maple.without_nursing, maple.specialisms) == (True, False, ["dementia", "older people"])
    gone = CareHome.objects.get(cqc_location_id="1-999000022")
    assert (gone.deregistered_on, gone.dormant, gone.ods_code) == (date(2020, 9, 30), True, None)
    assert rules(report, "api_records")["not_a_telephone_number"] == 1
    assert import_register("api_records.jsonl").changes == {}


def test_records_of_the_api_close_no_other_home():
    import_register()
    import_register("api_records.jsonl")
    assert CareHome.objects.registered().count() == 11
