"""What rounds add to the demo area: three weeks of signed rounds, one for today with six residents, one for tomorrow, an MDT meeting.

On whatever day it is loaded, today's round waits to be begun. Nothing happened after the moment of loading.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from carehomes.access.models import Membership
from carehomes.deadlines import LONDON
from carehomes.demo.area import Area
from carehomes.demo.registry import fills_demo
from carehomes.residents.models import Resident, ResidentState
from checkins.models import (
    AgendaItem,
    AppointmentCategory,
    Contact,
    InvitationAnswer,
    ItemSource,
    Nomination,
    NominationState,
    NominationStatus,
    Outcome,
    Reason,
    Round,
    RoundContact,
    RoundInvitation,
    RoundState,
    RoundStatus,
    Urgency,
)

LARCH, CEDAR, ROWAN = "Larch House", "Cedar Mount", "Rowan Court"
CHAIR = ("Dr Anna Betony", "gp", "Harbour Surgery")
PEOPLE = (
    CHAIR,
    ("Meera Calendula", "pharmacist", "Westmere PCN"),
    ("Jo Tarragon", "community_matron", "Northgate Trust"),
    ("Moira Sorrel", "home_staff", "Larch House"),
)
OUTSIDE = ("Dr Omar Figwort", "geriatrician", "omar.figwort@homeround.example")
LINK = "https://video.homeround.example/home-round"
# Place in the home's list of residents, why, how soon (None: not named by the home), sentence.
TODAY = (
    (11, [Reason.CHANGE_IN_CONDITION], Urgency.WITHIN_48_HOURS, "Breathless, and not herself since yesterday."),
    (20, [Reason.HOSPITAL_DISCHARGE], Urgency.THIS_ROUND, "New from hospital, with changed medicines."),
    (0, [Reason.FALL], Urgency.THIS_ROUND, "Fell on the way to the bathroom, not hurt."),
    (1, [Reason.WEIGHT_LOSS], Urgency.ROUTINE, "Has lost two kilograms in a month."),
    (5, [Reason.PLAN_DUE], None, "Carried over: ask the family about eating out."),
    (7, [Reason.REVIEW_DUE], None, "Medicines review due, 11 regular medicines."),
)
# Who was on the signed rounds: place in the home's list, outcome, what was decided.
SIGNED = (
    (0, Outcome.SEEN, "Chest clear. Finish the antibiotic, ring back if worse."),
    (1, Outcome.DISCUSSED, "Eats better with company. Weigh again in a fortnight."),
    (11, Outcome.SEEN, "Blood pressure low on standing: water tablet halved."),
    (5, Outcome.NOT_REACHED, ""),
)


@dataclass(frozen=True)
class Day:
    """The area and the moment of loading."""

    area: Area
    now: datetime

    def at(self, days: int, clock: time) -> datetime:
        return datetime.combine(self.area.today + timedelta(days=days), clock, LONDON)


@fills_demo
def load_rounds(area: Area, now: datetime) -> None:
    """Past rounds signed off, and those to come."""
    day = Day(area, now)
    for weeks in (3, 2, 1):
        _signed(day, weeks)
    _today(day)
    _round(day, CEDAR, 1, "home_round", time(10), RoundState.DRAFT, PEOPLE[:3])
    _round(day, ROWAN, 6, "mdt", time(14), RoundState.AGENDA_PUBLISHED, PEOPLE[:3])


def _round(
    day: Day,
    home: str,
    days: int,
    kind: str,
    starts: time,
    state: RoundState,
    people: Iterable[tuple[str, str, str]],
    **more: object,
) -> Round:
    chair = day.area.people[CHAIR[0]]
    made = Round.objects.create(
        home=day.area.homes[home],
        kind=kind,
        held_on=day.area.today + timedelta(days=days),
        starts_at=starts,
        mode="virtual",
        link=LINK,
        chair_user_id=chair.pk,
        chair_name=chair.name,
        chair_organisation=day.area.organisations[CHAIR[2]],
        state=state,
        key=uuid.uuid4(),
        **more,
    )
    _invite(day, made, people)
    _status(day, made, RoundState.DRAFT, min(day.now, day.at(days - 6, time(9))))
    if state != RoundState.DRAFT:
        _status(day, made, RoundState.AGENDA_PUBLISHED, min(day.now, day.at(days - 1, time(9))))
    _count(made)
    return made


def _invite(day: Day, made: Round, people: Iterable[tuple[str, str, str]]) -> None:
    for name, invited_as, organisation in people:
        RoundInvitation.objects.create(
            round=made,
            home=made.home,
            invited_as=invited_as,
            person_name=name,
            prescribes=_prescribes(day, name, organisation),
            organisation=day.area.organisations[organisation],
            organisation_name=organisation,
            user_id=day.area.people[name].pk,
            answer=InvitationAnswer.YES if made.state != RoundState.DRAFT else InvitationAnswer.NONE,
            attended=made.state == RoundState.SIGNED_OFF,
        )


def _prescribes(day: Day, name: str, organisation: str) -> str:
    post = Membership.objects.get(user=day.area.people[name], organisation=day.area.organisations[organisation])
    return post.prescriber.words


def _status(day: Day, made: Round, state: RoundState, at: datetime) -> None:
    chair = day.area.people[CHAIR[0]]
    RoundStatus.objects.create(
        round=made,
        home=made.home,
        state=state,
        at=at,
        by_user_id=chair.pk,
        by_name=chair.name,
        by_organisation_name=CHAIR[2],
    )


def _count(made: Round) -> None:
    made.invited = RoundInvitation.objects.filter(round=made).count()
    made.attended = RoundInvitation.objects.filter(round=made, attended=True).count()
    made.on_agenda = AgendaItem.objects.filter(round=made).count()
    contacts = RoundContact.objects.filter(round=made)
    made.seen = contacts.filter(outcome=Outcome.SEEN).count()
    made.discussed = contacts.filter(outcome=Outcome.DISCUSSED).count()
    made.save()


def _today(day: Day) -> None:
    made = _round(day, LARCH, 0, "home_round", time(13, 30), RoundState.AGENDA_PUBLISHED, PEOPLE)
    name, invited_as, email = OUTSIDE
    RoundInvitation.objects.create(
        round=made, home=made.home, invited_as=invited_as, person_name=name, email=email, organisation=None
    )
    residents = _living(day.area.residents[LARCH])
    for number, (place, reasons, urgency, sentence) in enumerate(TODAY, start=1):
        resident = residents[place % len(residents)]
        nomination = _nomination(day, resident, reasons, urgency, sentence) if urgency else None
        source = ItemSource.NOMINATION if nomination else ItemSource.CARRIED_OVER
        source = ItemSource.DUE_REVIEW if Reason.REVIEW_DUE in reasons else source
        AgendaItem.objects.create(
            round=made,
            resident=resident,
            home=made.home,
            place=number,
            source=source,
            nomination=nomination,
            reasons=[str(each) for each in reasons],
            why=sentence,
            added_at=day.now,
            added_by_name=CHAIR[0],
        )
    _count(made)


def _living(residents: Sequence[Resident]) -> list[Resident]:
    """Everybody in the order of the area; whoever is in hospital gives their place to the next."""
    there = Resident.objects.filter(pk__in=[each.pk for each in residents], state=ResidentState.IN_HOME)
    in_home = set(there.values_list("pk", flat=True))
    first = next(each for each in residents if each.pk in in_home)
    return [each if each.pk in in_home else first for each in residents]


def _nomination(day: Day, resident: Resident, reasons: Sequence[Reason], urgency: Urgency, sentence: str) -> Nomination:
    chair, caller = day.area.people[CHAIR[0]], day.area.people["Priya Fennel"]
    raised = day.at(-1, time(10, 42))
    made = Nomination.objects.create(
        resident=resident,
        home=resident.home,
        raised_at_home=resident.home,
        urgency=urgency,
        reasons=[str(each) for each in reasons],
        sentence=sentence,
        state=NominationState.ON_AGENDA,
        raised_at=raised,
        raised_by_user_id=caller.pk,
        raised_by_name=caller.name,
        raised_by_organisation_name="Westmere PCN",
        acknowledged_at=raised + timedelta(minutes=88),
        acknowledged_by_user_id=chair.pk,
        acknowledged_by_name=chair.name,
        key=uuid.uuid4(),
    )
    steps = ((NominationState.RAISED, 0, caller.name), (NominationState.ON_AGENDA, 90, chair.name))
    for state, minutes, by in steps:
        NominationStatus.objects.create(
            nomination=made,
            home=made.home,
            state=state,
            at=raised + timedelta(minutes=minutes),
            by_name=by,
            by_organisation_name="Westmere PCN" if by == caller.name else CHAIR[2],
        )
    return made


def _signed(day: Day, weeks: int) -> None:
    days = -7 * weeks
    began, ended, signed = (day.at(days, clock) for clock in (time(13, 31), time(14, 20), time(16, 5)))
    times = {"began_at": began, "ended_at": ended, "signed_off_at": signed}
    made = _round(day, LARCH, days, "home_round", time(13, 30), RoundState.SIGNED_OFF, PEOPLE, **times)
    steps = ((RoundState.IN_SESSION, began), (RoundState.WRITTEN_UP, ended), (RoundState.SIGNED_OFF, signed))
    for state, at in steps:
        _status(day, made, state, at)
    residents = _living(day.area.residents[LARCH])
    for number, (place, outcome, decided) in enumerate(SIGNED, start=1):
        resident = residents[place % len(residents)]
        item = AgendaItem.objects.create(
            round=made,
            resident=resident,
            home=made.home,
            place=number,
            source=ItemSource.BY_HAND,
            reasons=[Reason.CHANGE_IN_CONDITION.value],
            added_at=began,
            added_by_name=CHAIR[0],
        )
        _contact(day, item, outcome, decided, began + timedelta(minutes=8 * number), signed)
    _count(made)


def _contact(day: Day, item: AgendaItem, outcome: Outcome, decided: str, at: datetime, signed: datetime) -> None:
    """What became of one resident on a signed round: with its clinician, or carried over."""
    name, profession, organisation = CHAIR
    chair_id = day.area.people[name].pk
    by_clinician = {"clinician_user_id": chair_id, "clinician_name": name, "clinician_as": profession}
    RoundContact.objects.create(
        item=item,
        resident_id=item.resident_id,
        home=item.home,
        round=item.round,
        held_on=item.round.held_on,
        outcome=outcome,
        mode=_mode(outcome),
        category=AppointmentCategory.objects.get(key="care_home_round") if outcome == Outcome.SEEN else None,
        decided=decided,
        at=at,
        by_user_id=chair_id,
        by_name=name,
        by_organisation_name=organisation,
        **({"settled_at": signed} if outcome == Outcome.NOT_REACHED else by_clinician),
    )


def _mode(outcome: Outcome) -> str:
    return {Outcome.SEEN: Contact.VIDEO.value, Outcome.DISCUSSED: Contact.DISCUSSED.value}.get(outcome, "")
