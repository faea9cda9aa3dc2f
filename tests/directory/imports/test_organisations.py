"""The ODS files and the local authorities: who exists, under which names, and who belongs to whom, since when."""

from datetime import date

import pytest

from carehomes.access.actions import rename_organisation
from carehomes.access.kinds import LinkKind, OrganisationKind
from carehomes.access.models import Organisation, OrganisationName, OrganisationParent, OrganisationSuccession
from carehomes.access.scopes import acting_scope
from carehomes.directory.imports.readable import readable
from tests.directory.imports.published import (
    altered,
    bring_in,
    fixture,
    import_councils,
    import_ods,
    import_register,
    rules,
)
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def parents(code: str, kind: str) -> list[tuple[str, date, date | None]]:
    links = OrganisationParent.objects.filter(child__ods_code=code, kind=kind).order_by("starts_on")
    return [(link.parent.ods_code or link.parent.gss_code, link.starts_on, link.ends_on) for link in links]


def test_practices_without_a_header():
    report = import_ods()
    surgery = Organisation.objects.get(ods_code="Z99001")
    assert (surgery.kind, surgery.name, surgery.phone) == ("gp_practice", "St Mary's Surgery", "01514960101")
    assert surgery.address == "The Health Centre, 1 Market Street, Westmere"
    assert surgery.active_from == date(1974, 4, 1)
    assert Organisation.objects.get(ods_code="Z99003").active_to == date(2022, 4, 1)  # the day after it closed
    assert not Organisation.objects.filter(ods_code__in=("Z99004", "Z99005")).exists()  # no practice; not in England
    assert rules(report, "practices") == {"not_a_telephone_number": 1, "not_a_date": 1, "not_a_postcode": 1}


def test_practices_with_a_header(tmp_path):
    address = [f"address_{line}" for line in range(1, 6)]
    heads = ["organisation_code", "name", "national_grouping", "a", *address, "postcode", "open_date", "close_date"]
    heads += ["status_code", "b", "commissioner", "c", "d", "contact_telephone", *"efghijk", "prescribing_setting", "l"]
    path = tmp_path / "epraccur.csv"
    path.write_text(",".join(heads) + "\n" + fixture("epraccur.csv").read_text())
    assert bring_in("ods", path).changes == {"practices": {"new": 4}}


def test_the_workbook_of_networks_in_both_wordings():
    for name in ("ePCN.xlsx", "ePCN_ccg.xlsx"):
        report = bring_in("ods", fixture("epraccur.csv"), fixture(name))
        assert report.rows["pcns"] == 3
        assert report.rows["pcn_members"] == 6  # the emptied row at the end is none
    assert report.changes == {}


def test_practices_move_between_networks():
    import_ods()
    assert parents("Z99002", LinkKind.NETWORK) == [
        ("U99002", date(2019, 10, 1), date(2022, 4, 1)),
        ("U99004", date(2022, 4, 1), None),
    ]


def test_members_that_nobody_knows_are_reported():
    report = import_ods()
    assert rules(report, "pcn_members") == {"not_a_date": 1, "unknown_practice": 1, "unknown_pcn": 1}
    assert rules(report, "pcns") == {"unknown_commissioner": 1}


def test_pharmacies_behind_a_byte_order_mark():
    report = import_ods()
    assert Organisation.objects.get(ods_code="FZZ01").name == "Well"
    assert Organisation.objects.get(ods_code="FZZ02").name == "O'Brien's Chemist"
    assert rules(report, "pharmacies") == {"not_an_ods_code": 1}


def test_a_map_in_latin_1():
    import_ods()
    assert Organisation.objects.get(ods_code="U99003").name == "Eastmere PCN"
    assert Organisation.objects.get(gss_code="E92000001").kind == OrganisationKind.NATION
    assert parents("99A", LinkKind.REGION) == [("Y62", date(2021, 4, 1), None)]
    assert parents("Z99002", LinkKind.COMMISSIONER) == [("99A", date(2021, 4, 1), None)]  # it was in no network


def test_the_map_alone_gives_the_names_as_they_are_written():
    bring_in("ods", fixture("map.csv"))
    assert Organisation.objects.get(ods_code="U99002").name == "Café Quarter PCN"
    assert Organisation.objects.get(ods_code="QZ9").name == "Westmere and Eastmere"
    assert parents("Z99001", LinkKind.NETWORK) == [("U99001", date(2021, 4, 1), None)]


def test_a_second_run_of_everything_changes_nothing():
    for again in (False, True):
        reports = [import_councils(), import_ods(), import_register("homes.csv", "ratings.csv", "alignments.csv")]
        changes = [report.changes for report in reports]
        assert (changes == [{}, {}, {}]) is again, changes


def test_ccgs_become_icbs_and_what_they_commissioned_moves():
    import_ods()
    import_register("homes.csv", "alignments.csv")
    succession = OrganisationSuccession.objects.get(predecessor__ods_code="99A")
    assert (succession.successor.ods_code, succession.happened_on) == ("QZ9", date(2022, 7, 1))
    assert succession.predecessor.active_to == date(2022, 7, 1)
    assert succession.successor.name == "NHS Westmere and Eastmere Integrated Care Board"
    earlier = OrganisationName.objects.get(organisation=succession.successor)
    assert (earlier.name, earlier.ends_on) == ("Westmere and Eastmere", date(2022, 7, 1))
    assert parents("U99001", LinkKind.COMMISSIONER) == [
        ("99A", date(2019, 10, 1), date(2022, 7, 1)),
        ("QZ9", date(2022, 7, 1), None),
    ]


