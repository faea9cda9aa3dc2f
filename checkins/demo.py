"""What check-ins add to the demo area: twenty weeks behind it, and a week in the middle of its work."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from carehomes.deadlines import LONDON, Week
from carehomes.demo.area import Area
from carehomes.demo.registry import fills_demo
from checkins.actions.weeks import generate_week
from checkins.models import (
    Attempt,
    CheckIn,
    CheckInState,
    CheckInStatus,
    Conversation,
    FormVersion,
    Mode,
    Nomination,
    SectionAnswer,
    Urgency,
)
from checkins.sheet import Section

WEEKS_BEFORE = 20
SEED = 48
CALLER, COLLEAGUE = ("Priya Fennel", "Westmere PCN"), ("Sam Tansy", "Harbour Partnership")
DONE_THIS_WEEK = (
    *("Oakdene", "Poplar Court", "Spindle House", "Sycamore Lodge", "Whitebeam Court", "Willow Bank", "Yew Tree House"),
    "Damson Court",
)
# Home, section, what it said, how many weeks ago: what is still open this week.
STILL_OPEN = (
    ("Larch House", "medicines", "Two charts do not match the boxes that came on Monday.", 2),
    ("Larch House", "falls", "Edith Campion fell in the garden, no injury. Wants her walking frame looked at.", 1),
    ("Rowan Court", "equipment", "The new sling is still on order.", 1),
    ("Aspen Lea", "nutrition", "Two residents have lost weight since October.", 1),
    ("Beech Grange", "medicines", "The pharmacy has no laxative of the usual kind.", 2),
    ("Beech Grange", "stock", "Gloves in size L run out by Friday.", 1),
    ("Cedar Mount", "mental_state", "The delirium review of room 12 has not come.", 1),
    ("Elm Park", "equipment", "Catheter bags were of the wrong size.", 1),
    ("Hazel Brook", "medicines", "Dressings have been short for a week.", 1),
    ("Hornbeam Place", "equipment", "One of the two oximeters is broken.", 1),
)
NO_ANSWER = (
    ("Alder Lodge", (time(9, 12), time(9, 40)), CALLER),
    ("Juniper House", (time(9, 26),), CALLER),
    ("Rowan Court", (time(9, 5),), ("Quay Receptionist", "Quay Practice")),
)
RINGING = (("Aspen Lea", CALLER, time(10, 31)), ("Beech Grange", COLLEAGUE, time(10, 35)))


@fills_demo
def load(area: Area, now: datetime) -> None:
    """Past weeks done, missed, declined; this week as far as it has come today."""
    chance = random.Random(SEED)  # noqa: S311 - an invented past, not secrets
    this = Week.containing(area.today)
    weeks = [Week.containing(area.today - timedelta(weeks=back)) for back in range(WEEKS_BEFORE, -1, -1)]
    for week in weeks:
        generate_week(week)
    rows = CheckIn.objects.filter(home__in=area.homes.values()).select_related("home").order_by("week", "home__name")
    past = [each for each in rows if each.week < this.monday]
    _end(area, past, chance)
    present = {each.home.name: each for each in rows if each.week == this.monday}
    _end(area, [present[name] for name in DONE_THIS_WEEK if present[name].due_on < area.today], chance, always=True)
    _unanswered(area, present)
    _ringing(area, present)
    _nominations(area, present["Sycamore Lodge"], now)


def _end(area: Area, check_ins: list[CheckIn], chance: random.Random, *, always: bool = False) -> None:
    """How these calls ended, with what the homes said."""
    for each in check_ins:
        _end_one(each, 1.0 if always else chance.random(), area, chance)
    CheckIn.objects.bulk_update(
        check_ins,
        [
            "state",
            "mode",
            "started_at",
            "completed_at",
            "caller_user_id",
            "caller_name",
            "caller_organisation",
            "items_raised",
        ],
    )
    done = [each for each in check_ins if each.state == CheckInState.COMPLETED]
    CheckInStatus.objects.bulk_create(_status(each, area) for each in check_ins if each.state != CheckInState.SCHEDULED)
    version = FormVersion.objects.get(number=1)
    Conversation.objects.bulk_create(
        Conversation(check_in=each, home=each.home, form_version=version, spoke_to=area.plans[each.home.name].contact)
        for each in done
    )
    SectionAnswer.objects.bulk_create(answer for each in done for answer in _answers(each, version, area))


def _end_one(check_in: CheckIn, drawn: float, area: Area, chance: random.Random) -> None:
    if drawn < 0.05:
        check_in.state = CheckInState.SCHEDULED  # missed
    elif drawn < 0.07:
        check_in.state = CheckInState.DECLINED
    else:
        at = datetime.combine(check_in.due_on, check_in.window_starts, LONDON) + timedelta(
            minutes=chance.randint(5, 50)
        )
        check_in.state, check_in.mode = CheckInState.COMPLETED, Mode.PHONE
        check_in.started_at, check_in.completed_at = at, at + timedelta(minutes=4)
        _called_by(check_in, area, COLLEAGUE if drawn > 0.9 and drawn < 1 else CALLER)
        check_in.items_raised = sum(1 for _ in _said(check_in, area))


def _called_by(check_in: CheckIn, area: Area, who: tuple[str, str]) -> None:
    name, organisation = who
    eastern = area.plans[check_in.home.name].pcn == "Eastgate PCN"
    name, organisation = ("Rue Bistort", "Eastgate PCN") if eastern else (name, organisation)
    person = area.people.get(name)
    check_in.caller_name, check_in.caller_user_id = name, person.pk if person else 0
    check_in.caller_organisation = area.organisations[organisation]


def _said(check_in: CheckIn, area: Area) -> Iterator[tuple[str, str]]:
    """What is still open of what a home said in this week: section and words."""
    this = Week.containing(area.today).monday
    for name, section, words, ago in STILL_OPEN:
        if name == check_in.home.name and check_in.week == this - timedelta(weeks=ago):
            yield section, words


def _answers(check_in: CheckIn, version: FormVersion, area: Area) -> Iterator[SectionAnswer]:
    said = dict(_said(check_in, area))
    for section in (Section(each["key"], each["title"]) for each in version.sections):
        yield SectionAnswer(
            check_in=check_in,
            home=check_in.home,
            form_version=version,
            section=section.key,
            something=section.key in said,
            text=said.get(section.key, ""),
            raised_at=check_in.completed_at or area.today,
            raised_by_name=check_in.caller_name,
        )


def _status(check_in: CheckIn, area: Area) -> CheckInStatus:
    at = check_in.completed_at or datetime.combine(check_in.due_on, time(12), LONDON)
    organisation = check_in.caller_organisation
    return CheckInStatus(
        check_in=check_in,
        home=check_in.home,
        state=check_in.state,
        at=at,
        by_user_id=check_in.caller_user_id,
        by_name=check_in.caller_name or CALLER[0],
        by_organisation_name=organisation.name if organisation else CALLER[1],
        reason="No time this week" if check_in.state == CheckInState.DECLINED else "",
    )


def _unanswered(area: Area, present: dict[str, CheckIn]) -> None:
    for name, times, (caller, organisation) in NO_ANSWER:
        check_in = present[name]
        if organisation == CALLER[1]:
            CheckIn.objects.filter(pk=check_in.pk).update(state=CheckInState.NO_ANSWER)
        person = area.people.get(caller)
        Attempt.objects.bulk_create(
            Attempt(
                check_in=check_in,
                home=check_in.home,
                at=datetime.combine(min(area.today, check_in.due_on), each, LONDON),
                outcome=Attempt.Outcome.NO_ANSWER,
                by_user_id=person.pk if person else 0,
                by_name=caller,
                by_organisation_name=organisation,
                key=uuid.uuid4(),
            )
            for each in times
        )


def _ringing(area: Area, present: dict[str, CheckIn]) -> None:
    for name, who, at in RINGING:
        check_in = present[name]
        check_in.state = CheckInState.IN_PROGRESS
        check_in.started_at = datetime.combine(area.today, at, LONDON)
        _called_by(check_in, area, who)
        check_in.save()


def _nominations(area: Area, check_in: CheckIn, now: datetime) -> None:
    """Three residents whom a home has named; nobody has answered yet."""
    residents = area.residents[check_in.home.name]
    told: list[tuple[str, list[str], str, timedelta]] = [
        (
            Urgency.SAME_DAY,
            ["change_in_condition", "soft_signs"],
            "Not herself since last night, and breathless.",
            timedelta(minutes=25),
        ),
        (Urgency.WITHIN_48_HOURS, ["weight_loss"], "Has lost four kilograms since October.", timedelta(days=1)),
        (Urgency.THIS_ROUND, ["medicines"], "Sleeps through most of the day on the new tablets.", timedelta(days=1)),
    ]
    for resident, (urgency, reasons, sentence, ago) in zip(residents, told, strict=False):
        Nomination.objects.create(**_nomination(area, check_in, resident, urgency, reasons, sentence, now - ago))
    CheckIn.objects.filter(pk=check_in.pk).update(nominations_raised=len(told), same_day_raised=1)


def _nomination(
    area: Area, check_in: CheckIn, resident: Any, urgency: str, reasons: list[str], sentence: str, at: datetime
) -> dict[str, Any]:
    return {
        "resident": resident,
        "home": check_in.home,
        "raised_at_home": check_in.home,
        "check_in_id": check_in.pk,
        "urgency": urgency,
        "reasons": reasons,
        "sentence": sentence,
        "raised_at": at,
        "raised_by_user_id": area.people[CALLER[0]].pk,
        "raised_by_name": CALLER[0],
        "raised_by_organisation_name": CALLER[1],
        "acknowledge_by": at + timedelta(hours=2) if urgency == Urgency.SAME_DAY else None,
        "key": uuid.uuid4(),
    }
