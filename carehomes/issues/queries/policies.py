"""Which policy holds: how soon something is due, and who is told when it is not done."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects

from carehomes.access.kinds import RelationshipKind
from carehomes.access.prepared import Given, Prepared, given_day, given_text
from carehomes.directory.queries import serving_today, working_on, working_today
from carehomes.issues.models import SAME_DAY, DuePolicy, EscalationPolicy, PolicyState

# Whose policy holds for a home where the owner has none: the first of these that has one, then the general one.
_IN_ORDER = (
    RelationshipKind.PCN,
    RelationshipKind.PRACTICE,
    RelationshipKind.COMMUNITY_SERVICES,
    RelationshipKind.COMMISSIONER,
)


def _holding(day: date | Given) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def working_hours_for(organisation_id: int, priority: str, day: date) -> int:
    """How many working hours this organisation gives a priority on this day: its own policy, else the general one."""
    found = _DUE.first(organisation=organisation_id, priority=priority, day=day)
    if found is None:
        raise DuePolicy.DoesNotExist
    return found.working_hours


def _due() -> QuerySet[DuePolicy]:
    rows = DuePolicy.objects.filter(_holding(given_day("day")), priority=given_text("priority"))
    chosen = rows.filter(Q(organisation=Given("organisation")) | Q(organisation=None))
    return chosen.order_by("organisation", "-valid_from")[:1]  # a null organisation sorts last


_DUE = Prepared(_due)


def working_hours_of(organisations: Collection[int], priority: str, day: date) -> dict[int, int]:
    """The same for several organisations, by organisation. One query."""
    rows = DuePolicy.objects.filter(_holding(day), priority=priority)
    chosen = rows.filter(Q(organisation__in=organisations) | Q(organisation=None)).order_by("valid_from")
    agreed = {each.organisation_id: each.working_hours for each in chosen}  # the latest that holds stays
    return {each: agreed[each] if each in agreed else agreed[None] for each in organisations}


def policies_holding(day: date | Given) -> "QuerySet[EscalationPolicy]":
    """Published versions that hold on this day."""
    return EscalationPolicy.objects.filter(_holding(day)).exclude(state=PolicyState.DRAFT)


def policy_for(
    home_id: int, about: str, day: date, *, owner_organisation_id: int | None = None
) -> EscalationPolicy | None:
    """The escalation policy for something of this kind in this home, with its tiers in order; None where none holds.

    The owner's own policy wins, then those of the team of the home, then the general one; within one organisation the policy about this
    kind wins over the one about all kinds. Residents who must be seen today (`SAME_DAY`) never fall back to the one about all kinds.
    """
    places: dict[int | None, int] = {owner_organisation_id: 0} if owner_organisation_id else {}
    for each in serving_today(home_id):
        if each.kind in _IN_ORDER:
            places.setdefault(each.organisation_id, 1 + _IN_ORDER.index(RelationshipKind(each.kind)))
    or_else = about if about == SAME_DAY else ""
    rows = _HOLDING.ask(home=home_id, owner=owner_organisation_id, about=about, or_else=or_else, day=day)
    found = _first(rows, places)
    prefetch_related_objects([found] if found else [], "tiers")
    return found


def _held() -> "QuerySet[EscalationPolicy]":
    """The general versions that hold, those of the team of the home and those of the owner."""
    serving = working_on(given_day("day")).filter(home_id=Given("home"), kind__in=_IN_ORDER)
    whose = Q(organisation=None) | Q(organisation=Given("owner")) | Q(organisation__in=serving.values("organisation"))
    about = Q(about=given_text("about")) | Q(about=given_text("or_else"))
    return policies_holding(given_day("day")).filter(whose, about)


_HOLDING = Prepared(_held)


def policies_for(owners: Mapping[int, int | None], about: str, day: date) -> dict[int, EscalationPolicy | None]:
    """The same for several homes, by home. `owners`: home → the organisation that owns what is late. Three queries."""
    places: dict[int, dict[int | None, int]] = {home: {owner: 0} if owner else {} for home, owner in owners.items()}
    serving = working_today().filter(home_id__in=owners, kind__in=_IN_ORDER)
    for home_id, kind, organisation_id in serving.values_list("home_id", "kind", "organisation_id"):
        places[home_id].setdefault(organisation_id, 1 + _IN_ORDER.index(kind))
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


def due_policies_for(organisation_id: int, day: date) -> "list[DuePolicy]":
    """How many working hours each priority gives this organisation today: its own row, else the general one. The shortest first."""
    rows = DuePolicy.objects.filter(_holding(day)).filter(Q(organisation=organisation_id) | Q(organisation=None))
    found: dict[str, DuePolicy] = {}
    for row in rows.order_by("organisation", "-valid_from"):
        found.setdefault(row.priority, row)
    return sorted(found.values(), key=lambda each: each.working_hours)
