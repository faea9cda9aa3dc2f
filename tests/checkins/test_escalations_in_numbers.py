"""What became of scores and soft signs is a number for a commissioner, who still reads no row of it."""

from datetime import date, timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.residents.models import Absence
from checkins.models import Nomination
from checkins.queries.escalations import Escalations, escalations_between
from tests.checkins.conftest import NOW
from tests.factories import (
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    StayFactory,
    acting_for,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SEEN = {"state": "seen", "contact": "video", "seen_by_name": "Anna Betony"}


@pytest.fixture
def commissioner(world):
    icb = OrganisationFactory(kind=OrganisationKind.ICB)
    HomeRelationshipFactory(home=world.home, organisation=icb, kind=RelationshipKind.COMMISSIONER)
    return acting_for(MembershipFactory(organisation=icb, role="commissioner_lead"))


def numbers(acting):
    with acting_scope(acting):
        return escalations_between(NOW - DAY, NOW + DAY)


def test_what_happened_is_counted(world, commissioner):
    def named(*reasons, **more):
        return NominationFactory(resident=ResidentFactory(home=world.home), reasons=list(reasons), **more)

    named("soft_signs", "news2", **SEEN, seen_at=NOW + timedelta(hours=2), acknowledged_at=NOW + timedelta(hours=1))
    named("soft_signs", **SEEN, seen_at=NOW + timedelta(hours=4), acknowledged_at=NOW + timedelta(hours=3))
    went = named("soft_signs", urgency="routine", acknowledge_by=None)
    named("soft_signs", escalation_tier=2)
    named("soft_signs", state="withdrawn", withdrawn_at=NOW, withdrawn_reason="Better")
    named("fall")
    named("soft_signs", raised_at=NOW + DAY)
    NominationFactory(reasons=["soft_signs"])  # of another area
    stay = StayFactory(resident=went.resident)
    for day in (date(2026, 12, 2), date(2026, 11, 25)):
        Absence.objects.create(
            resident=went.resident, home=world.home, stay=stay, kind="hospital", went_on=day, back_on=day
        )
    assert numbers(commissioner) == {
        "news2": Escalations("news2", 1, 1, 1, 0, 1, 0, 0, 0, timedelta(hours=2)),
        "soft_signs": Escalations("soft_signs", 5, 4, 1, 1, 2, 1, 2, 1, timedelta(hours=3)),
    }


@pytest.mark.parametrize(("days", "counted"), [(-1, 0), (0, 1), (7, 1), (8, 0)])
def test_hospital_counts_within_seven_days(world, commissioner, days, counted):
    NominationFactory(resident=world.resident, reasons=["news2"])
    went = date(2026, 11, 25) + timedelta(days=days)
    stay = StayFactory(resident=world.resident)
    Absence.objects.create(resident=world.resident, home=world.home, stay=stay, kind="hospital", went_on=went)
    assert numbers(commissioner)["news2"].to_hospital == counted


def test_a_commissioner_reads_no_row(world, commissioner):
    NominationFactory(resident=world.resident, reasons=["news2"])
    assert numbers(commissioner)["news2"].named == 1
    with acting_scope(commissioner):
        assert not Nomination.objects.exists()


def test_another_area_counts_nothing(world):
    NominationFactory(resident=world.resident, reasons=["news2"])
    assert numbers(acting_for(MembershipFactory(role="commissioner_lead"))) == {}
