"""What the page of an issue offers, and what its actions take: for each role, in each state, the same."""

import re
import uuid

import pytest
from django.db import transaction

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.issues import actions
from carehomes.issues.models import Issue, Kind
from carehomes.issues.views.issue import PRESSES
from carehomes.issues.views.steps import STEPS
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

# How an issue comes into a state: what its owner and the home do, one after the other.
WAYS = {
    "nobody's yet": [],
    "open": ["give"],
    "accepted": ["give", "accept"],
    "in progress": ["give", "accept", "start"],
    "handed off": ["give", "accept", "hand_off"],
    "resolved": ["give", "resolve"],
    "reopened": ["give", "resolve", "no"],
    "closed": ["give", "resolve", "yes"],
    "withdrawn": ["give", "withdraw"],
}
# Two ways to say the same: one of them on the page is enough.
SAME = {
    "start": "accept",  # while it waits to be accepted; on its own afterwards
    "they-say-yes": "home-yes",
    "they-cannot-say": "cannot-say",
    "they-say-no": "reopen",
    "not-done": "reopen",
}
OWNERS = {"team": "lead", "home": "manager"}
ROLES = ["by", "lead", "pharmacy", "carer", "manager", "provider", "commissioner", "officer"]


@pytest.fixture
def everybody(world):
    """The world with a supplying pharmacy, the home's provider and a council."""
    more = {
        "pharmacy": (OrganisationKind.PHARMACY, RelationshipKind.PHARMACY, "community_pharmacist"),
        "provider": (OrganisationKind.CARE_PROVIDER, RelationshipKind.PROVIDER, "care_home_manager"),
        "officer": (OrganisationKind.LOCAL_AUTHORITY, RelationshipKind.LOCAL_AUTHORITY, "local_authority_officer"),
    }
    for name, (kind, works_as, role) in more.items():
        organisation = OrganisationFactory(kind=kind)
        HomeRelationshipFactory(home=world.home, organisation=organisation, kind=works_as)
        world.memberships[name] = MembershipFactory(organisation=organisation, role=role)
    return world


@pytest.fixture
def brought(everybody, raised, do):
    """`brought("resolved", "team")`: an issue in that state, owned by somebody of the team or of the home."""

    def made(way, owners):
        owner = getattr(everybody, OWNERS[owners])
        giving = {"organisation_id": owner.organisation_id, "user_id": owner.user_id}
        doings = {
            "give": (actions.assign, {"by": everybody.by, **giving}),
            "accept": (actions.accept, {"by": owner}),
            "start": (actions.start, {"by": owner}),
            "hand_off": (actions.hand_off, {"by": owner, "system": "Store", "reference": "", "answer_by": None}),
            "resolve": (actions.resolve, {"by": owner, "answer": "Done"}),
            "withdraw": (actions.withdraw, {"by": owner, "reason": "Twice"}),
            "yes": (actions.home_says_yes, {"by": everybody.carer}),
            "no": (actions.home_says_no, {"by": everybody.carer, "why": ""}),
        }
        issue = raised(kind=Kind.STAFFING)
        if owners == "home" and not WAYS[way]:
            do(actions.assign, issue, by=everybody.by, organisation_id=owner.organisation_id, user_id=None)
        for each in WAYS[way]:
            action, given = doings[each]
            do(action, issue, **given)
        return Issue.objects.get(pk=issue.pk)

    return made


def shown(page, issue):
    """The steps and presses that stand on the page."""
    names = re.findall(rf'(?:href|action)="/issues/{issue.pk}/(?:step/)?([a-z-]+)/"', page)
    return {name for name in names if name in PRESSES or name in STEPS}


def taken(client, world, issue, name):
    """Whether the product takes it from this person, if they send it whole. Nothing of it stays."""
    path = f"step/{name}" if name in STEPS else name
    words = {"words": "Because", "system": "Store", "spoke_to": "Moira Sorrel", "priority": "urgent"}
    form = {"owner": f"{world.practice.pk}:", "seen": issue.revision, **words}
    with transaction.atomic():
        client.post(f"/issues/{issue.pk}/{path}/", {**form, "key": uuid.uuid4(), "idempotency_key": uuid.uuid4()})
        after = Issue.objects.values_list("revision", flat=True).get(pk=issue.pk)
        transaction.set_rollback(True)
    return after != issue.revision


@pytest.mark.parametrize(
    ("owners", "who"),
    [("team", who) for who in ROLES] + [("home", who) for who in ("by", "carer", "manager", "provider")],
)
def test_no_button_leads_to_a_refusal_and_none_is_missing(client, everybody, brought, owners, who):
    client.act_as(everybody.memberships[who])
    for way in WAYS:
        issue = brought(way, owners)
        on_the_page = shown(client.get(f"/issues/{issue.pk}/").content.decode(), issue)
        works = {name for name in [*PRESSES, *STEPS] if taken(client, everybody, issue, name)}
        assert on_the_page <= works, f"refused while {way}"
        missing = {SAME.get(name, name) for name in works} - {SAME.get(name, name) for name in on_the_page}
        assert not missing, f"permitted while {way}, and not on the page"
