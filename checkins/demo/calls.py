"""What check-ins add to the demo area: twenty weeks behind it, and a week in the middle of its work.

On whatever day and at whatever hour it is loaded, homes are due, done, ringing and unanswered, and some are overdue; on a Monday
nothing of the week can be overdue yet, and then it is last week that was missed. Nothing ever happens after the moment of loading.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from carehomes.deadlines import LONDON, Week
from carehomes.demo.area import Area, weekday
from carehomes.demo.registry import fills_demo
from checkins.actions.weeks import generate_week
from checkins.check_in_form.schema import Section
from checkins.demo.planning import WHO_FELL, acting_as, name_who_fell, plan, raise_said
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
from checkins.queries.policies import retry_waits
from checkins.rules import next_try

WEEKS_BEFORE = 20
SEED = 48
CALLER, COLLEAGUE = ("Priya Fennel", "Westmere PCN"), ("Sam Tansy", "Harbour Partnership")
DONE_THIS_WEEK = (
    *("Oakdene", "Poplar Court", "Spindle House", "Whitebeam Court", "Willow Bank", "Yew Tree House", "Damson Court"),
)
NAMED_BY, NAMED_AGO = (
    "Sycamore Lodge",
    25,
)  # rung so many minutes ago, and named residents; a same-day one waits two hours at most
MISSED_LAST_WEEK = ("Linden House", "Quince Lodge")
# Home, section, what it said, how many weeks ago: what is still open this week.
STILL_OPEN = (
    ("Larch House", "medicines", "The pain patches have not come with this month’s order.", 2),
    ("Larch House", "falls", f"{WHO_FELL} fell in the garden, no injury. Wants her walking frame looked at.", 1),
    ("Rowan Court", "visiting", "One bed is kept for isolation and nobody knows until when.", 1),
    ("Aspen Lea", "stock", "Thickened drinks last until the weekend.", 1),
    ("Beech Grange", "medicines", "The pharmacy has no laxative of the usual kind.", 2),
    ("Beech Grange", "stock", "Gloves in size L run out by Friday.", 1),
    ("Cedar Mount", "staffing", "The night nurse is away, and agency nurses change every day.", 1),
    ("Elm Park", "family", "A son would like a word about his mother’s care plan.", 1),
    ("Hazel Brook", "family", "A daughter asks who decides about the flu vaccination.", 1),
    ("Hornbeam Place", "training", "The new night staff have not learned to use the hoist.", 1),
)
# Home, how many minutes ago nobody answered, who rang.
NO_ANSWER = (
    ("Alder Lodge", (90, 62), CALLER),
    ("Juniper House", (76,), CALLER),
    ("Rowan Court", (97,), ("Quay Receptionist", "Quay Practice")),
)
RINGING = (("Aspen Lea", CALLER, 11), ("Beech Grange", COLLEAGUE, 7))


@dataclass(frozen=True)
class Clock:
    """The moment of loading."""

    now: datetime

    def ago(self, minutes: int) -> datetime:
        """So many minutes ago, and still today: soon after midnight it is midnight."""
        midnight = datetime.combine(self.now.astimezone(LONDON).date(), time(), LONDON)
        return max(midnight, self.now - timedelta(minutes=minutes))


@fills_demo
def load(area: Area, now: datetime) -> None:
    """Past weeks done, missed, declined; this week as far as it has come today."""
    chance, clock = random.Random(SEED), Clock(now)  # noqa: S311 - an invented past, not secrets
    name_who_fell(area)
    this = Week.containing(area.today)
    weeks = [Week.containing(area.today - timedelta(weeks=back)) for back in range(WEEKS_BEFORE, -1, -1)]
    for week in weeks:
        generate_week(week)
    rows = CheckIn.objects.filter(home__in=area.homes.values()).select_related("home").order_by("week", "home__name")
    _end(area, [each for each in rows if each.week < this.monday], chance)
    present = {each.home.name: each for each in rows if each.week == this.monday}
    _due(area, this, present)
    done = _done_this_week(area, present, clock)
    _end(area, [present[name] for name in done], chance, done)
    _unanswered(area, present, clock)
    _ringing(area, present, clock)
    _named(area, present[NAMED_BY])
    _raise_said(area, [each for each in rows if each.week < this.monday])
    plan(area, present, now)


def _raise_said(area: Area, past: list[CheckIn]) -> None:
    """What homes said in past calls and what is still open, as the issues that it became."""
    by = acting_as(area, *CALLER)
    for check_in in past:
        names = {each.pk: each.name for each in area.residents[check_in.home.name]}
        for section, words in _said(check_in, area):
            raise_said(check_in, section, words, names, area.plans[check_in.home.name].contact, by)


def _due(area: Area, this: Week, present: dict[str, CheckIn]) -> None:
    """This week's days as the area plans them: a bank holiday would move them, and leave who looks at Christmas nobody to ring."""
    for name, check_in in present.items():
        check_in.due_on = this.day(weekday(area.today, area.plans[name].day))
    CheckIn.objects.bulk_update(present.values(), ["due_on"])