def test_an_icb_under_the_name_of_its_stp_has_its_region_by_code_and_is_said_to():
    """The list of ICBs and regions has names alone; the code of the STP stayed that of the ICB."""
    import_ods()
    assert Organisation.objects.get(ods_code="QZ9").name == "Westmere and Eastmere"
    assert parents("QZ9", LinkKind.REGION) == [("Y62", date(2022, 7, 1), None)]
    [unknown] = [rule for rule in bring_in("ods", fixture("icbs.csv")).rules if rule["rule"] == "unknown_icb"]
    assert unknown["count"] == 2
    assert "have their region by code" in unknown["fix"]


def test_the_regions_of_icbs_are_found_by_name():
    import_ods()
    import_register("homes.csv", "alignments.csv")
    report = bring_in("ods", fixture("icbs.csv"))
    assert rules(report, "icb_regions") == {"unknown_icb": 1}
    assert report.changes == {}


def test_a_new_name_keeps_the_old_one_with_its_dates(tmp_path):
    import_ods()
    report = bring_in(
        "ods",
        altered(tmp_path, "epraccur.csv", ("THE QUAY MEDICAL CENTRE", "QUAYSIDE SURGERY")),
        as_of=date(2023, 6, 1),
    )
    assert report.changes == {"practices": {"changed": 1}}
    quay = Organisation.objects.get(ods_code="Z99002")
    assert (quay.name, quay.name_key) == ("Quayside Surgery", "quayside surgery")
    [earlier] = quay.names.all()
    assert (earlier.name, earlier.starts_on, earlier.ends_on) == (
        "The Quay Medical Centre",
        date(1974, 4, 1),
        date(2023, 6, 1),
    )


def names_of(organisation: Organisation) -> list[tuple[str, date, date | None]]:
    return list(organisation.names.order_by("starts_on").values_list("name", "starts_on", "ends_on"))


def test_a_name_that_the_platform_gave_ends_when_a_file_gives_another(acting, tmp_path):
    import_ods()
    quay, by = Organisation.objects.get(ods_code="Z99002"), acting("platform_administrator")
    given = {"by": by, "organisation_id": quay.pk, "today": date(2024, 6, 1)}
    with acting_scope(by):
        rename_organisation(**given, name="Quay Practice", starts_on=date(2022, 6, 1))
    printed = altered(tmp_path, "epraccur.csv", ("THE QUAY MEDICAL CENTRE", "QUAYSIDE SURGERY"))
    bring_in("ods", printed, as_of=date(2023, 6, 1))
    assert names_of(quay) == [
        ("The Quay Medical Centre", date(1974, 4, 1), date(2022, 6, 1)),
        ("Quay Practice", date(2022, 6, 1), date(2023, 6, 1)),
    ]
    with acting_scope(by):
        rename_organisation(**given, name="The Quay", starts_on=date(2024, 1, 1))
    assert names_of(quay)[2:] == [
        ("Quayside Surgery", date(2023, 6, 1), date(2024, 1, 1)),
        ("The Quay", date(2024, 1, 1), None),
    ]


def test_a_code_of_another_kind_of_organisation_is_rejected():
    OrganisationFactory(kind=OrganisationKind.HOSPICE, ods_code="FZZ01", name="A hospice")
    report = import_ods()
    assert rules(report, "pharmacies")["code_of_another_kind"] == 1
    assert Organisation.objects.get(ods_code="FZZ01").kind == OrganisationKind.HOSPICE


def test_councils_their_counties_and_successors():
    report = import_councils()
    district = Organisation.objects.get(gss_code="E07000901")
    assert (district.name, district.active_from) == ("Westmere District Council", date(1974, 4, 1))
    assert district.parents.get().parent.gss_code == "E10000901"
    old = Organisation.objects.get(gss_code="E07000903")
    assert old.active_to == date(2023, 4, 1)
    assert Organisation.objects.get(gss_code="E10000905").active_to == date(2023, 4, 1)  # the file gives its last day
    assert old.successions.get().successor.gss_code == "E06000904"
    assert rules(report, "authorities") == {"no_gss_code": 1}
    assert not Organisation.objects.filter(gss_code__in=("E47000901", "S12000999")).exists()


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("THE DENSHAM SURGERY", "The Densham Surgery"),
        ("ST MARY'S SURGERY", "St Mary's Surgery"),
        ("O'BRIEN'S OF HULL", "O'Brien's of Hull"),
        ("LP PHARMACY AND CO LTD", "LP Pharmacy and Co Ltd"),
        ("NHS WEST MERTON PCN", "NHS West Merton PCN"),
        ("UNIT 3A, 2ND FLOOR", "Unit 3A, 2ND Floor"),
        ("Already Written", "Already Written"),
    ],
)
def test_names_in_capitals(printed, written):
    assert readable(printed) == written
