"""No sequence of events loses an issue: it keeps an owner, is in exactly one list, is seen by its home, and can be opened again."""

import contextlib
import uuid
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statemachine.exceptions import TransitionNotAllowed

from carehomes.access.roles import Permission
from carehomes.access.scopes import acting_scope
from carehomes.issues import actions
from carehomes.issues.models import OURS, OVER, Happened, Issue, IssueState, IssueStatus
from carehomes.issues.queries.home import still_open_for
from carehomes.issues.transitions import MAY_CAUSE, IssueMachine, Refused, events_of, state_after
from tests.issues.conftest import NOW

pytestmark = pytest.mark.django_db

STATES = list(IssueState)
ALLOWED = {
    "open": "accept start hand_off resolve confirm withdraw assign prioritise",
    "accepted": "start hand_off resolve confirm withdraw assign prioritise",
    "in_progress": "hand_off resolve confirm withdraw assign prioritise",
    "handed_off": "came_back resolve confirm withdraw assign prioritise",
    "resolved": "confirm not_done cannot_say reopen withdraw assign",
    "reopened": "accept start hand_off resolve confirm withdraw assign prioritise",
    "closed": "not_done reopen",
    "withdrawn": "reopen",
}
LEADS_TO = {
    "accept": "accepted",
    "start": "in_progress",
    "hand_off": "handed_off",
    "came_back": "in_progress",
    "resolve": "resolved",
    "confirm": "closed",
    "not_done": "reopened",
    "cannot_say": "resolved",
    "reopen": "reopened",
    "withdraw": "withdrawn",
}


@pytest.mark.parametrize("state", STATES)
def test_the_table_of_transitions(state, world):
    issue = Issue(state=state, owner_organisation=world.pcn)
    everybody = {event for who in ("lead", "manager") for event in events_of(issue, by=getattr(world, who))}
    assert everybody == set(ALLOWED[state].split())
    for event in everybody & LEADS_TO.keys():
        assert state_after(issue, event) == LEADS_TO[event]


@pytest.mark.parametrize("event", sorted(MAY_CAUSE))
def test_who_may_cause_what(event, world):
    able = {name for name in world.memberships if any(map(getattr(world, name).may, MAY_CAUSE[event]))}
    nhs, home = {"by", "lead", "doctor"}, {"carer", "manager"}
    expected = {
        **dict.fromkeys(("accept", "start", "hand_off", "came_back", "resolve"), nhs | {"manager"}),
        **dict.fromkeys(("confirm", "not_done", "cannot_say", "reopen", "withdraw"), nhs | home),
        **dict.fromkeys(("assign", "prioritise"), nhs | {"manager", "commissioner"}),
    }[event]
    assert able == expected


def test_an_impossible_event_is_refused_by_the_machine_too():
    with pytest.raises(TransitionNotAllowed):
        IssueMachine(Issue(state=IssueState.CLOSED)).send("accept")


def _doings(world):
    """Every action with arguments that are whole, and who does it."""
    lead, carer, phone = world.lead, world.carer, {"by": world.by, "spoke_to": "Moira Sorrel"}
    doctor = world.memberships["doctor"]
    return {
        "accept": (actions.accept, {"by": lead}),
        "start": (actions.start, {"by": lead}),
        "hand_off": (actions.hand_off, {"by": lead, "system": "Store", "reference": "", "answer_by": None}),
        "came_back": (actions.record_outcome, {"by": lead, "outcome": "Sent"}),
        "resolve": (actions.resolve, {"by": lead, "answer": "Done"}),
        "yes": (actions.home_says_yes, {"by": carer}),
        "yes by phone": (actions.home_says_yes, phone),
        "no": (actions.home_says_no, {"by": carer, "why": ""}),
        "no by phone": (actions.home_says_no, {**phone, "why": "Not yet"}),
        "cannot say": (actions.home_cannot_say, {"by": carer}),
        "reopen": (actions.reopen, {"by": carer, "why": "Again"}),
        "withdraw": (actions.withdraw, {"by": lead, "reason": "Twice"}),
        "assign": (actions.assign, {"by": world.by, "organisation_id": world.practice.pk, "user_id": doctor.user_id}),
        "give back": (actions.assign, {"by": world.doctor, "organisation_id": world.pcn.pk, "user_id": None}),
        "priority": (actions.change_priority, {"by": world.by, "priority": "urgent", "why": ""}),
    }


NAMES = ("accept start hand_off came_back resolve yes no reopen withdraw assign priority sweep owners".split()) + [
    "yes by phone",
    "no by phone",
    "cannot say",
    "give back",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(NAMES), max_size=14))
def test_no_sequence_of_events_loses_an_issue(world, raised, events):
    issue, doings, at = raised(), _doings(world), NOW
    for name in events:
        at += timedelta(hours=7)
        if name == "sweep":
            actions.sweep(at)
        elif name == "owners":
            actions.find_owners(at)
        else:
            action, given_ = doings[name]
            with acting_scope(given_["by"]), contextlib.suppress(Refused):
                action(issue_id=issue.pk, key=uuid.uuid4(), now=at, **given_)
        _is_not_lost(world, Issue.objects.get(pk=issue.pk), at)


def _is_not_lost(world, issue, at):
    rows = IssueStatus.objects.filter(issue=issue).order_by("revision")
    assert [each.revision for each in rows] == list(range(1, issue.revision + 1))  # every change has its row
    assert rows.last().state == issue.state
    assert issue.owner_organisation_id in (world.pcn.pk, world.practice.pk)
    assert (issue.closed_at is not None) == (issue.state in OVER)
    if issue.state == IssueState.CLOSED:
        assert rows.filter(happened=Happened.CONFIRMED).exists()  # nothing closes without the home's yes
    waits = issue.state in (*OURS, IssueState.HANDED_OFF)
    assert waits or issue.next_escalation_at is None
    assert issue.escalation_tier + (issue.next_escalation_at is not None) <= len(issue.escalates_at) or waits
    for who in ("by", "doctor", "carer", "commissioner"):
        with acting_scope(getattr(world, who)):
            assert Issue.objects.filter(pk=issue.pk).exists()
    with acting_scope(world.carer):
        assert (issue.pk in {each.pk for each in still_open_for(world.home.pk, world.carer, at)}) == (
            not issue.closed_at
        )
    assert any(events_of(issue, by=getattr(world, who)) for who in ("lead", "carer"))  # somebody can always go on


def test_every_permission_of_issues_is_somebodys(world):
    held = {permission for name in world.memberships for permission in getattr(world, name).role.permissions}
    assert {
        Permission.SEE_ISSUES,
        Permission.WORK_ISSUES,
        Permission.ANSWER_FOR_HOME,
        Permission.KEEP_ESCALATION,
    } <= held
