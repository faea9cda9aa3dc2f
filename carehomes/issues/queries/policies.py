"""Which policy holds: how soon something is due, and who is told when it is not done."""

from datetime import date

from django.db.models import Q, QuerySet

from carehomes.access.kinds import RelationshipKind
from carehomes.directory.queries import working_today
from carehomes.issues.models import DuePolicy, EscalationPolicy, PolicyState

# Whose policy holds for a home where the owner has none: the first of these that has one, then the general one.
_IN_ORDER = (
    RelationshipKind.PCN,
    RelationshipKind.PRACTICE,
    RelationshipKind.COMMUNITY_SERVICES,
    RelationshipKind.COMMISSIONER,
)


def _holding(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def working_hours_for(organisation_id: int, priority: str, day: date) -> int:
    """How many working hours this organisation gives a priority on this day: its own policy, else the general one."""
    rows = DuePolicy.objects.filter(_holding(day), priority=priority)
    chosen = rows.filter(Q(organisation=organisation_id) | Q(organisation=None))
    return chosen.order_by("organisation", "-valid_from")[0].working_hours  # a null organisation sorts last


def policies_holding(day: date) -> "QuerySet[EscalationPolicy]":
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
    for kind, organisation_id in (
        working_today().filter(home_id=home_id, kind__in=_IN_ORDER).values_list("kind", "organisation_id")
    ):
        places.setdefault(organisation_id, 1 + _IN_ORDER.index(kind))
    kinds = [about] if about == "same_day" else [about, ""]
    rows = policies_holding(day).filter(Q(organisation=None) | Q(organisation__in=places), about__in=kinds)
    found = sorted(
        rows.prefetch_related("tiers"), key=lambda each: (places.get(each.organisation_id, 99), each.about == "")
    )
    return found[0] if found else None


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
