"""Which policy holds: how soon something is due, and who is told when it is not done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db.models import OuterRef, Q, QuerySet

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import in_force
from carehomes.access.prepared import Given, OneOf, Prepared, given_day, given_ids, given_text
from carehomes.deadlines import add_working_hours, closing_of
from carehomes.directory.models import HomeRelationship
from carehomes.directory.queries import serving_today, working_today
from carehomes.directory.queries.together import rebuilt, together
from carehomes.issues.models import (
    SAME_DAY,
    DuePolicy,
    DueTime,
    EscalationPolicy,
    EscalationTier,
    Issue,
    PolicyState,
    PolicyVersion,
)

Version = TypeVar("Version", bound=PolicyVersion)

# Whose policy holds for a home where the owner has none: the first of these that has one, then the general one.
TEAM_IN_ORDER = (
    RelationshipKind.PCN,
    RelationshipKind.PRACTICE,
    RelationshipKind.COMMUNITY_SERVICES,
    RelationshipKind.COMMISSIONER,
)


@dataclass(frozen=True, slots=True)
class Due:
    """How soon, by a policy: working hours, in days that open and close at these times."""

    working_hours: int
    opens: time
    closes: time

    def after(self, start: datetime) -> datetime:
        """When something that began then is due."""
        return add_working_hours(start, self.working_hours, opens=self.opens, closes=self.closes)

    def end_of(self, day: date) -> datetime:
        """When something that is agreed for a day is due."""
        return closing_of(day, closes=self.closes)


def due_for(organisation_id: int, kind: str, priority: str, day: date) -> Due:
    """How soon this organisation does something of this kind and priority on this day: its own policy, else the general one.

    Within one policy a time of the kind wins over the one of all kinds.
    """
    found = _DUE.first(organisation=organisation_id, kind=kind, priority=priority, day=day)
    if found is None:
        raise DueTime.DoesNotExist
    return _due_of(found)


def _due_of(found: DueTime) -> Due:
    return Due(found.working_hours, found.policy.opens, found.policy.closes)


def _due() -> QuerySet[DueTime]:
    times = _times(given_day("day")).filter(Q(kind=given_text("kind")) | Q(kind=""), priority=given_text("priority"))
    chosen = times.filter(Q(policy__organisation=Given("organisation")) | Q(policy__organisation=None))
    return chosen.order_by("policy__organisation", "-policy__valid_from", "-kind")[:1]  # a null organisation sorts last


_DUE = Prepared(_due)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed about something new: how soon it is due, and by which policy it is escalated."""

    due: Due
    policy: EscalationPolicy | None


def terms_for(issue: Issue, day: date, *, serving: Sequence[HomeRelationship] | None = None) -> Terms:
    """`due_for` and `policy_for` of an issue that has an owner, in one query, where it is known who is `serving` the home today."""
    places = _places(issue.home_id, issue.owner_organisation_id, serving)
    found: Any = _TERMS.first(
        places=list(places),
        organisation=issue.owner_organisation_id,
        kind=issue.kind,
        about=issue.kind,
        or_else="",
        priority=issue.priority,
        day=day,
    )
    if found is None:
        raise DueTime.DoesNotExist
    return Terms(_due_of(found), _with_steps(_first(map(_held_of, found.held), places)))


def _terms() -> QuerySet[DueTime]:
    return _due().annotate(held=together(_held(), (*_POLICY, "tiers_read")))


_POLICY = ("id", "organisation_id", "about", "clock")  # of which the moments are made
_TERMS = Prepared(_terms)


def _held_of(row: dict[str, Any]) -> EscalationPolicy:
    made = rebuilt(EscalationPolicy, {name: row[name] for name in _POLICY})
    made.tiers_read = row["tiers_read"]  # type: ignore[attr-defined]  # annotated
    return made


def _times(day: date | Given) -> QuerySet[DueTime]:
    """The times of the versions that hold on this day."""
    published = ~Q(policy__state=PolicyState.DRAFT)
    return DueTime.objects.filter(in_force(day, of="policy__"), published).select_related("policy")


def due_for_several(organisations: Collection[int], kind: str, priority: str, day: date) -> dict[int, Due]:
    """The same for several organisations, by organisation. One query."""
    times = _times(day).filter(kind__in=[kind, ""], priority=priority)
    chosen = times.filter(Q(policy__organisation__in=organisations) | Q(policy__organisation=None))
    agreed = {each.policy.organisation_id: _due_of(each) for each in chosen.order_by("policy__valid_from", "kind")}
    return {each: agreed[each] if each in agreed else agreed[None] for each in organisations}  # the latest row stays


def hours_of(organisation_id: int, day: date) -> tuple[time, time]:
    """When this organisation opens and closes on working days."""
    opens, closes = _HOURS.tuples(organisation=organisation_id, day=day)[0]
    return opens, closes


