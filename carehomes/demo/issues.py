"""The issues of the demo area: late, waiting for somebody, with outside systems, for the homes to confirm, closed. Told nobody anew."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from carehomes.access.models import User
from carehomes.demo.area import Area
from carehomes.demo.issue_plans import PLANS, Plan, Step
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
