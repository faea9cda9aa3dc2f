"""Adding somebody and changing the facts about them, with everything that can be wrong with either."""

import uuid
from datetime import timedelta

import pytest

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import ReadLog
from carehomes.deadlines import london_today
from carehomes.residents import actions
from carehomes.residents.models import Resident
from tests.factories import (
    OrganisationFactory,
    home_of,
)
from tests.residents.pages import NUMBER, arrival, at, parts, post, text

pytestmark = pytest.mark.django_db


def test_adding_somebody(priya, world):
    answer = post(priya, at("add", world.home.pk), **arrival())
    resident = Resident.objects.get()
    assert answer.url == at("resident", resident.pk)
    assert (resident.nhs_number, resident.stays.get().arrived_from_detail) == (NUMBER, "Northgate General")


def test_a_double_click_adds_once(priya, world):
    key = str(uuid.uuid4())
    first, second = (post(priya, at("add", world.home.pk), **arrival(idempotency_key=key)) for _ in range(2))
    assert first.url == second.url
    assert Resident.objects.count() == 1


def test_nobody_adds_to_a_home_that_they_do_not_see(priya):
    other = home_of(OrganisationFactory())
    assert post(priya, at("add", other.pk), **arrival()).status_code == 404


def test_errors_stand_beside_their_fields_and_nothing_is_lost(priya, world):
    page = text(
        post(
            priya,
            at("add", world.home.pk),
            **arrival(nhs_number="999 791 9075", kind="", **parts("arrived_on", london_today() + timedelta(9))),
        )
    )
    assert "the last digit does not match" in page
    assert "Choose the kind of stay" in page
    assert 'value="999 791 9075"' in page
    page = text(post(priya, at("add", world.home.pk), **arrival(**parts("arrived_on", london_today() + timedelta(9)))))
    assert "must be today, tomorrow or in the past" in page


def test_without_a_number_a_reason(priya, world):
    post(priya, at("add", world.home.pk), **arrival(number="refused", nhs_number=NUMBER))
    resident = Resident.objects.get()
    assert (resident.nhs_number, resident.no_nhs_number_reason) == (None, "refused")


def test_another_practice_by_its_code(priya, world):
    practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, ods_code="ZZ99009")
    page = text(post(priya, at("add", world.home.pk), **arrival(practice="other", practice_code="ZZ00000")))
    assert "No GP practice has this code" in page
    post(priya, at("add", world.home.pk), **arrival(practice="other", practice_code="zz99009"))
    assert Resident.objects.get().registered_practice == practice


def test_somebody_alike_is_shown_before_a_second_record_is_made(priya, world, lives_in):
    oak = home_of(world.pcn, name="Oak Lodge")
    before = lives_in(oak, "Iris", "Meadowsweet")
    key = str(uuid.uuid4())
    form = arrival(idempotency_key=key, number="not_traced", nhs_number="")
    page = text(post(priya, at("add", world.home.pk), **form))
    assert "Is this the same person?" in page
    assert "Oak Lodge" in page
    assert at("resident", before.pk) in page
    assert ReadLog.objects.filter(screen="Is this the same person?", resident_id=before.pk).exists()
    assert Resident.objects.count() == 1

    again = text(post(priya, at("add", world.home.pk), **form, look_again="1"))
    assert 'value="Meadowsweet"' in again
    post(priya, at("add", world.home.pk), **form, not_the_same=str(before.pk))
    assert Resident.objects.count() == 2


def test_the_same_number_is_never_another_person(priya, world, ivy):
    form = arrival(family_name="Other", not_the_same=str(ivy.pk))
    page = text(post(priya, at("add", world.home.pk), **form))
    assert "Two people never have the same NHS number" in page
    assert Resident.objects.count() == 1


def test_somebody_hidden_changes_nothing(priya, world, lives_in):
    lives_in(home_of(OrganisationFactory()), nhs_number=NUMBER)
    answer = post(priya, at("add", world.home.pk), **arrival())
    assert answer.status_code == 302
    assert Resident.objects.filter(nhs_number=NUMBER).count() == 2


def facts(ivy, **over):
    return {
        "given_name": ivy.given_name,
        "family_name": ivy.family_name,
        **parts("date_of_birth", ivy.date_of_birth),
        "sex": "female",
        "number": "known",
        "nhs_number": NUMBER,
        "version": actions.version_of(ivy),
        **over,
    }


def test_facts_are_changed(priya, ivy):
    answer = post(priya, at("change", ivy.pk), **facts(ivy, usual_self="Chats", contact_phone="01632 960001"))
    assert answer.url == at("resident", ivy.pk)
    ivy.refresh_from_db()
    assert (ivy.usual_self, ivy.contact_phone) == ("Chats", "01632960001")


def test_a_stale_form_keeps_what_was_typed_and_can_be_sent_again(priya, world, ivy):
    typed = facts(ivy, usual_self="Chats")
    Resident.objects.filter(pk=ivy.pk).update(room="15")
    page = text(post(priya, at("change", ivy.pk), **typed))
    assert "changed this record at" in page
    assert 'value="Chats"' in page
    post(priya, at("change", ivy.pk), **{**typed, "version": actions.version_of(ivy)})
    ivy.refresh_from_db()
    assert ivy.usual_self == "Chats"


def test_a_number_of_somebody_else_is_refused_by_name(priya, world, ivy, lives_in):
    alma = lives_in(world.home, "Alma", "Bryony")
    page = text(post(priya, at("change", alma.pk), **facts(alma, nhs_number=NUMBER)))
    assert "Ivy Meadowsweet, Larch House, room 12, already has this NHS number" in page
    read = ReadLog.objects.filter(resident_id=ivy.pk).values_list("screen", flat=True)
    assert list(read) == ["NHS number of somebody else"]