def _hours() -> QuerySet[DuePolicy, tuple[time, time]]:
    rows = DuePolicy.objects.filter(in_force(given_day("day"))).exclude(state=PolicyState.DRAFT)
    chosen = rows.filter(Q(organisation=Given("organisation")) | Q(organisation=None))
    return chosen.order_by("organisation", "-valid_from").values_list("opens", "closes")[:1]


_HOURS = Prepared(_hours)


def policies_holding(day: date | Given) -> "QuerySet[EscalationPolicy]":
    """Published versions that hold on this day."""
    return EscalationPolicy.objects.filter(in_force(day)).exclude(state=PolicyState.DRAFT)


def policy_for(
    home_id: int,
    about: str,
    day: date,
    *,
    owner_organisation_id: int | None = None,
) -> EscalationPolicy | None:
    """The escalation policy for something of this kind in this home, with its steps in order; None where none holds.

    The owner's own policy wins, then those of the team of the home, then the general one; within one organisation the policy about this
    kind wins over the one about all kinds. Residents who must be seen today (`SAME_DAY`) never fall back to the one about all kinds.
    Two queries.
    """
    places = _places(home_id, owner_organisation_id, None)
    or_else = about if about == SAME_DAY else ""
    rows = _HOLDING.ask(places=list(places), about=about, or_else=or_else, day=day)
    return _with_steps(_first(rows, places))


def _places(home_id: int, owner: int | None, serving: Sequence[HomeRelationship] | None) -> dict[int | None, int]:
    """In which order the organisations around a home are asked for a policy."""
    places: dict[int | None, int] = {owner: 0} if owner else {}
    for each in serving_today(home_id) if serving is None else serving:
        if each.kind in TEAM_IN_ORDER:
            places.setdefault(each.organisation_id, 1 + TEAM_IN_ORDER.index(RelationshipKind(each.kind)))
    return places


def _with_steps(found: EscalationPolicy | None) -> EscalationPolicy | None:
    if found:
        found.steps = [rebuilt(EscalationTier, row) for row in found.tiers_read]  # type: ignore[attr-defined]  # annotated
    return found


_TIER = ("id", "policy_id", "number", "after_minutes", "tells")


def _held() -> "QuerySet[EscalationPolicy]":
    """The general versions that hold, and those of the organisations in these places."""
    whose = Q(organisation=None) | Q(OneOf("organisation_id", given_ids("places")))
    about = Q(about=given_text("about")) | Q(about=given_text("or_else"))
    tiers = EscalationTier.objects.filter(policy=OuterRef("pk")).order_by("number")
    return policies_holding(given_day("day")).filter(whose, about).annotate(tiers_read=together(tiers, _TIER))


_HOLDING = Prepared(_held)


def policies_for(owners: Mapping[int, int | None], about: str, day: date) -> dict[int, EscalationPolicy | None]:
    """The same for several homes, by home. `owners`: home → the organisation that owns what is late. Three queries."""
    places: dict[int, dict[int | None, int]] = {home: {owner: 0} if owner else {} for home, owner in owners.items()}
    serving = working_today().filter(home_id__in=owners, kind__in=TEAM_IN_ORDER)
    for home_id, kind, organisation_id in serving.values_list("home_id", "kind", "organisation_id"):
        places[home_id].setdefault(organisation_id, 1 + TEAM_IN_ORDER.index(kind))
    kinds = [about] if about == "same_day" else [about, ""]
    theirs = {organisation for each in places.values() for organisation in each}
    rows = policies_holding(day).filter(Q(organisation=None) | Q(organisation__in=theirs), about__in=kinds)
    found = list(rows.prefetch_related("tiers"))
    return {home_id: _first(found, place) for home_id, place in places.items()}


def _first(policies: Iterable[EscalationPolicy], places: Mapping[int | None, int]) -> EscalationPolicy | None:
    """The policy that stands first for a home; another home's organisations do not count."""
    own = [each for each in policies if each.organisation_id is None or each.organisation_id in places]
    return min(own, key=lambda each: (places.get(each.organisation_id, 99), each.about == ""), default=None)


def policies_of(organisation_id: int) -> "list[EscalationPolicy]":
    """Every version of the organisation's own policies and of the general ones, series by series, the newest version first."""
    rows = EscalationPolicy.objects.filter(Q(organisation=organisation_id) | Q(organisation=None))
    return list(rows.order_by("about", "-version"))


def due_policies_of(organisation_id: int) -> list[DuePolicy]:
    """Every version of the organisation's own due times and of the general ones, its own and the newest first, with their times."""
    rows = DuePolicy.objects.filter(Q(organisation=organisation_id) | Q(organisation=None))
    return list(rows.order_by("organisation", "-version").prefetch_related("times"))


def holding_today(policies: Iterable[Version], today: date) -> Version | None:
    """The version that holds: the organisation's own where it has one. `policies`: its own before the general ones."""
    published = (each for each in policies if each.state != PolicyState.DRAFT)
    holding = (
        each
        for each in published
        if each.valid_from and each.valid_from <= today and (not each.valid_to or each.valid_to > today)
    )
    return next(holding, None)
