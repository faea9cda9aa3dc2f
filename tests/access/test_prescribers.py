"""Who prescribes, and in what: set with the membership or the invitation, refused for roles that cannot, kept in the history."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from carehomes.access.models import Invitation, Membership, Organisation
from carehomes.access.prescribing import NO_PRESCRIBER, PRESCRIBERS, Prescriber
from carehomes.access.refusals import RefusedError
from tests.access.test_memberships import accept, link
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
RESPIRATORY = {"prescribing": "independent", "scope_of_practice": "respiratory"}


@pytest.fixture
def pcn(db: None) -> Organisation:
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def olga(client: ScopedClient, pcn: Organisation) -> ScopedClient:
    """The administrator, signed in."""
    user = UserFactory(name="Olga Alecost")
    return client.act_as(MembershipFactory(user=user, organisation=pcn, role="organisation_administrator"))


@pytest.fixture
def meera(pcn: Organisation) -> Membership:
    return MembershipFactory(organisation=pcn, role="pharmacist", user__name="Meera Calendula")


def change(client: ScopedClient, member: Membership, **more: Any) -> Any:
    address = reverse("access:membership", args=[member.pk])
    version = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())[1]
    answer = client.post(address, {"role": member.role, "job_title": "", "version": version, **more})
    member.refresh_from_db()
    return answer


def test_the_words_behind_a_name():
    assert NO_PRESCRIBER.words == ""
    assert Prescriber("independent", "respiratory").words == "independent prescriber (respiratory)"
    assert Prescriber("in_training", "frailty").words == "in prescribing training (frailty)"


def test_only_clinical_roles_prescribe():
    assert set(PRESCRIBERS) == {"clinician", "pharmacist", "community_pharmacist"}
    for role in ("pharmacy_technician", "care_coordinator", "care_home_manager"):
        with pytest.raises(RefusedError, match="cannot be a prescriber") as refused:
            Prescriber("in_training", "respiratory").refuse_for(role)
        assert refused.value.field == "prescribing"
        NO_PRESCRIBER.refuse_for(role)


def test_the_administrator_sets_it_and_the_history_says_from_when_to_when(olga, meera):
    assert change(olga, meera, **RESPIRATORY).url == reverse("access:people")
    assert meera.prescriber == Prescriber("independent", "respiratory")
    assert "Independent prescriber (respiratory)" in olga.get(reverse("access:people")).content.decode()
    change(olga, meera, prescribing="")
    assert (meera.prescribing, meera.scope_of_practice) == ("", "")
    told = meera.events.order_by("pgh_id").values_list("prescribing", "scope_of_practice")
    assert list(told) == [("", ""), ("independent", "respiratory"), ("", "")]


def test_a_prescriber_has_a_scope_of_practice(olga, meera):
    shown = change(olga, meera, prescribing="in_training", job_title="Lead pharmacist").content.decode()
    assert "Enter their scope of practice" in shown
    assert 'value="Lead pharmacist"' in shown
    assert meera.prescribing == ""


def test_a_technician_cannot_be_flagged(olga, pcn):
    joe = MembershipFactory(organisation=pcn, role="pharmacy_technician")
    shown = change(olga, joe, **RESPIRATORY).content.decode()
    assert "A pharmacy technician cannot be a prescriber" in shown
    assert 'value="respiratory"' in shown
    assert joe.prescribing == ""


def test_whoever_becomes_a_technician_is_no_prescriber_any_more(olga, meera):
    change(olga, meera, **RESPIRATORY)
    assert "cannot be a prescriber" in change(olga, meera, role="pharmacy_technician", **RESPIRATORY).content.decode()
    assert meera.ends_on is None
    change(olga, meera, role="pharmacy_technician", prescribing="")
    assert meera.prescribing == "independent"  # the post of before, which is over
    assert meera.user.memberships.get(ends_on=None).prescriber == NO_PRESCRIBER


@pytest.mark.parametrize(
    ("role", "flag"),
    [
        ("pharmacy_technician", RESPIRATORY),
        ("pharmacist", {"prescribing": "independent"}),
        ("pharmacist", {"prescribing": "", "scope_of_practice": "respiratory"}),
    ],
)
def test_the_database_refuses_it_too(pcn, role, flag):
    with pytest.raises(IntegrityError, match="access_membership_prescribes"), transaction.atomic():
        MembershipFactory(organisation=pcn, role=role, **flag)


def test_an_invitation_brings_it_along(olga):
    form = {"name": "Basil Thyme", "email": "basil@homeround.example", "idempotency_key": str(uuid4()), **RESPIRATORY}
    shown = olga.post(reverse("access:invite"), {**form, "role": "care_coordinator"}).content.decode()
    assert "A care coordinator cannot be a prescriber" in shown
    assert not Invitation.objects.exists()
    key = str(uuid4())
    assert olga.post(reverse("access:invite"), {**form, "role": "clinician", "idempotency_key": key}).status_code == 302
    assert "Independent prescriber (respiratory)" in olga.get("/people/?show=invited").content.decode()
    accept(link())
    member = Membership.objects.get(user__email="basil@homeround.example")
    assert member.prescriber == Prescriber("independent", "respiratory")


def test_where_nobody_can_prescribe_nobody_is_asked(client):
    house = OrganisationFactory(kind="care_home", name="Larch House")
    client.act_as(MembershipFactory(organisation=house, role="organisation_administrator"))
    assert "Scope of practice" not in client.get(reverse("access:invite")).content.decode()
    form = {"name": "Femi", "email": "femi@homeround.example", "idempotency_key": str(uuid4()), **RESPIRATORY}
    assert client.post(reverse("access:invite"), {**form, "role": "care_home_staff"}).status_code == 302
    assert Invitation.objects.get().prescribing == ""


def test_the_people_of_another_organisation_stay_hidden(olga, meera):
    other = MembershipFactory(role="pharmacist", **RESPIRATORY)
    assert olga.post(reverse("access:membership", args=[other.pk]), RESPIRATORY).status_code == 404
    assert "respiratory" not in olga.get(reverse("access:people")).content.decode()
