"""Organisations: finding them, and what an organisation's page shows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from carehomes.access.models import Leadership, Organisation, OrganisationParent, OrganisationSuccession
from carehomes.access.names import plain_key
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, HomeRelationship
from carehomes.directory.queries.finding import MOST_WORDS, Words
from carehomes.directory.queries.scope import working_today

ACTIVE = Q(active_to=None)


def find_organisations(words: str, kinds: tuple[str, ...] = (), *, closed: bool = False) -> QuerySet[Organisation]:
    """Organisations of which every word typed begins a word of the name, or is the code; those that begin with it first."""
    rows = (
        Organisation.objects.all() if closed else Organisation.objects.filter(ACTIVE | Q(active_to__gt=london_today()))
    )
    rows = rows.filter(kind__in=kinds) if kinds else rows
    keys = plain_key(words).split()[:MOST_WORDS]
    if not keys:
        return rows.order_by("name_key", "pk") if not words.strip() else rows.none()
    named = Q()
    for key in keys:
        named &= Q(haystack__contains=f" {key}")
    code = words.strip().upper()
    begins = Case(When(name_key__startswith=plain_key(words), then=0), default=1)
    rows = rows.alias(haystack=Words("name_key"))
    return rows.filter(named | Q(ods_code=code) | Q(gss_code=code) | Q(cqc_provider_id=code)).order_by(
        begins, "name_key", "pk"
    )


def with_home_counts(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """With `home_count`: the homes that each works with today."""
    homes = working_today().filter(organisation_id=OuterRef("pk")).order_by().values("organisation_id")
    counted = homes.annotate(count=Count("home_id", distinct=True)).values("count")
    return rows.annotate(home_count=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


@dataclass(frozen=True, slots=True)
class Family:
    """The dated links of an organisation: what it is part of, what is part of it (at most `MOST` of them), who came before and after."""

    parents: list[OrganisationParent]
    children: list[OrganisationParent]
    before: list[OrganisationSuccession]
    after: list[OrganisationSuccession]


MOST = 200  # children on one page: the largest commissioner has 150 practices and PCNs


def family_of(organisation: Organisation) -> Family:
    """Two queries: links upwards and downwards, and successions. Ended links come last."""
    links = OrganisationParent.objects.filter(Q(child=organisation) | Q(parent=organisation))
    both = list(links.select_related("child", "parent").order_by("ends_on", "kind", "child__name_key")[: MOST + 50])
    changes = OrganisationSuccession.objects.filter(Q(predecessor=organisation) | Q(successor=organisation))
    took_over = list(changes.select_related("predecessor", "successor").order_by("happened_on"))
    return Family(
        parents=[link for link in both if link.child_id == organisation.pk],
        children=[link for link in both if link.parent_id == organisation.pk][:MOST],
        before=[change for change in took_over if change.successor_id == organisation.pk],
        after=[change for change in took_over if change.predecessor_id == organisation.pk],
    )


def leaders_of(organisation_id: int) -> QuerySet[Leadership]:
    """The leadership contacts of an organisation that hold today or will, with whose entry each is."""
    rows = Leadership.objects.filter(organisation_id=organisation_id).exclude(ends_on__lte=london_today())
    return rows.select_related("kept_by").order_by("kind", "person_name", "pk")


def home_counts_of(organisation_id: int) -> dict[str, int]:
    """How many homes an organisation works with today, by what it is to them."""
    rows = working_today().filter(organisation_id=organisation_id).order_by()
    return dict(rows.values_list("kind").annotate(count=Count("home_id")).values_list("kind", "count"))


def homes_under(organisation_id: int, kind: str) -> QuerySet[CareHome]:
    """The homes that an organisation works with today as this."""
    rows = working_today().filter(organisation_id=organisation_id, kind=kind)
    return CareHome.objects.filter(pk__in=rows.values("home_id")).order_by("name_key", "pk")


def overlapping(home_id: int, kind: str, starts_on: date, ends_on: date | None) -> list[HomeRelationship]:
    """The relationships of this kind, under which people work, of which some day lies in this time."""
    rows = HomeRelationship.objects.filter(home_id=home_id, kind=kind, status__in=("agreed", "nearest"))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    rows = rows if ends_on is None else rows.filter(starts_on__lt=ends_on)
    return list(rows.select_related("organisation").order_by("starts_on"))
