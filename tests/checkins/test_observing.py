"""What is measured and seen: a score as far as it can be made, corrections that succeed, soft signs that no score overrules."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from carehomes.access.scopes import acting_scope
from carehomes.residents.actions import AlreadyDone, Refused
from checkins import actions
from checkins.models import Baseline, Nomination, Observation, Sbard, SoftSigns
from checkins.queries.clinical import clinical_of
from tests.checkins.days import NOW
from tests.factories import MembershipFactory, ResidentFactory, acting_for

pytestmark = pytest.mark.django_db

WELL = {
    "respiration_rate": 16,
    "spo2": 97,
    "on_oxygen": False,
    "systolic_bp": 124,
    "pulse": 72,
    "acvpu": "A",
    "temperature": Decimal("36.8"),
}


def measured(**changes):
    return actions.Measured(**{**WELL, **changes})


@pytest.fixture
def observes(world, carer):
    """`observes(pulse=140)`: a carer of the home records a set."""

    def recorded(*, by=None, resident=None, at=NOW, key=None, **changes):
        acting = by or carer
        with acting_scope(acting):
            return actions.record_observation(
                resident_id=(resident or world.resident).pk,
                measured=measured(**changes),
                taken_at=at,
                taken_by="Femi Cicely",
                key=key or uuid.uuid4(),
                by=acting,
                now=NOW,
            )

    return recorded


def test_the_score_of_that_time_is_kept_with_its_table(observes):
    row = observes(acvpu="C", pulse=100)
    assert (row.news2_total, row.news2_band) == (4, "low-medium")
    assert "RCP NEWS2" in row.news2_version
    assert (row.recorded_by_name, row.recorded_by_organisation_name) == ("Femi Cicely", "Larch House")


def test_what_is_missing_gives_no_score(observes):
    row = observes(temperature=None)
    assert (row.news2_total, row.news2_band) == (None, "")


def test_impossible_values_are_refused_and_nothing_is_written(observes):
    with pytest.raises(ValueError, match="pulse"):
        observes(pulse=720)
    assert not Observation.objects.exists()


def test_scale_2_says_who_decided_and_when(observes):
    with pytest.raises(Refused, match="scale 2"):
        observes(spo2_scale=2)
    row = observes(
        spo2_scale=2, scale_decided_by="Dr Alkanet, chest clinic", scale_decided_on=date(2026, 3, 2), spo2=90
    )
    assert row.news2_total == 0


def test_nothing_measured_is_no_observation(world, carer):
    with acting_scope(carer), pytest.raises(Refused, match="at least one"):
        actions.record_observation(
            resident_id=world.resident.pk,
            measured=actions.Measured(),
            taken_at=NOW,
            taken_by="Femi",
            key=uuid.uuid4(),
            by=carer,
            now=NOW,
        )


def test_nothing_is_measured_in_the_future(observes):
    with pytest.raises(Refused, match="past"):
        observes(at=NOW + timedelta(minutes=1))


def test_sent_twice_it_is_one_set(observes):
    key = uuid.uuid4()
    observes(key=key)
    with pytest.raises(AlreadyDone):
        observes(key=key)
    assert Observation.objects.count() == 1


def test_another_home_finds_nobody(world, observes):
    stranger = ResidentFactory()
    with pytest.raises(type(world.resident).DoesNotExist):
        observes(resident=stranger)


@pytest.mark.parametrize("role", ["pharmacy_technician", "pharmacist"])
def test_who_may_not_observes_nothing(world, observes, role):
    reader = acting_for(MembershipFactory(organisation=world.pcn, role=role))
    with pytest.raises(PermissionDenied):
        observes(by=reader)


@pytest.fixture
def corrects(carer):
    def corrected(row, *, reason="Typed into the wrong box", **changes):
        values = measured(**changes) if changes != {"nothing": True} else actions.Measured()
        correction = actions.Correction(values, row.taken_at, "Femi Cicely", reason)
        with acting_scope(carer):
            return actions.correct_observation(
                observation_id=row.pk, correction=correction, key=uuid.uuid4(), by=carer, now=NOW
            )

    return corrected


def test_a_correction_succeeds_the_old_row_which_stays(world, observes, corrects):
    old = observes(pulse=140)
    new = corrects(old, pulse=104)
    assert (new.corrects, new.correction_reason, new.news2_total) == (old, "Typed into the wrong box", 1)
    old.refresh_from_db()
    assert old.pulse == 140
    assert [each.pk for each in clinical_of(world.resident.pk).observations] == [new.pk]
    with pytest.raises(Refused, match="already"):
        corrects(old, pulse=90)
    with pytest.raises(Refused, match="why"):
        corrects(new, reason=" ")


def test_taken_back_it_shows_no_more(world, observes, corrects):
    kept = observes(at=NOW - timedelta(days=1))
    corrects(observes(pulse=140), nothing=True, reason="Another resident's")
    assert [each.pk for each in clinical_of(world.resident.pk).observations] == [kept.pk]
    assert Observation.objects.count() == 3


def run(statement, acting):
    with acting_scope(acting), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE checkins_observation SET pulse = 1", "DELETE FROM checkins_observation"])
def test_the_database_keeps_what_was_measured(carer, observes, statement):
    observes()
    with transaction.atomic(), pytest.raises(Exception, match="permission denied"):
        run(statement, carer)


def test_corrected_rows_move_with_their_resident(world, observes, corrects):
    """Two keys carry the home of a correction, its resident's and the old row's: a move must satisfy both."""
    corrects(observes(pulse=140), pulse=104)
    elsewhere = ResidentFactory().home
    with connection.cursor() as cursor:
        cursor.execute("UPDATE residents_resident SET home_id = %s WHERE id = %s", [elsewhere.pk, world.resident.pk])
    assert set(Observation.objects.values_list("home_id", flat=True)) == {elsewhere.pk}
    with transaction.atomic(), pytest.raises(IntegrityError, match="tenant"):
        Observation.objects.filter(corrects=None).update(home_id=world.home.pk)


def sets_baseline(world, carer, day, **changes):
    with acting_scope(carer):
        return actions.set_baseline(
            resident_id=world.resident.pk,
            measured=measured(**changes),
            valid_from=day,
            said_by="Moira Sorrel, from a week of readings",
            key=uuid.uuid4(),
            by=carer,
            now=NOW,
        )


def test_the_newest_baseline_holds_and_the_old_one_stays(world, carer):
    sets_baseline(world, carer, date(2026, 5, 1), pulse=95)
    newest = sets_baseline(world, carer, date(2026, 10, 1))
    found = clinical_of(world.resident.pk).baseline
    assert (found.pk, found.news2_total, found.valid_from) == (newest.pk, 0, date(2026, 10, 1))
    assert Baseline.objects.count() == 2
    with pytest.raises(Refused, match="past"):
        sets_baseline(world, carer, date(2026, 12, 1))


@pytest.fixture
def notices(world, carer):
    def noted(urgency="", *, different="Hums all day. Today not a sound.", key=None):
        noticed = actions.Noticed(["withdrawn", "off_food"], different, NOW, "Femi Cicely", urgency)
        with acting_scope(carer):
            return actions.note_soft_signs(
                resident_id=world.resident.pk, noticed=noticed, key=key or uuid.uuid4(), by=carer, now=NOW
            )

    return noted


def test_soft_signs_escalate_at_news2_0(world, observes, notices):
    """A score never overrules concern."""
    assert observes().news2_total == 0
    signs = notices("same_day")
    nomination = Nomination.objects.get()
    assert (signs.nomination_id, nomination.urgency, nomination.reasons) == (nomination.pk, "same_day", ["soft_signs"])
    assert nomination.acknowledge_by == NOW + timedelta(hours=2)
    assert nomination.raised_by_organisation_name == "Larch House"


def test_soft_signs_may_only_be_watched(notices):
    assert notices("").nomination_id is None
    assert not Nomination.objects.exists()


def test_soft_signs_sent_twice_name_once(notices):
    key = uuid.uuid4()
    notices("same_day", key=key)
    with pytest.raises(AlreadyDone):
        notices("same_day", key=key)
    assert (SoftSigns.objects.count(), Nomination.objects.count()) == (1, 1)


def test_soft_signs_say_what_is_different(notices):
    with pytest.raises(Refused, match="different"):
        notices("same_day", different="  ")
    assert not Nomination.objects.exists()


@pytest.fixture
def hands_over(world, carer):
    def written(**parts):
        hand_over = actions.HandOver(**{"situation": "Breathless since last night.", **parts})
        with acting_scope(carer):
            return actions.write_sbard(
                resident_id=world.resident.pk, hand_over=hand_over, key=uuid.uuid4(), by=carer, now=NOW
            )

    return written


def test_a_hand_over_is_decided_once_by_a_clinician(world, carer, hands_over):
    sbard = hands_over(recommendation="Please see her today.")
    with acting_scope(carer), pytest.raises(PermissionDenied):
        actions.decide_sbard(sbard_id=sbard.pk, decision="Wait", by=carer, now=NOW)
    with acting_scope(world.lead):
        done = actions.decide_sbard(sbard_id=sbard.pk, decision="Visit at 14:00.", by=world.lead, now=NOW)
        with pytest.raises(Refused, match="Anna Betony has decided"):
            actions.decide_sbard(sbard_id=sbard.pk, decision="Another", by=world.lead, now=NOW)
    assert (done.decided_by_name, done.decided_at) == ("Anna Betony", NOW)


def test_a_decision_of_the_telephone_says_who_took_it(hands_over):
    with pytest.raises(Refused, match="who decided"):
        hands_over(decision="Ambulance")
    assert hands_over(decision="Ambulance", decided_by="Dr Alkanet, 111").decided_at == NOW


def test_the_database_wants_who_decided(hands_over):
    hands_over()
    with transaction.atomic(), pytest.raises(IntegrityError, match="decided_by"):
        Sbard.objects.update(decision="Wait")


def test_everything_of_a_page_is_one_query(world, observes, notices, hands_over, django_assert_num_queries):
    for _ in range(9):
        observes()
    notices()
    hands_over()
    with django_assert_num_queries(1):
        found = clinical_of(world.resident.pk)
    assert (len(found.observations), len(found.soft_signs), len(found.sbards)) == (7, 1, 1)
    assert found.newest.temperature == Decimal("36.8")
