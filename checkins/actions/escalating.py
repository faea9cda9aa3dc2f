"""Same-day concerns that nobody has acknowledged in time climb the escalation policy of their home: each step once, however often asked.

A row is claimed by its lock (SKIP LOCKED); the step it has reached stands on it, so that two machines never tell one step twice and a
machine that is killed leaves its rows waiting.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.urls import reverse

from carehomes.access.models import Organisation
from carehomes.access.scopes import on_behalf
from carehomes.deadlines import london_today
from carehomes.directory.queries import working_today
from carehomes.issues.actions.sweep import Late, whom_to_tell
from carehomes.issues.escalation import moments, next_moment, repeated
from carehomes.issues.models import EscalationPolicy, Told
from carehomes.issues.models.policies import SAME_DAY
from carehomes.issues.queries.policies import policy_for
from carehomes.notifications.actions import Notice, tell_each
from carehomes.notifications.batches import in_batches
from carehomes.ui.formats import clock, day
from checkins import kinds
from checkins.models import Nomination, NominationEscalation, NominationState
from checkins.queries.nominations import CLINICAL_TEAM, clinical_team_of

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A step that happens now: of which concern, its number, whom it tells by role."""

    nomination: Nomination
    policy: EscalationPolicy
    number: int
    tells: Sequence[str]


def escalate(now: datetime) -> int:
    """Tells the next step of every same-day concern whose time has come. Part of the tick; returns how many steps happened."""
    reason = "same-day concerns that nobody has acknowledged"
    return in_batches(reason, due=partial(_due, now), take=partial(_climb, now), at_once=AT_ONCE, again=True)


def _late(now: datetime) -> QuerySet[Nomination]:
    return Nomination.objects.filter(state=NominationState.RAISED, next_escalation_at__lte=now)


def _due(now: datetime, without: Collection[int], most: int) -> list[int]:
    late = _late(now).exclude(pk__in=without)
    return list(late.order_by("next_escalation_at", "pk").values_list("pk", flat=True)[:most])


def _climb(now: datetime, due: Sequence[int]) -> int:
    locked = _late(now).filter(pk__in=due).select_related("home").select_for_update(of=("self",), skip_locked=True)
    claimed = list(locked.order_by("next_escalation_at", "pk"))
    policies = {home_id: policy_for(home_id, SAME_DAY, london_today(now)) for home_id in {n.home_id for n in claimed}}
    steps = [step for each in claimed if (step := _step(each, policies[each.home_id], now))]
    Nomination.objects.bulk_update(claimed, ["escalation_tier", "next_escalation_at"])
    teams = {home_id: clinical_team_of(home_id) for home_id in {step.nomination.home_id for step in steps}}
    late = [Late(each.nomination.home_id, each.tells, _id(teams[each.nomination.home_id])) for each in steps]
    told = _never_nobody(late, whom_to_tell(late, now), now) if late else []
    NominationEscalation.objects.bulk_create(
        _row(step, teams[step.nomination.home_id], people, now) for step, people in zip(steps, told, strict=True)
    )
    notices = (_notice(step, people) for step, people in zip(steps, told, strict=True) if people)
    tell_each(notices, kind=kinds.SAME_DAY_LATE)
    return len(steps)


def _never_nobody(late: Sequence[Late], told: Sequence[dict[int, str]], now: datetime) -> list[dict[int, str]]:
    """A step whose people have all left tells everybody of the home's team who may read about the resident."""
    left = {each.home_id for each, people in zip(late, told, strict=True) if not people}
    rows = working_today().filter(home__in=left, kind__in=CLINICAL_TEAM).order_by("pk") if left else ()
    team = [Late(row.home_id, [Told.OWNERS], row.organisation_id) for row in rows]
    everybody: dict[int, dict[int, str]] = {home_id: {} for home_id in left}
    for each, people in zip(team, whom_to_tell(team, now) if team else (), strict=True):
        everybody[each.home_id] |= people
    return [people or everybody[each.home_id] for each, people in zip(late, told, strict=True)]


def _step(nomination: Nomination, policy: EscalationPolicy | None, now: datetime) -> Step | None:
    """Moves the concern on. None: its next step is still to come, or nobody has a policy for it.

    After the last step that one comes again, by the policy, until somebody acknowledges.
    """
    tiers = policy.steps if policy else []
    if policy is None or not tiers:
        nomination.next_escalation_at = None
        return None
    since = nomination.acknowledge_by or now
    times = moments(since, [tier.after_minutes for tier in tiers], policy.clock)
    due = next_moment(times, nomination.escalation_tier) or nomination.next_escalation_at or now
    if due > now:
        nomination.next_escalation_at = due
        return None
    tier = tiers[min(nomination.escalation_tier, len(tiers) - 1)]
    nomination.escalation_tier += 1
    following = next_moment(times, nomination.escalation_tier)
    nomination.next_escalation_at = following or repeated(now, policy.repeat_minutes, policy.clock)
    return Step(nomination, policy, nomination.escalation_tier, tier.tells)


def _row(step: Step, team: Organisation | None, people: dict[int, str], now: datetime) -> NominationEscalation:
    return NominationEscalation(
        nomination=step.nomination,
        home_id=step.nomination.home_id,
        tier=step.number,
        at=now,
        told=". ".join(told_words(each, team) for each in step.tells)[:200],
        people=len(people),
        policy=str(step.policy)[:200],
    )


def _id(team: Organisation | None) -> int | None:
    return team.pk if team else None


def told_words(tells: str, team: Organisation | None) -> str:
    """Whom a step tells. What a policy calls the owner is, for a resident to be seen, the home's clinical team."""
    return f"Everybody at {team.name}" if team and tells in (Told.OWNER, Told.OWNERS) else str(Told(tells).label)


def _notice(step: Step, people: dict[int, str]) -> Notice:
    """In Homeround and by e-mail at once, without a name and without a clinical word."""
    due = step.nomination.acknowledge_by
    home, by = step.nomination.home.name, f"{clock(due)} on {day(due)}"  # it may be read the next morning
    return Notice(
        people,
        title=f"{home}: nobody has acknowledged a same-day concern. It was due by {by}"[:200],
        address=reverse("directory:home", args=[step.nomination.home_id]),  # the one page that all of them may open
        cause=f"nomination-{step.nomination.pk}-step-{step.number}",
        email_sentence=f"Nobody has acknowledged a same-day concern of a care home. It was due by {by}.",
    )


def told_so_far(nomination: Nomination, now: datetime) -> set[int]:
    """The accounts that are told by the steps which have happened, in the scope of whoever acts."""
    if not nomination.escalation_tier:
        return set()
    with on_behalf("who was told of a concern that is withdrawn"):
        policy = policy_for(nomination.home_id, SAME_DAY, london_today(now))
        happened = policy.steps[: nomination.escalation_tier] if policy else []
        tells = {each for tier in happened for each in tier.tells}
        team = clinical_team_of(nomination.home_id)
        return set(whom_to_tell([Late(nomination.home_id, tells, _id(team))], now)[0])