def _done_this_week(area: Area, present: dict[str, CheckIn], clock: Clock) -> dict[str, datetime | None]:
    """Who was rung this week, and when; None is the home's own day and time. On a Monday it was this morning."""
    before = [name for name in DONE_THIS_WEEK if present[name].due_on < area.today]
    today = [name for name in DONE_THIS_WEEK if present[name].due_on >= area.today]
    this_morning = {name: clock.ago(30 + 9 * place) for place, name in enumerate(reversed(today))}
    return {**dict.fromkeys(before), **this_morning, NAMED_BY: clock.ago(NAMED_AGO)}


def _end(
    area: Area, check_ins: list[CheckIn], chance: random.Random, rung: dict[str, datetime | None] | None = None
) -> None:
    """How these calls ended, with what the homes said: as drawn, or done as `rung` says."""
    for each in check_ins:
        _end_one(each, 1.0 if rung else _drawn(each, area, chance), area, chance)
        if rung and (at := rung[each.home.name]):
            _done_at(each, at)
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
    CheckInStatus.objects.bulk_create(_status(each) for each in check_ins if each.state != CheckInState.SCHEDULED)
    version = FormVersion.objects.get(organisation=None, number=1)
    Conversation.objects.bulk_create(
        Conversation(check_in=each, home=each.home, form_version=version, spoke_to=area.plans[each.home.name].contact)
        for each in done
    )
    SectionAnswer.objects.bulk_create(answer for each in done for answer in _answers(each, version, area))


def _drawn(check_in: CheckIn, area: Area, chance: random.Random) -> float:
    """How a past call ended, as a number for `_end_one`: drawn, but for what the story needs."""
    drawn = chance.random()
    last_week = Week.containing(area.today).previous().monday
    if check_in.week == last_week and check_in.home.name in MISSED_LAST_WEEK:
        return 0.0
    return 1.0 if any(_said(check_in, area)) else drawn


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
        _done_at(check_in, at + timedelta(minutes=4))
        _called_by(check_in, area, COLLEAGUE if drawn > 0.9 and drawn < 1 else CALLER)
        check_in.items_raised = sum(1 for _ in _said(check_in, area))


def _done_at(check_in: CheckIn, at: datetime) -> None:
    check_in.started_at, check_in.completed_at = at - timedelta(minutes=4), at


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


def _status(check_in: CheckIn) -> CheckInStatus:
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


def _unanswered(area: Area, present: dict[str, CheckIn], clock: Clock) -> None:
    for name, minutes, (caller, organisation) in NO_ANSWER:
        check_in = present[name]
        tries = list(dict.fromkeys(_tried_at(check_in, area, clock, each) for each in minutes))
        waits = retry_waits(check_in.home_id, area.today)
        follows = [next_try(at, place, waits, check_in.window_ends) for place, at in enumerate(tries, start=1)]
        if organisation == CALLER[1]:
            check_in.state, check_in.escalates_at = CheckInState.NO_ANSWER, follows[-1].escalates_at
            check_in.save()
        person = area.people.get(caller)
        Attempt.objects.bulk_create(
            Attempt(
                check_in=check_in,
                home=check_in.home,
                at=at,
                outcome=Attempt.Outcome.NO_ANSWER,
                again_at=following.again_at,
                by_user_id=person.pk if person else 0,
                by_name=caller,
                by_organisation_name=organisation,
                key=uuid.uuid4(),
            )
            for at, following in zip(tries, follows, strict=True)
        )


def _tried_at(check_in: CheckIn, area: Area, clock: Clock, minutes: int) -> datetime:
    """Today, or in the morning of the day on which the home was due."""
    if check_in.due_on < area.today:
        return datetime.combine(check_in.due_on, time(9, 5), LONDON)
    return clock.ago(minutes)


def _ringing(area: Area, present: dict[str, CheckIn], clock: Clock) -> None:
    for name, who, minutes in RINGING:
        check_in = present[name]
        check_in.state = CheckInState.IN_PROGRESS
        check_in.started_at = clock.ago(minutes)
        _called_by(check_in, area, who)
        check_in.save()


def _named(area: Area, check_in: CheckIn) -> None:
    """Three residents whom a home named in its call; nobody has answered yet."""
    residents = area.residents[check_in.home.name]
    told: list[tuple[str, list[str], str]] = [
        (
            Urgency.SAME_DAY,
            ["change_in_condition", "soft_signs"],
            "Not herself since last night, and breathless.",
        ),
        (Urgency.WITHIN_48_HOURS, ["weight_loss"], "Has lost four kilograms since October."),
        (Urgency.THIS_ROUND, ["medicines"], "Sleeps through most of the day on the new tablets."),
    ]
    for resident, (urgency, reasons, sentence) in zip(residents, told, strict=False):
        Nomination.objects.create(**_nomination(area, check_in, resident, urgency, reasons, sentence))
    check_in.nominations_raised, check_in.same_day_raised = len(told), 1
    check_in.save()


def _nomination(
    area: Area, check_in: CheckIn, resident: Any, urgency: str, reasons: list[str], sentence: str
) -> dict[str, Any]:
    at = check_in.completed_at
    assert at
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
