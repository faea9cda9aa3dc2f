"""Who read what: searched by a data protection officer, who sees no resident."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from carehomes.access.models import Membership, Organisation, ReadLog
from carehomes.access.queries import residents_in_log
from carehomes.access.reads import record_reads
from carehomes.access.scopes import acting_scope
from carehomes.residents.models import Resident
from tests.conftest import ScopedClient
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ResidentFactory,
    UserFactory,
    acting_for,
    home_of,
)

pytestmark = pytest.mark.django_db
NUMBER = "9990000026"


def read(membership: Membership, resident: Resident) -> None:
    acting = acting_for(membership)
    with acting_scope(acting):
        record_reads([(resident.pk, resident.home_id)], screen="resident", by=acting)


@pytest.fixture
def pcn(db: None) -> Organisation:
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def reader(pcn: Organisation) -> Membership:
    return MembershipFactory(user=UserFactory(name="Priya Fennel"), organisation=pcn)


@pytest.fixture
def officer(client: ScopedClient, pcn: Organisation) -> ScopedClient:
    return client.act_as(MembershipFactory(organisation=pcn, role="data_protection_officer"))


@pytest.fixture
def resident(pcn: Organisation) -> Resident:
    return ResidentFactory(
        home=home_of(pcn),
        nhs_number=NUMBER,
        family_name="Larkspur",
        name_key="winifred larkspur",
        family_key="larkspur",
    )


def page(client: ScopedClient, **search: str) -> str:
    """The page of a search that was posted; of everything without one."""
    address = reverse("access:reads")
    answer = client.post(address, search, follow=True) if search else client.get(address)
    return answer.content.decode()


def found(text: str) -> int:
    return text.count('<th role="rowheader"')


def test_readings_are_found_by_number_name_person_and_day(
    officer: ScopedClient, reader: Membership, resident: Resident
) -> None:
    other = ResidentFactory(home=resident.home, nhs_number=None)
    read(reader, resident)
    read(reader, other)
    assert found(page(officer)) == 2
    for words in (NUMBER, "999 000 0026", "Larkspur", "Winifred Larkspur", str(resident.pk)):
        assert found(page(officer, resident=words)) == 1, words
    assert found(page(officer, resident="Foxglove")) == 0
    assert found(page(officer, person=str(reader.user_id))) == 2
    ReadLog.objects.filter(resident_id=other.pk).update(read_at=datetime(2025, 3, 1, 10, tzinfo=UTC))
    assert found(page(officer, last_day="1", last_month="3", last_year="2025")) == 1
    assert found(page(officer, first_day="2", first_month="3", first_year="2025")) == 1


def test_the_page_names_no_resident(officer: ScopedClient, reader: Membership, resident: Resident) -> None:
    read(reader, resident)
    text = page(officer)
    assert "Larkspur" not in text
    assert NUMBER not in text
    assert "Priya Fennel" in text


def test_readings_by_another_organisation_do_not_exist(officer: ScopedClient, resident: Resident) -> None:
    practice = OrganisationFactory(kind="gp_practice")
    from carehomes.directory.models import HomeRelationship

    HomeRelationship.objects.create(
        home=resident.home, organisation=practice, kind="practice", starts_on=resident.since
    )
    read(MembershipFactory(organisation=practice, role="clinician"), resident)
    assert found(page(officer)) == 0
    assert found(page(officer, resident=NUMBER)) == 0


def test_a_number_that_no_colleague_has_read_stays_unknown(
    reader: Membership, pcn: Organisation, resident: Resident
) -> None:
    officer = acting_for(MembershipFactory(organisation=pcn, role="data_protection_officer"))
    with acting_scope(officer):
        assert residents_in_log(NUMBER) == []
    read(reader, resident)
    with acting_scope(officer):
        assert residents_in_log(NUMBER) == [resident.pk]
    with acting_scope(acting_for(MembershipFactory(organisation=pcn, role="organisation_administrator"))):
        assert residents_in_log(NUMBER) == []


def test_the_file_holds_the_same_and_runs_no_formula(
    officer: ScopedClient, pcn: Organisation, resident: Resident
) -> None:
    villain = MembershipFactory(user=UserFactory(name='=HYPERLINK("http://evil.example")'), organisation=pcn)
    read(villain, resident)
    answer = officer.get(reverse("access:reads_file"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK" in answer.content.decode()
    assert str(resident.pk) in answer.content.decode()


def test_long_logs_come_in_pages(officer: ScopedClient, reader: Membership, resident: Resident) -> None:
    for _ in range(51):
        read(reader, resident)
    first = page(officer, person=str(reader.user_id))
    assert found(first) == 50
    older = first.split('<a href="?')[1].split('"')[0].replace("&amp;", "&")
    assert "n=" in older
    assert found(officer.get(f"{reverse('access:reads')}?{older}").content.decode()) == 1


def test_what_is_looked_for_stands_in_no_address(officer: ScopedClient, reader: Membership, resident: Resident) -> None:
    for _ in range(51):
        read(reader, resident)
    address = reverse("access:reads")
    for words in (NUMBER, "Larkspur"):
        answer = officer.post(address, {"resident": words})
        assert words not in answer["Location"]
        shown = officer.get(answer["Location"]).content.decode()
        assert found(shown) == 50
        links = re.findall(r'(?:href|action)="([^"]*)"', shown)
        assert not any(words in link for link in links)
        assert words in shown, "what was typed stands in its box"
        file = next(link for link in links if link.startswith(reverse("access:reads_file")))
        assert officer.get(file.replace("&amp;", "&")).content.decode().count(f",{resident.pk},") == 51
    assert found(officer.get(address, {"resident": "Foxglove"}).content.decode()) == 50, "an address searches nothing"


def test_a_wrong_search_says_so_and_finds_nothing(
    officer: ScopedClient, reader: Membership, resident: Resident
) -> None:
    read(reader, resident)
    text = page(officer, last_day="44")
    assert "Error: Who read what" in text
    assert found(text) == 0


def test_numbers_cannot_be_tried_out_in_the_log(
    officer: ScopedClient, reader: Membership, resident: Resident, settings: Any
) -> None:
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 60)
    read(reader, resident)
    address = reverse("access:reads")
    assert officer.post(address, {"resident": NUMBER}, follow=True).status_code == 200
    refused = officer.post(address, {"resident": "999 000 0026"}, follow=True)
    assert refused.status_code == 429
    assert "Wait a minute, then try again" in refused.content.decode()
    assert "Priya Fennel</td>" not in refused.content.decode()
    assert "Priya Fennel" not in officer.get(reverse("access:reads_file"), {"n": "2"}).content.decode()
    assert officer.post(address, {"resident": "Larkspur"}, follow=True).status_code == 200


@pytest.mark.parametrize("role", ["care_coordinator", "organisation_administrator"])
def test_nobody_else_looks_into_the_log(client: ScopedClient, pcn: Organisation, role: str) -> None:
    client.act_as(MembershipFactory(organisation=pcn, role=role))
    for name in ("access:reads", "access:reads_file"):
        assert client.get(reverse(name)).status_code == 403


def test_the_log_is_append_only(reader: Membership, resident: Resident) -> None:
    from django.db import ProgrammingError, transaction

    read(reader, resident)
    for change in (ReadLog.objects.all().delete, lambda: ReadLog.objects.update(person="Nobody")):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            acting_scope(acting_for(reader)),
        ):
            change()


def test_the_parts_of_a_page_are_logged_in_one_statement_when_its_scope_ends(reader, resident, pcn):
    """Each screen of the page is in it, and nothing is written before the page is whole."""
    other = ResidentFactory(home=resident.home)
    acting = acting_for(reader)
    with acting_scope(acting) as scope, CaptureQueriesContext(connections[scope.alias]) as asked:
        record_reads([(resident.pk, resident.home_id)], screen="home", by=acting)
        record_reads([(other.pk, other.home_id), (resident.pk, resident.home_id)], screen="issues", by=acting)
        assert not asked.captured_queries
    logged = sorted(ReadLog.objects.values_list("screen", "resident_id"))
    assert logged == sorted([("home", resident.pk), ("issues", other.pk), ("issues", resident.pk)])


def test_what_cannot_be_logged_is_not_shown(reader, resident):
    """The log is written inside the transaction: when that fails, the page fails too."""
    acting = acting_for(reader)
    with pytest.raises(DatabaseError), acting_scope(acting):
        record_reads([(resident.pk, resident.home_id)], screen="home" * 100, by=acting)
