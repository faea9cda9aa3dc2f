"""The escalation sweep: one indexed scan finds what is late by its policy, one statement moves it on a tier, its people are told.

A tier is claimed by the row's own lock (SKIP LOCKED) and counted on the row, so that each happens once however many machines sweep.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import connections

from carehomes.access.kinds import SHARING_LINKS, RelationshipKind
from carehomes.access.models import Membership, OrganisationParent
from carehomes.access.roles import SEE_RESIDENTS
from carehomes.access.scopes import alias
from carehomes.deadlines import london_today
from carehomes.directory.models import NamedRole, NamedRoleKind
from carehomes.directory.queries import working_on
from carehomes.issues import kinds
from carehomes.issues.actions.records import repeat_last
from carehomes.issues.actions.telling import address_of
from carehomes.issues.models import NOBODY_YET, EscalationTier, Happened, Issue, IssueStatus, Told
from carehomes.issues.queries.people import CALLERS
from carehomes.notifications.actions import Notice, tell_each
from carehomes.notifications.batches import in_batches

AT_ONCE = 500

# The moments lie on the row, so the next one needs no second query; an array of PostgreSQL counts from 1.
_CLAIM = """
    UPDATE issues_issue SET
        escalation_tier = escalation_tier + 1,
        next_escalation_at = escalates_at[escalation_tier + 2],
        revision = revision + 1
    WHERE id IN (
        SELECT id FROM issues_issue WHERE id = ANY (%s) AND next_escalation_at <= %s FOR UPDATE SKIP LOCKED
    )
    RETURNING id
"""
_NAMED = {
    Told.COORDINATOR: CALLERS,
    Told.CLINICAL_LEAD: (NamedRoleKind.CLINICAL_LEAD,),
    Told.MEDICINES_LEAD: (NamedRoleKind.MEDICINES_LEAD,),
    Told.MANAGER: (NamedRoleKind.REGISTERED_MANAGER,),
}


@dataclass(frozen=True)
class Late:
    """Something late, and whom its policy's tier tells. Issues make it of themselves; other rooms of what they escalate."""

    home_id: int
    tells: Collection[str]
    owner_organisation_id: int | None = None
    owner_user_id: int | None = None


def sweep(now: datetime) -> int:
    """Escalates what has come to its next tier. Part of the tick; returns how many tiers happened."""
    return in_batches("escalation of late issues", due=partial(_due, now), take=partial(_batch, now), at_once=AT_ONCE)


def _due(now: datetime, without: Collection[int], most: int) -> list[int]:
    late = Issue.objects.filter(next_escalation_at__lte=now).exclude(pk__in=without)
    return list(late.order_by("next_escalation_at").values_list("pk", flat=True)[:most])


def _batch(now: datetime, due: Sequence[int]) -> int:
    with connections[alias()].cursor() as cursor:
        cursor.execute(_CLAIM, [list(due), now])
        ids = [row[0] for row in cursor.fetchall()]
    found = Issue.objects.filter(pk__in=ids).select_related("home", "owner_organisation", "escalation_policy")
    issues = list(found.order_by("pk"))
    _repeat_last(issues, now)
    tiers = _tiers(issues)
    late = [
        Late(
            each.home_id,
            tiers.get((each.escalation_policy_id, min(each.escalation_tier, len(each.escalates_at))), ()),
            each.owner_organisation_id,
            each.owner_user_id,
        )
        for each in issues
    ]
    told = whom_to_tell(late, now)
    IssueStatus.objects.bulk_create(
        escalation_row(each, people.values(), now) for each, people in zip(issues, told, strict=True)
    )
    tell_each((_notice(issue, people) for issue, people in zip(issues, told, strict=True) if people), kind=kinds.LATE)
    return len(issues)


def _repeat_last(issues: Iterable[Issue], now: datetime) -> None:
    silent = [each for each in issues if each.next_escalation_at is None and each.state in NOBODY_YET]
    for each in silent:
        repeat_last(each, now)
    Issue.objects.bulk_update(silent, ["next_escalation_at"])


def _tiers(issues: Iterable[Issue]) -> dict[tuple[int | None, int], Sequence[str]]:
    policies = {each.escalation_policy_id for each in issues}
    rows = EscalationTier.objects.filter(policy__in=policies)
    return {(each.policy_id, each.number): each.tells for each in rows}


