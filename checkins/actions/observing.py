"""What was measured and seen of a resident: observations, what is usual for them, soft signs, the hand-over. Written once each.

Each takes the key of its form: sent twice it is done once (`AlreadyDone` says where the first one is shown).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse

from carehomes.access import idempotency
from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.residents.actions import AlreadyDone, Refused
from carehomes.residents.models import Resident
from checkins.actions.nominations import Concern, raise_concern
from checkins.calculations import News2, news2
from checkins.models import Baseline, Nomination, Observation, Reason, Sbard, SoftSigns


@dataclass(frozen=True, slots=True)
class Measured:
    """The parameters as typed; None or "" where something was not measured. Scale 2 says who decided on it and when."""

    respiration_rate: int | None = None
    spo2: int | None = None
    spo2_scale: int = 1
    scale_decided_by: str = ""
    scale_decided_on: date | None = None
    on_oxygen: bool | None = None
    systolic_bp: int | None = None
    diastolic_bp: int | None = None
    pulse: int | None = None
    acvpu: str = ""
    temperature: Decimal | None = None
    note: str = ""

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was measured."""
        numbers = (self.respiration_rate, self.spo2, self.systolic_bp, self.diastolic_bp, self.pulse, self.temperature)
        return all(each is None for each in numbers) and self.on_oxygen is None and not self.acvpu


def score_of(measured: Any) -> News2:
    """NEWS2 of what was typed, or of a row that holds it. ValueError for impossible values."""
    return news2(
        respiration_rate=measured.respiration_rate,
        spo2=measured.spo2,
        spo2_scale=measured.spo2_scale,
        on_oxygen=measured.on_oxygen,
        systolic_bp=measured.systolic_bp,
        pulse=measured.pulse,
        acvpu=measured.acvpu or None,
        temperature=measured.temperature,
    )


def _once(key: UUID, *, action: str, resident_id: int, by: Acting) -> None:
    result = reverse("residents:resident", args=[resident_id])
    if not idempotency.claim(key, action=f"checkins.{action}", result=result, by=by):
        raise AlreadyDone(result)


def _about(resident_id: int, by: Acting, now: datetime) -> dict[str, Any]:
    """The resident, and who writes. Resident.DoesNotExist for one that may not be seen."""
    resident = Resident.objects.select_for_update(of=("self",)).get(pk=resident_id)
    return {
        "resident": resident,
        "home_id": resident.home_id,
        "recorded_at": now,
        "recorded_by_user_id": by.user_id,
        "recorded_by_name": by.person,
        "recorded_by_organisation_name": by.organisation,
    }


def _vitals(measured: Measured) -> dict[str, Any]:
    if measured.spo2_scale == 2 and not (measured.scale_decided_by.strip() and measured.scale_decided_on):
        raise Refused("scale_decided_by", "Say who decided on scale 2, and when")
    score = score_of(measured)
    return {
        **asdict(measured),
        "news2_total": score.total,
        "news2_band": score.band or "",
        "news2_version": score.table_version,
    }


def _not_ahead(field: str, at: datetime, now: datetime) -> None:
    if at > now:
        raise Refused(field, "The time must be now or in the past")


def record_observation(
    *, resident_id: int, measured: Measured, taken_at: datetime, taken_by: str, key: UUID, by: Acting, now: datetime
) -> Observation:
    """One set of observations, with its NEWS2 as far as it can be calculated."""
    require(by, Permission.TAKE_OBSERVATIONS)
    _not_ahead("taken_time", taken_at, now)
    if measured.nothing:
        raise Refused("", "Enter at least one measurement")
    with atomic():
        _once(key, action="record_observation", resident_id=resident_id, by=by)
        about = _about(resident_id, by, now)
        return Observation.objects.create(**about, **_vitals(measured), taken_at=taken_at, taken_by=taken_by.strip())


@dataclass(frozen=True, slots=True)
class Correction:
    """What takes the place of a set of observations, and why. With nothing measured the old one is taken back."""

    measured: Measured
    taken_at: datetime
    taken_by: str
    reason: str


def correct_observation(
    *, observation_id: int, correction: Correction, key: UUID, by: Acting, now: datetime
) -> Observation:
    """A new row succeeds the old one, which stays. Refused for one that was corrected before: correct the newest."""
    require(by, Permission.TAKE_OBSERVATIONS)
    _not_ahead("taken_time", correction.taken_at, now)
    if not correction.reason.strip():
        raise Refused("correction_reason", "Say why it is corrected")
    with atomic():
        old = Observation.objects.get(pk=observation_id)
        _once(key, action="correct_observation", resident_id=old.resident_id, by=by)
        about = _about(old.resident_id, by, now)  # its lock lets one correction through at a time
        if Observation.objects.filter(corrects=old).exists():
            raise Refused("", "Somebody has corrected these observations already. Correct the newest ones")
        return Observation.objects.create(
            **about,
            **_vitals(correction.measured),
            taken_at=correction.taken_at,
            taken_by=correction.taken_by.strip(),
            corrects=old,
            correction_reason=correction.reason.strip(),
        )


