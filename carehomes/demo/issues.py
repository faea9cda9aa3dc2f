"""The issues of the demo area: late, waiting for somebody, with outside systems, for the homes to confirm, closed. Told nobody anew."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carehomes.access.models import User
from carehomes.demo.area import Area
from carehomes.demo.registry import fills_demo
from carehomes.issues.actions.records import Doer, append, note, set_due
from carehomes.issues.actions.sweep import escalation_row
from carehomes.issues.escalation import next_moment
from carehomes.issues.models import (
    HandOff,
    Happened,
    Issue,
    IssueState,
    IssueWatcher,
    IssueWords,
    Kind,
    Priority,
    SaidBy,
)

ORGANISATION_OF = {
    "Priya Fennel": "Westmere PCN",
    "Joe Lovage": "Westmere PCN",
    "Meera Calendula": "Westmere PCN",
    "Dr Anna Betony": "Harbour Surgery",
    "Tova Dill": "Mortar Lane Pharmacy",
    "Rue Bistort": "Eastgate PCN",
    "Moira Sorrel": "Larch House",
    "Femi Cicely": "Larch House",
}
STATE_AFTER = {
    Happened.ACCEPTED: IssueState.ACCEPTED,
    Happened.STARTED: IssueState.IN_PROGRESS,
    Happened.HANDED_OFF: IssueState.HANDED_OFF,
    Happened.CAME_BACK: IssueState.IN_PROGRESS,
    Happened.RESOLVED: IssueState.RESOLVED,
    Happened.CONFIRMED: IssueState.CLOSED,
    Happened.NOT_DONE: IssueState.REOPENED,
}


@dataclass(frozen=True)
class Step:
    """One thing that happened, so many hours before the loading."""

    hours_ago: float
    happened: Happened
    by: str
    words: str = ""


@dataclass(frozen=True)
class Plan:
    """One issue: where, about which of the home's residents (None: the whole home), and its story, the raising left out."""

    home: str
    resident: int | None
    kind: Kind
    title: str
    said: str
    owner: str
    hours_ago: float
    steps: Sequence[Step] = ()
    priority: Priority = Priority.WEEK
    raised_by: str = "Priya Fennel"
    organisation: str = ""  # whose it is while nobody has accepted it
    comment: tuple[float, str, str] | None = None
    system: tuple[str, str] = ("", "")