def escalation_row(issue: Issue, told: Iterable[str], now: datetime) -> IssueStatus:
    """The status of a tier that has just happened, not yet saved: who was told, by name."""
    return IssueStatus(
        issue=issue,
        home_id=issue.home_id,
        happened=Happened.ESCALATED,
        state=issue.state,
        priority=issue.priority,
        owner_organisation_name=issue.owner_organisation.name,
        owner_name=issue.owner_name,
        tier=issue.escalation_tier,
        policy_id=issue.escalation_policy_id,
        told=sorted(told),
        revision=issue.revision,
        at=now,
        by_name="Homeround",
    )


def _notice(issue: Issue, people: dict[int, str]) -> Notice:
    title = f"Issue {issue.pk}, {issue.home.name}: overdue"[:200]
    return Notice(people, title, address_of(issue), cause=f"issue-{issue.pk}-{issue.revision}")


def whom_to_tell(late: Sequence[Late], now: datetime) -> list[dict[int, str]]:
    """For each, the accounts and names that its tier tells, in the same order; four queries however many there are.

    Only people who work today for an organisation that works with the home. Call it in a system scope.
    """
    homes = {each.home_id for each in late}
    serving, commissioning = _organisations(homes, now)
    members = _members({*(organisation for ids in serving.values() for organisation in ids)}, now)
    named = _named(homes, now)
    return [_people(each, serving[each.home_id], commissioning[each.home_id], members, named) for each in late]


def _organisations(homes: Collection[int], now: datetime) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    serving: dict[int, set[int]] = defaultdict(set)
    commissioning: dict[int, set[int]] = defaultdict(set)
    today = london_today(now)
    rows = working_on(today).filter(home__in=homes).values_list("home_id", "organisation_id", "kind")
    for home_id, organisation_id, kind in rows:
        serving[home_id].add(organisation_id)
        if kind == RelationshipKind.COMMISSIONER:
            commissioning[home_id].add(organisation_id)
    above = _above({*(organisation for ids in serving.values() for organisation in ids)}, today)
    for ids in serving.values():
        ids |= {parent for organisation in ids for parent in above[organisation]}
    return serving, commissioning


def with_those_above(organisations: Collection[int], today: date) -> set[int]:
    """These, and the partnerships and groups whose members see what they see. One query."""
    return {*organisations, *(parent for parents in _above(organisations, today).values() for parent in parents)}


def _above(organisations: Collection[int], today: date) -> dict[int, set[int]]:
    """Organisation → the partnerships and groups whose members see what it sees, and so may own what is late there."""
    found: dict[int, set[int]] = defaultdict(set)
    links = OrganisationParent.objects.on(today).filter(child__in=organisations, kind__in=SHARING_LINKS)
    for child_id, parent_id in links.values_list("child_id", "parent_id"):
        found[child_id].add(parent_id)
    return found


def _members(organisations: Collection[int], now: datetime) -> dict[int, list[tuple[int, str, str]]]:
    """Organisation → (account, name, role) of those who work there today."""
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    rows = Membership.objects.on(london_today(now)).filter(organisation__in=organisations, user__is_active=True)
    for organisation_id, user_id, name, role in rows.values_list("organisation_id", "user_id", "user__name", "role"):
        found[organisation_id].append((user_id, name, role))
    return found


def _named(homes: Collection[int], now: datetime) -> dict[tuple[int, str], set[int]]:
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = NamedRole.objects.on(london_today(now)).filter(home__in=homes, user_id__isnull=False)
    for home_id, kind, user_id in rows.values_list("home_id", "kind", "user_id"):
        found[home_id, kind].add(user_id)
    return found


def _people(
    late: Late,
    serving: Collection[int],
    commissioning: Collection[int],
    members: dict[int, list[tuple[int, str, str]]],
    named: dict[tuple[int, str], set[int]],
) -> dict[int, str]:
    names = {user_id: name for organisation in serving for user_id, name, _ in members[organisation]}
    told: set[int] = set()
    for code in late.tells:
        for kind in _NAMED.get(Told(code), ()):
            told |= named[late.home_id, kind]
    owner = {late.owner_user_id or 0} & names.keys()
    if Told.OWNER in late.tells:
        told |= owner or _workers(late.owner_organisation_id, members)
    if Told.OWNERS in late.tells:
        told |= _workers(late.owner_organisation_id, members)
    if Told.COMMISSIONER in late.tells:
        told |= {user for each in commissioning for user, _, role in members[each] if role == "commissioner_lead"}
    return {user_id: names[user_id] for user_id in told if user_id in names}


def _workers(organisation_id: int | None, members: dict[int, list[tuple[int, str, str]]]) -> set[int]:
    """Those of an organisation who may read the words of an issue."""
    return {user for user, _, role in members[organisation_id or 0] if role in SEE_RESIDENTS}
