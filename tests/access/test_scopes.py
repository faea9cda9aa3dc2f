"""What the database itself answers, scope by scope."""

import pytest
from django.db import ProgrammingError, connection, transaction

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope, sign_in_scope, system_scope
from carehomes.directory.models import CareHome
from carehomes.residents.models import Resident
from checkins.models import CheckIn
from tests.conftest import as_login
from tests.factories import CheckInFactory, MembershipFactory, OrganisationFactory, ResidentFactory, acting_for, home_of

pytestmark = pytest.mark.django_db


def test_a_coordinator_sees_the_residents_of_their_homes_only(acting):
    ours = acting("care_coordinator")
    home = home_of(MembershipFactory._meta.model.objects.get(pk=ours.membership_id).organisation)
    mine, other = ResidentFactory(home=home), ResidentFactory()

    with acting_scope(ours):
        assert list(Resident.objects.all()) == [mine]
        assert not Resident.objects.filter(pk=other.pk).exists()
        assert CareHome.objects.count() == 2  # the register is everybody's


def ask_as_the_web_login() -> int:
    with transaction.atomic():
        as_login("homeround_app")
        return Resident.objects.count()


def test_outside_a_scope_the_web_login_may_not_even_ask():
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask_as_the_web_login()


def test_a_scope_leaves_nothing_behind(acting):
    with acting_scope(acting()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('homeround.membership', true)")
        assert cursor.fetchone() == ("homeround_owner", "")


def test_an_ended_membership_sees_nothing(acting):
    ours = acting("care_coordinator")
    membership = MembershipFactory._meta.model.objects.get(pk=ours.membership_id)
    home = home_of(membership.organisation)
    ResidentFactory(home=home)
    membership.ends_on = membership.starts_on
    membership.save()

    with acting_scope(ours):
        assert Resident.objects.count() == 0


def test_a_commissioner_counts_check_ins_and_sees_no_resident(acting):
    commissioner = OrganisationFactory(kind=OrganisationKind.ICB, name="Westmere ICB")
    home = home_of(commissioner, RelationshipKind.COMMISSIONER)
    CheckInFactory(home=home)
    ResidentFactory(home=home)

    with acting_scope(acting("commissioner_lead", organisation=commissioner)):
        assert CheckIn.objects.count() == 1
        assert Resident.objects.count() == 0


def test_a_national_reader_may_not_even_ask_for_residents(acting):
    reader = acting("national_reader")
    with pytest.raises(ProgrammingError, match="permission denied"), acting_scope(reader):
        Resident.objects.count()


def test_the_scheduler_works_across_tenants_with_a_reason():
    ResidentFactory()
    with system_scope("weekly check-ins"):
        assert Resident.objects.count() == 1
    with pytest.raises(ValueError, match="reason"), system_scope(""):
        pass


def test_signing_in_reaches_no_table_of_a_tenant():
    membership = MembershipFactory()
    with pytest.raises(ProgrammingError, match="permission denied"), sign_in_scope(membership.user_id):
        CareHome.objects.count()


def test_history_says_who_did_it(acting):
    ours = acting("care_coordinator")
    organisation = MembershipFactory._meta.model.objects.get(pk=ours.membership_id).organisation
    resident = ResidentFactory(home=home_of(organisation))

    with acting_scope(ours, request_id="5d2c3b2e-7a3e-4ef5-9a4a-000000000001"):
        Resident.objects.filter(pk=resident.pk).update(room="14")

    event = resident.events.order_by("pgh_id").last()
    assert event.room == "14"
    assert event.pgh_context["membership"] == str(ours.membership_id)
    assert str(event.pgh_context_id) == "5d2c3b2e-7a3e-4ef5-9a4a-000000000001"


def test_acting_is_what_the_product_would_make(acting):
    from carehomes.access.acting import memberships_of

    membership = MembershipFactory()
    assert memberships_of(membership.user_id) == [acting_for(membership)]