DAY = 24
_H = Happened
PLANS = (
    Plan(
        "Larch House",
        3,
        Kind.MEDICINES,
        "Chart query",
        "The morning chart still shows amlodipine 10 mg. The boxes that came on Monday say 5 mg.",
        "Joe Lovage",
        9 * DAY,
        (
            Step(9 * DAY - 2, _H.ACCEPTED, "Joe Lovage"),
            Step(8 * DAY, _H.HANDED_OFF, "Joe Lovage"),
            Step(26, _H.CAME_BACK, "Joe Lovage", "New chart printed, 5 mg is right"),
            Step(
                25,
                _H.RESOLVED,
                "Joe Lovage",
                "5 mg is right. A new chart went with the driver. Please look tonight and confirm.",
            ),
        ),
        comment=(
            6 * DAY,
            "Meera Calendula",
            "The same for another resident? I found none. @Moira Sorrel, please say if you do.",
        ),
        system=("Mortar Lane Pharmacy’s own system", "MLP-77310"),
    ),
    Plan(
        "Larch House",
        11,
        Kind.EQUIPMENT,
        "Hearing aid battery",
        "Her hearing aid is silent, and the batteries here do not fit.",
        "Priya Fennel",
        4 * DAY,
        (
            Step(4 * DAY - 1, _H.ACCEPTED, "Priya Fennel"),
            Step(
                5,
                _H.RESOLVED,
                "Priya Fennel",
                "Audiology has sent a card of batteries, size 13. They came by post today.",
            ),
        ),
    ),
    Plan(
        "Larch House",
        None,
        Kind.STOCK,
        "Dressings run short",
        "Silicone dressings last until the end of the week.",
        "Joe Lovage",
        2 * DAY,
        (Step(2 * DAY - 3, _H.ACCEPTED, "Joe Lovage"), Step(DAY, _H.STARTED, "Joe Lovage")),
        raised_by="Femi Cicely",
    ),
    Plan(
        "Larch House",
        20,
        Kind.FALLS,
        "Falls review",
        "Two falls this month, both at night on the way to the bathroom.",
        "Priya Fennel",
        3 * DAY,
        (Step(3 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(2 * DAY, _H.HANDED_OFF, "Priya Fennel")),
        system=("Community falls team", "CFT-3310"),
    ),
    Plan(
        "Larch House",
        5,
        Kind.FAMILY,
        "Family meeting",
        "The daughter asks for a talk about what comes next.",
        "",
        20,
        organisation="Westmere PCN",
        raised_by="Moira Sorrel",
    ),
    Plan(
        "Beech Grange",
        2,
        Kind.SUPPLY,
        "No thickener for 2 days",
        "The last tin is empty. He coughs when he drinks without it.",
        "Priya Fennel",
        8 * DAY,
        (Step(8 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(7 * DAY, _H.STARTED, "Priya Fennel")),
        Priority.TWO_DAYS,
        comment=(30, "Priya Fennel", "Mortar Lane Pharmacy has none, Tideway was not asked yet."),
    ),
    Plan(
        "Hornbeam Place",
        None,
        Kind.EQUIPMENT,
        "Oximeter broken",
        "One of the two shows nothing any more.",
        "Priya Fennel",
        6 * DAY,
        (
            Step(6 * DAY - 1, _H.ACCEPTED, "Priya Fennel"),
            Step(3 * DAY, _H.RESOLVED, "Priya Fennel", "A new one was ordered."),
            Step(20, _H.NOT_DONE, "Priya Fennel", "It has not come. Ade Mallow said so on the phone."),
        ),
    ),
    Plan(
        "Aspen Lea",
        4,
        Kind.NUTRITION,
        "Weight loss, 3 kg",
        "She has lost 3 kg since the end of October.",
        "Priya Fennel",
        DAY,
        (Step(DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(20, _H.STARTED, "Priya Fennel")),
    ),
    Plan("Elm Park", 7, Kind.EQUIPMENT, "Catheter leaks", "The bags that came are the wrong size.", "Priya Fennel", 18),
    Plan(
        "Elm Park",
        None,
        Kind.STAFFING,
        "Agency staff every night",
        "Nobody at night knows the residents.",
        "Priya Fennel",
        2 * DAY,
        (Step(2 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(DAY, _H.STARTED, "Priya Fennel")),
        Priority.ROUTINE,
    ),
    Plan(
        "Rowan Court",
        6,
        Kind.EQUIPMENT,
        "Sling on order",
        "The new sling has not come.",
        "Priya Fennel",
        3 * DAY,
        (Step(3 * DAY - 1, _H.ACCEPTED, "Priya Fennel"), Step(2 * DAY, _H.HANDED_OFF, "Priya Fennel")),
        Priority.ROUTINE,
        system=("Equipment store", "CE-2209"),
    ),
    Plan(
        "Cedar Mount",
        11,
        Kind.MENTAL_STATE,
        "Delirium review",
        "Not himself since the weekend.",
        "Dr Anna Betony",
        DAY,
        (Step(DAY - 2, _H.ACCEPTED, "Dr Anna Betony"),),
        Priority.TWO_DAYS,
    ),
    Plan(
        "Hazel Brook",
        2,
        Kind.SUPPLY,
        "Inhaler not delivered",
        "The blue inhaler was missing from the box.",
        "Tova Dill",
        6,
        (Step(4, _H.ACCEPTED, "Tova Dill"),),
        Priority.URGENT,
    ),
    Plan(
        "Ash Grange",
        1,
        Kind.MEDICINES,
        "Two charts for one resident",
        "An old chart came back from hospital.",
        "Rue Bistort",
        DAY,
        (Step(DAY - 1, _H.ACCEPTED, "Rue Bistort"),),
        raised_by="Rue Bistort",
    ),
    Plan(
        "Damson Court",
        None,
        Kind.TRAINING,
        "Who shows us the new pump?",
        "The night staff have not used one.",
        "",
        2 * DAY,
        organisation="Eastgate PCN",
        raised_by="Rue Bistort",
        priority=Priority.ROUTINE,
    ),
    Plan(
        "Larch House",
        9,
        Kind.MEDICINES,
        "Patch not signed for",
        "Nobody has signed for Monday’s patch.",
        "Joe Lovage",
        7 * DAY,
        (
            Step(7 * DAY - 2, _H.ACCEPTED, "Joe Lovage"),
            Step(4 * DAY, _H.RESOLVED, "Joe Lovage", "It was given, and is signed for now."),
            Step(3 * DAY, _H.CONFIRMED, "Moira Sorrel"),
        ),
        raised_by="Moira Sorrel",
    ),
    Plan(
        "Rowan Court",
        None,
        Kind.STOCK,
        "Gloves in size L",
        "Two boxes are left.",
        "Priya Fennel",
        8 * DAY,
        (
            Step(8 * DAY - 2, _H.ACCEPTED, "Priya Fennel"),
            Step(6 * DAY, _H.RESOLVED, "Priya Fennel", "Twenty boxes came."),
            Step(5 * DAY, _H.CONFIRMED, "Priya Fennel", "The nurse in charge said so on the phone."),
        ),
    ),
)


@fills_demo
def load(area: Area, now: datetime) -> None:
    """Everything in the order in which it happened, and nothing after the moment of loading."""
    for number, plan in enumerate(PLANS):
        _issue(area, plan, now, uuid.uuid5(uuid.NAMESPACE_OID, f"demo issue {number}"))


def _doer(area: Area, name: str) -> Doer:
    return Doer(area.people[name].pk, name, ORGANISATION_OF[name])


def _issue(area: Area, plan: Plan, now: datetime, key: uuid.UUID) -> None:
    at = now - timedelta(hours=plan.hours_ago)
    by = _doer(area, plan.raised_by)
    issue = _raised(area, plan, by, at, key)
    append(issue, Happened.RAISED, by=by, now=at)
    for step in plan.steps:
        _happens(area, issue, plan, step, now)
    if plan.comment:
        hours, who, words = plan.comment
        named = [user.pk for name, user in area.people.items() if f"@{name}" in words]
        note(
            issue,
            words,
            by=_doer(area, who),
            now=now - timedelta(hours=hours),
            key=uuid.uuid5(key, words),
            mentioned=named,
        )
    _escalated(issue, now)
    issue.save()
    _watched(
        issue, [area.people[name] for name in {plan.owner or "Priya Fennel", plan.raised_by, _caller(area, plan)}], at
    )


def _caller(area: Area, plan: Plan) -> str:
    return "Rue Bistort" if area.plans[plan.home].pcn == "Eastgate PCN" else "Priya Fennel"


def _raised(area: Area, plan: Plan, by: Doer, at: datetime, key: uuid.UUID) -> Issue:
    home, owner = area.homes[plan.home], area.people.get(plan.owner)
    issue = Issue(
        home=home,
        resident=area.residents[plan.home][plan.resident] if plan.resident is not None else None,
        kind=plan.kind,
        priority=plan.priority,
        owner_organisation=area.organisations[plan.organisation or ORGANISATION_OF[plan.owner]],
        owner_user_id=owner.pk if owner else None,
        owner_name=plan.owner,
        raised_at=at,
        raised_by_user_id=by.user_id or 0,
        raised_by_name=by.name,
        raised_by_organisation_name=by.organisation,
        key=key,
    )
    set_due(issue, at)
    issue.save()
    own = by.organisation == plan.home
    said_by, how = (by.name, SaidBy.HERE) if own else (area.plans[plan.home].contact, SaidBy.PHONE)
    IssueWords.objects.create(issue=issue, home=home, title=plan.title, said=plan.said, said_by=said_by, said_how=how)
    return issue


def _happens(area: Area, issue: Issue, plan: Plan, step: Step, now: datetime) -> None:
    at, by = now - timedelta(hours=step.hours_ago), _doer(area, step.by)
    issue.state = STATE_AFTER[step.happened]
    issue.revision += 1
    if step.happened is Happened.ACCEPTED:
        issue.accepted_at = at
    elif step.happened is Happened.RESOLVED:
        _resolve(issue, step, by, at)
    elif step.happened is Happened.CONFIRMED:
        issue.confirmed_at = issue.closed_at = at
    elif step.happened is Happened.NOT_DONE:
        issue.resolved_at = None
        set_due(issue, at)
    _hand_off(issue, plan, step, by, at)
    issue.save()
    append(issue, step.happened, by=by, now=at, words=step.words)


def _resolve(issue: Issue, step: Step, by: Doer, at: datetime) -> None:
    issue.resolved_at, issue.next_escalation_at = at, None
    IssueWords.objects.filter(issue=issue).update(
        answer=step.words, answered_at=at, answered_by_name=by.name, answered_by_organisation_name=by.organisation
    )


def _hand_off(issue: Issue, plan: Plan, step: Step, by: Doer, at: datetime) -> None:
    if step.happened is Happened.HANDED_OFF:
        system, reference = plan.system
        HandOff.objects.create(
            issue=issue,
            home_id=issue.home_id,
            system=system,
            reference=reference,
            answer_by=(at + timedelta(days=7)).date(),
            at=at,
            by_user_id=by.user_id,
            by_name=by.name,
            by_organisation_name=by.organisation,
        )
    elif step.happened is Happened.CAME_BACK:
        HandOff.objects.filter(issue=issue).update(outcome=step.words, came_back_at=at, came_back_by_name=by.name)


def _escalated(issue: Issue, now: datetime) -> None:
    """What the policy has told until now, so that nobody is told of the past when the demonstration begins."""
    past = [at for at in issue.escalates_at if at <= (issue.resolved_at or now)]
    for tier, at in enumerate(past, start=1):
        issue.revision += 1
        issue.escalation_tier = tier
        told = [issue.owner_name or issue.owner_organisation.name, *(["Priya Fennel"] if tier > 1 else [])]
        escalation_row(issue, list(dict.fromkeys(told)), at).save()
    over = issue.state in (IssueState.RESOLVED, IssueState.CLOSED)
    issue.next_escalation_at = None if over else next_moment(issue.escalates_at, len(past))


def _watched(issue: Issue, people: Sequence[User], at: datetime) -> None:
    IssueWatcher.objects.bulk_create(
        IssueWatcher(issue=issue, home_id=issue.home_id, user_id=each.pk, name=each.name, since=at) for each in people
    )