def set_baseline(
    *, resident_id: int, measured: Measured, valid_from: date, said_by: str, key: UUID, by: Acting, now: datetime
) -> Baseline:
    """The resident's own usual values from a day on. The newest holds; those before it stay."""
    require(by, Permission.TAKE_OBSERVATIONS)
    if valid_from > london_today(now):
        raise Refused("valid_from", "The day must be today or in the past")
    if measured.nothing:
        raise Refused("", "Enter at least one usual value")
    with atomic():
        _once(key, action="set_baseline", resident_id=resident_id, by=by)
        about = _about(resident_id, by, now)
        return Baseline.objects.create(**about, **_vitals(measured), valid_from=valid_from, said_by=said_by.strip())


@dataclass(frozen=True, slots=True)
class Noticed:
    """Soft signs: which, what is different from the resident's normal, when and by whom.

    `urgency` where somebody is to come; `nomination_id` where somebody has been asked to already.
    """

    signs: Sequence[str]
    different: str
    at: datetime
    by: str
    urgency: str = ""
    nomination_id: int | None = None


def note_soft_signs(*, resident_id: int, noticed: Noticed, key: UUID, by: Acting, now: datetime) -> SoftSigns:
    """What whoever knows the resident finds different. With an urgency it raises a nomination, whatever any score says."""
    require(by, Permission.TAKE_OBSERVATIONS)
    _not_ahead("noticed_time", noticed.at, now)
    if not noticed.different.strip():
        raise Refused("different", "Say what is different from their normal")
    with atomic():
        _once(key, action="note_soft_signs", resident_id=resident_id, by=by)
        about = _about(resident_id, by, now)
        nomination = _named(resident_id, noticed, key, by, now) if noticed.urgency else None
        return SoftSigns.objects.create(
            **about,
            signs=list(noticed.signs),
            different=noticed.different.strip(),
            noticed_at=noticed.at,
            noticed_by=noticed.by.strip(),
            nomination_id=nomination.pk if nomination else noticed.nomination_id,
        )


def _named(resident_id: int, noticed: Noticed, key: UUID, by: Acting, now: datetime) -> Nomination:
    concern = Concern(key, resident_id, noticed.urgency, [Reason.SOFT_SIGNS], noticed.different)
    return raise_concern(concern=concern, by=by, now=now)


@dataclass(frozen=True, slots=True)
class HandOver:
    """The parts of an SBARD, and who was told. A decision that was given on the phone says who took it."""

    situation: str
    background: str = ""
    assessment: str = ""
    recommendation: str = ""
    handed_to: str = ""
    decision: str = ""
    decided_by: str = ""
    nomination_id: int | None = None


def write_sbard(*, resident_id: int, hand_over: HandOver, key: UUID, by: Acting, now: datetime) -> Sbard:
    """A hand-over of somebody in five parts."""
    require(by, Permission.TAKE_OBSERVATIONS)
    if not hand_over.situation.strip():
        raise Refused("situation", "Say what the situation is")
    if hand_over.decision.strip() and not hand_over.decided_by.strip():
        raise Refused("decided_by", "Say who decided")
    with atomic():
        _once(key, action="write_sbard", resident_id=resident_id, by=by)
        about = _about(resident_id, by, now)
        decided = bool(hand_over.decision.strip())
        return Sbard.objects.create(
            **about,
            situation=hand_over.situation.strip(),
            background=hand_over.background.strip(),
            assessment=hand_over.assessment.strip(),
            recommendation=hand_over.recommendation.strip(),
            handed_to=hand_over.handed_to.strip(),
            decision=hand_over.decision.strip(),
            decided_by_name=hand_over.decided_by.strip() if decided else "",
            decided_at=now if decided else None,
            nomination_id=hand_over.nomination_id,
        )


def decide_sbard(*, sbard_id: int, decision: str, by: Acting, now: datetime) -> Sbard:
    """The clinician who was told says what is decided. Decided once: Refused for one that has its decision."""
    require(by, Permission.TRIAGE_NOMINATIONS)
    if not decision.strip():
        raise Refused("decision", "Say what is decided")
    with atomic():
        sbard = Sbard.objects.select_for_update(of=("self",)).get(pk=sbard_id)
        if sbard.decision:
            raise Refused("", f"{sbard.decided_by_name} has decided already. Write a new hand-over")
        sbard.decision, sbard.decided_at = decision.strip(), now
        sbard.decided_by_user_id, sbard.decided_by_name = by.user_id, by.person
        sbard.save()
        return sbard
