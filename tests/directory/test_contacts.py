"""Whom to ring: what the check-ins and notifications ask of the register."""

from datetime import date

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.directory import queries
from carehomes.directory.models import NamedRoleKind
from tests.factories import (
    CareHomeFactory,
    ContactNumberFactory,
    HomeRelationshipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    home_of,
)

pytestmark = pytest.mark.django_db


def test_the_main_number_wins_and_a_removed_one_is_not_shown():
    home, other, silent = CareHomeFactory.create_batch(3)
    ContactNumberFactory(home=home, is_main=False)
    main = ContactNumberFactory(home=home)
    oldest = ContactNumberFactory(home=other, is_main=False)
    ContactNumberFactory(home=other, is_main=False)
    ContactNumberFactory(home=silent, removed_on=date(2026, 1, 1))

    assert queries.main_contacts([home.pk, other.pk, silent.pk]) == {home.pk: main, other.pk: oldest}


def test_numbers_of_another_pcns_home_do_not_exist(acting):
    home = CareHomeFactory()
    ContactNumberFactory(home=home)
    NamedRoleFactory(home=home, kind=NamedRoleKind.CLINICAL_LEAD)
    with acting_scope(acting()):
        assert queries.main_contacts([home.pk]) == {}
        assert queries.roles_at(home.pk, NamedRoleKind.CLINICAL_LEAD) == []


def practice(home, name, phone, **relationship):
    organisation = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE, name=name, urgent_phone=phone)
    HomeRelationshipFactory(home=home, organisation=organisation, kind=RelationshipKind.PRACTICE, **relationship)


def test_one_practice_is_rung_itself_and_several_through_their_pcn():
    pcn = OrganisationFactory(name="Westmere PCN", urgent_phone="01514960100")
    home = home_of(pcn)
    assert queries.urgent_number(home) == ("Westmere PCN", "01514960100")

    practice(home, "Harbour Surgery", "01514960110")
    assert queries.urgent_number(home) == ("Harbour Surgery", "01514960110")

    practice(home, "Quay Practice", "01514960120")
    assert queries.urgent_number(home) == ("Westmere PCN", "01514960100")


def test_nobody_is_named_whose_number_is_not_known_or_who_only_might_serve_the_home():
    home = CareHomeFactory()
    assert queries.urgent_number(home) is None
    practice(home, "Harbour Surgery", "")
    practice(home, "Quay Practice", "01514960120", status="proposed")
    practice(home, "Tideway Practice", "01514960130", ends_on=date(2024, 1, 1))
    assert queries.urgent_number(home) is None
