"""What was measured, noticed and answered in the demo area: a resident who worsens, one whose score says nothing, an agreed order.

Nothing happened after the moment of loading, on whatever day it is loaded.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from carehomes.deadlines import LONDON
from carehomes.demo.area import Area
from carehomes.demo.registry import fills_demo
from carehomes.residents.models import Resident
from checkins.actions.observing import Measured, score_of
from checkins.models import (
    Baseline,
    Contact,
    Nomination,
    NominationState,
    NominationStatus,
    Observation,
    PriorityAgreement,
    PriorityPlace,
    Reason,
    Sbard,
    SoftSign,
    SoftSigns,
    Urgency,
)
from checkins.queries.priority import computed_list

LARCH, SYCAMORE, CEDAR = "Larch House", "Sycamore Lodge", "Cedar Mount"
IVY = 11  # her place in the home's list
NURSE, CLINICIAN = "Moira Sorrel", "Dr Anna Betony"
# Days ago, breaths, SpO2, upper and lower pressure, pulse, temperature: her line over eleven days, from 1 to 5.
IVYS_LINE = (
    (11, 18, 95, 126, 74, 84, "36.8"),
    (9, 18, 95, 124, 72, 86, "36.9"),
    (7, 18, 95, 128, 74, 92, "36.9"),
    (5, 17, 95, 126, 70, 84, "36.7"),
    (3, 18, 95, 124, 72, 91, "37.4"),
    (1, 20, 94, 122, 70, 92, "38.1"),
    (0, 22, 94, 118, 64, 96, "38.2"),
)
# Weeks ago, home, place, urgency asked and agreed, hours to the contact, how, reasons, sentence, outcome.
SEEN_BEFORE = (
    (
        1,
        LARCH,
        2,
        "same_day",
        "same_day",
        3,
        Contact.FACE_TO_FACE,
        [Reason.FALL],
        "Fell at night, hip hurts.",
        "No fracture. Paracetamol, falls team asked.",
    ),
    (
        1,
        CEDAR,
        1,
        "within_48_hours",
        "within_48_hours",
        26,
        Contact.VIDEO,
        [Reason.INFECTION],
        "Coughs, feels hot.",
        "Chest infection, antibiotic for 5 days.",
    ),
    (
        2,
        LARCH,
        4,
        "same_day",
        "within_48_hours",
        22,
        Contact.PHONE,
        [Reason.BEHAVIOUR],
        "Shouts at night since Sunday.",
        "Urine clear, painkiller moved to the evening.",
    ),
    (
        2,
        SYCAMORE,
        5,
        "this_round",
        "this_round",
        70,
        Contact.DISCUSSED,
        [Reason.WEIGHT_LOSS],
        "Trousers have become loose.",
        "Dietitian asked, weigh weekly.",
    ),
    (
        3,
        CEDAR,
        3,
        "same_day",
        "same_day",
        2,
        Contact.FACE_TO_FACE,
        [Reason.SOFT_SIGNS],
        "Does not want to get up, says nothing.",
        "Stroke suspected, sent to hospital.",
    ),
    (
        4,
        LARCH,
        6,
        "routine",
        "routine",
        160,
        Contact.VIDEO,
        [Reason.MEDICINES],
        "Sleepy all day.",
        "Night tablet halved.",
    ),
    (
        5,
        SYCAMORE,
        7,
        "same_day",
        "same_day",
        4,
        Contact.VIDEO,
        [Reason.NEWS2],
        "NEWS2 6, breathless.",
        "Heart failure, water tablet raised.",
    ),
    (
        6,
        CEDAR,
        2,
        "within_48_hours",
        "this_round",
        90,
        Contact.DISCUSSED,
        [Reason.FAMILY_CONCERN],
        "Her son asks about her hearing.",
        "Ear wax, drops.",
    ),
)


@dataclass(frozen=True)
class Scene:
    """The area, and the moment of loading."""

    area: Area
    now: datetime

    def resident(self, home: str, place: int) -> Resident:
        people = self.area.residents[home]
        return people[place % len(people)]

    def ago(self, *, days: int = 0, minutes: int = 0) -> datetime:
        """So long ago; earlier days are mornings, and today never begins before midnight."""
        if days:
            return datetime.combine(self.area.today - timedelta(days=days), time(9, 30), LONDON)
        midnight = datetime.combine(self.area.today, time(), LONDON)
        return max(midnight, self.now - timedelta(minutes=minutes))

    def written(self, resident: Resident, by: str, at: datetime, where: str) -> dict[str, Any]:
        """Whom a row is about, and who wrote it."""
        person = self.area.people.get(by)
        return {
            "resident": resident,
            "home": resident.home,
            "recorded_at": at,
            "recorded_by_user_id": person.pk if person else 0,
            "recorded_by_name": by,
            "recorded_by_organisation_name": where,
        }


@fills_demo
def load(area: Area, now: datetime) -> None:
    """Runs after the loaders of the calls and rounds, so that whom they named is there."""
    scene = Scene(area, now)
    _raised_rows(scene)
    _ivy(scene)
    _soft_signs_at_nought(scene)
    _answered(scene)
    _before(scene)
    _agreed(scene)


def _raised_rows(scene: Scene) -> None:
    """The first row of those whom the calls have named, and the time at which they climb."""
    fresh = Nomination.objects.filter(home__in=scene.area.homes.values(), nominationstatus_rows=None)
    for each in fresh:
        each.next_escalation_at = each.acknowledge_by
        each.save()
        _status(scene, each, NominationState.RAISED, each.raised_at, each.raised_by_name)


def _status(scene: Scene, nomination: Nomination, state: str, at: datetime, by: str, **more: Any) -> None:
    person = scene.area.people.get(by)
    NominationStatus.objects.create(
        nomination=nomination,
        home=nomination.home,
        state=state,
        at=at,
        by_user_id=person.pk if person else 0,
        by_name=by,
        by_organisation_name="Harbour Surgery" if by == CLINICIAN else nomination.raised_by_organisation_name,
        **more,
    )


def _scored(measured: Measured) -> dict[str, Any]:
    score = score_of(measured)
    names = [name for name in Measured.__dataclass_fields__ if name != "nothing"]
    values = {name: getattr(measured, name) for name in names}
    return {
        **values,
        "news2_total": score.total,
        "news2_band": score.band or "",
        "news2_version": score.table_version,
    }


def _set(breaths: int, spo2: int, upper: int, lower: int, pulse: int, temperature: str) -> Measured:
    return Measured(
        respiration_rate=breaths,
        spo2=spo2,
        on_oxygen=False,
        systolic_bp=upper,
        diastolic_bp=lower,
        pulse=pulse,
        acvpu="A",
        temperature=Decimal(temperature),
    )


def _observe(scene: Scene, resident: Resident, at: datetime, measured: Measured, where: str) -> None:
    written = scene.written(resident, NURSE if where == LARCH else "Ewan Woodruff", at, where)
    Observation.objects.create(**written, **_scored(measured), taken_at=at, taken_by=written["recorded_by_name"])


def _ivy(scene: Scene) -> None:
    """From her usual 1 to 5 in eleven days, soft signs from this morning, and a hand-over that waits for its decision."""
    ivy = scene.resident(LARCH, IVY)
    for days, *values in IVYS_LINE:
        _observe(scene, ivy, scene.ago(days=days, minutes=27), _set(*values), LARCH)  # type: ignore[arg-type]  # as listed
    began = scene.ago(days=30)
    Baseline.objects.create(
        **scene.written(ivy, NURSE, began, LARCH),
        **_scored(_set(18, 95, 126, 74, 82, "36.8")),
        valid_from=began.date(),
        said_by="Moira Sorrel, from a week of readings",
    )
    this_morning = scene.ago(minutes=24)
    SoftSigns.objects.create(
        **scene.written(ivy, "Femi Cicely", this_morning, LARCH),
        signs=[SoftSign.BREATHLESS, SoftSign.TIRED, SoftSign.OFF_FOOD],
        different="Always chats at breakfast. Today she left it and went back to bed.",
        noticed_at=this_morning,
        noticed_by="Femi Cicely",
    )
    Sbard.objects.create(
        **scene.written(ivy, NURSE, scene.ago(minutes=20), LARCH),
        situation="Breathless since last night and not herself.",
        background="Walks with a frame, chats, eats well. NEWS2 usually 1.",
        assessment="NEWS2 5: 22 breaths, SpO2 94% on air, pulse 96, 38.2 °C. Left her breakfast.",
        recommendation="Please see her today. I can hold the phone for a video call.",
        handed_to="Harbour Surgery, the urgent line",
    )


def _soft_signs_at_nought(scene: Scene) -> None:
    """Every number is as usual, and whoever knows him is worried: he was named for today all the same."""
    resident = scene.resident(SYCAMORE, 0)
    at = scene.ago(minutes=40)
    _observe(scene, resident, at, _set(16, 97, 124, 76, 72, "36.8"), SYCAMORE)
    named = Nomination.objects.filter(resident=resident).order_by("-raised_at").first()
    SoftSigns.objects.create(
        **scene.written(resident, "Ewan Woodruff", at, SYCAMORE),
        signs=[SoftSign.WITHDRAWN, SoftSign.OFF_FOOD],
        different="Hums all day long. Since last night not a sound, and the tea is untouched.",
        noticed_at=at,
        noticed_by="Ewan Woodruff, senior carer",
        nomination_id=named.pk if named else None,
    )


def _answered(scene: Scene) -> None:
    """One in hand, one deferred to next week."""
    triaged = _nomination(scene, scene.resident(LARCH, 8), Urgency.SAME_DAY, [Reason.FALL], "Slipped in the shower.", 2)
    at = triaged.raised_at + timedelta(minutes=35)
    _acknowledge(scene, triaged, at)
    at += timedelta(minutes=10)
    triaged.state, triaged.agreed_urgency = NominationState.TRIAGED, Urgency.WITHIN_48_HOURS
    triaged.agreed_at, triaged.agreed_by_name, triaged.agreed_by_user_id = at, CLINICIAN, _id(scene)
    triaged.agreed_why = "Walks as before, no head injury"
    triaged.save()
    _status(scene, triaged, triaged.state, at, CLINICIAN, urgency=triaged.agreed_urgency, reason=triaged.agreed_why)

    deferred = _nomination(
        scene, scene.resident(LARCH, 9), Urgency.ROUTINE, [Reason.WEIGHT_LOSS], "Eats half of her dinner.", 3
    )
    at = deferred.raised_at + timedelta(hours=4)
    _acknowledge(scene, deferred, at)
    deferred.state, deferred.deferred_until = NominationState.DEFERRED, scene.area.today + timedelta(days=5)
    deferred.deferred_reason = "Weigh her again first"
    deferred.save()
    _status(
        scene, deferred, deferred.state, at, CLINICIAN, until=deferred.deferred_until, reason=deferred.deferred_reason
    )


def _id(scene: Scene) -> int:
    return scene.area.people[CLINICIAN].pk


def _acknowledge(scene: Scene, nomination: Nomination, at: datetime) -> None:
    nomination.acknowledged_at, nomination.acknowledged_by_name = at, CLINICIAN
    nomination.acknowledged_by_user_id = _id(scene)
    _status(scene, nomination, NominationState.ACKNOWLEDGED, at, CLINICIAN)


def _nomination(
    scene: Scene, resident: Resident, urgency: str, reasons: Iterable[str], sentence: str, days: int
) -> Nomination:
    at = scene.ago(days=days)
    made = Nomination.objects.create(
        resident=resident,
        home=resident.home,
        raised_at_home=resident.home,
        urgency=urgency,
        reasons=list(reasons),
        sentence=sentence,
        raised_at=at,
        raised_by_user_id=0,
        raised_by_name=NURSE,
        raised_by_organisation_name=resident.home.name,
        acknowledge_by=at + timedelta(hours=2) if urgency == Urgency.SAME_DAY else None,
        key=uuid.uuid4(),
    )
    _status(scene, made, NominationState.RAISED, at, NURSE)
    return made


def _before(scene: Scene) -> None:
    """Who was seen in the weeks before: what became of scores and soft signs, and how long each waited."""
    for weeks, home, place, asked, agreed, hours, contact, reasons, sentence, outcome in SEEN_BEFORE:
        made = _nomination(scene, scene.resident(home, place), asked, reasons, sentence, weeks * 7 + 2)
        _acknowledge(scene, made, made.raised_at + timedelta(minutes=20 + 10 * weeks))
        made.agreed_urgency, made.agreed_at = agreed, made.acknowledged_at
        made.agreed_by_name, made.agreed_by_user_id = CLINICIAN, _id(scene)
        made.state, made.seen_at = NominationState.SEEN, made.raised_at + timedelta(hours=hours)
        made.contact, made.outcome = contact, outcome
        made.seen_by_name, made.seen_by_user_id = CLINICIAN, _id(scene)
        made.save()
        _status(scene, made, made.state, made.seen_at, CLINICIAN, reason=Contact(contact).label)


def _agreed(scene: Scene) -> None:
    """The order that the team of Larch House agreed yesterday, which is not quite the computed one."""
    home = scene.area.homes[LARCH]
    computed = computed_list(home.pk, scene.area.today, scene.now)
    if len(computed.entries) < 2:
        return
    order = [computed.entries[1], computed.entries[0], *computed.entries[2:]]
    agreement = PriorityAgreement.objects.create(
        home=home,
        agreed_at=scene.ago(minutes=15),
        by_user_id=_id(scene),
        by_name=CLINICIAN,
        by_organisation_name="Harbour Surgery",
        with_whom="Meera Calendula, independent prescriber (respiratory) and Moira Sorrel",
        why="Her daughter comes at eleven and wants to be there",
        policy=computed.policy,
    )
    PriorityPlace.objects.bulk_create(
        PriorityPlace(
            resident_id=each.resident_id,
            home=home,
            agreement_id=agreement.pk,
            place=place,
            computed_place=each.place,
            computed_weight=each.weight,
        )
        for place, each in enumerate(order, start=1)
    )
