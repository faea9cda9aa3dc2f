"""Organisations: finding them, and what an organisation's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from carehomes.access.models import (
    Leadership,
    Organisation,
    OrganisationName,
    OrganisationParent,
    OrganisationSuccession,
)
from carehomes.access.names import plain_key
from carehomes.access.prepared import Given, Prepared, Sliced, given_day, given_text
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, HomeRelationship
from carehomes.directory.queries.finding import MOST_WORDS, Words
from carehomes.directory.queries.scope import working_on, working_today

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
    return _with_words(rows, [Value(key) for key in keys], words.strip().upper(), plain_key(words))


def _with_words(
    rows: QuerySet[Organisation], words: Sequence[Value], code: str | Given, start: str | Given
) -> QuerySet[Organisation]:
    named = Q()
    for word in words:  # looked for as it is first, which takes half the time for names that do not have it anywhere
        named &= Q(name_key__contains=word) & Q(haystack__contains=Words(word))
    coded = Q(ods_code=code) | Q(gss_code=code) | Q(cqc_provider_id=code)
    begins = Case(When(name_key__startswith=start, then=0), default=1)
    return rows.alias(haystack=Words("name_key")).filter(named | coded).order_by(begins, "name_key", "pk")


def organisations_called(words: str, most: int) -> list[Organisation]:
    """The first organisations that these words find."""
    keys = plain_key(words).split()[:MOST_WORDS]
    typed = {f"word{place}": key for place, key in enumerate(keys)}
    asked = {**typed, "typed": plain_key(words), "code": words.strip().upper(), "today": london_today()}
    return _called(len(keys), most).ask(**asked) if keys else []


@lru_cache(maxsize=20)
def _called(number: int, most: int) -> Prepared[Organisation]:
    active = Organisation.objects.filter(ACTIVE | Q(active_to__gt=given_day("today")))
    words = [given_text(f"word{place}") for place in range(number)]
    return Prepared(lambda: _with_words(active, words, given_text("code"), given_text("typed"))[:most])


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
    both, took_over = _LINKS.ask(organisation=organisation.pk), _CHANGES.ask(organisation=organisation.pk)
    return Family(
        parents=[link for link in both if link.child_id == organisation.pk],
        children=[link for link in both if link.parent_id == organisation.pk][:MOST],
        before=[change for change in took_over if change.successor_id == organisation.pk],
        after=[change for change in took_over if change.predecessor_id == organisation.pk],
    )


def _links() -> QuerySet[OrganisationParent]:
    links = OrganisationParent.objects.filter(Q(child=_ORGANISATION) | Q(parent=_ORGANISATION))
    in_order = links.select_related("child", "parent").order_by("ends_on", "kind", "child__name_key")
    of_each = [f"{each}__{name}" for each in ("child", "parent") for name in ("name", "kind")]
    return in_order.only("kind", "starts_on", "ends_on", *of_each)[: MOST + 50]


def _changes() -> QuerySet[OrganisationSuccession]:
    changes = OrganisationSuccession.objects.filter(Q(predecessor=_ORGANISATION) | Q(successor=_ORGANISATION))
    return changes.select_related("predecessor", "successor").order_by("happened_on")


_ORGANISATION = Given("organisation")
_LINKS, _CHANGES = Prepared(_links), Prepared(_changes)


def organisation_of(pk: int) -> Organisation:
    """An organisation. Http404 for an address that none has."""
    found = _BY_KEY.first(organisation=pk)
    if found is None:
        raise Http404
    return found


def names_of(organisation_id: int) -> list[OrganisationName]:
    """What an organisation has been called, in the order of time."""
    return _NAMES.ask(organisation=organisation_id)


_BY_KEY = Prepared(lambda: Organisation.objects.filter(pk=_ORGANISATION))
_NAMES = Prepared(lambda: OrganisationName.objects.filter(organisation=_ORGANISATION))


def leaders_of(organisation_id: int) -> list[Leadership]:
    """The leadership contacts of an organisation that hold today or will, with whose entry each is."""
    return _LEADERS.ask(organisation=organisation_id, today=london_today())


def _leaders() -> QuerySet[Leadership]:
    rows = Leadership.objects.filter(organisation=_ORGANISATION).exclude(ends_on__lte=given_day("today"))
    return rows.select_related("kept_by").order_by("kind", "person_name", "pk")


_LEADERS = Prepared(_leaders)


def home_counts_of(organisation_id: int) -> dict[str, int]:
    """How many homes an organisation works with today, by what it is to them."""
    return dict(_HOME_COUNTS.tuples(organisation=organisation_id, today=london_today()))


def _home_counts() -> QuerySet[HomeRelationship, Any]:
    rows = working_on(given_day("today")).filter(organisation=_ORGANISATION).order_by()
    return rows.values_list("kind").annotate(count=Count("home_id")).values_list("kind", "count")


_HOME_COUNTS = Prepared(_home_counts)


def homes_under(organisation_id: int, kind: str, number: int, size: int) -> Sliced[CareHome]:
    """The `number` homes that an organisation works with today as this, to be paged by `size`."""
    part = partial(_homes_under, kind)
    return Sliced(part, number, size=size, organisation=organisation_id, today=london_today())


@lru_cache(maxsize=100)
def _homes_under(kind: str, first: int, last: int) -> Prepared[CareHome]:
    return Prepared(lambda: _homes_worked_with(kind)[first:last])


def _homes_worked_with(kind: str) -> QuerySet[CareHome]:
    rows = working_on(given_day("today")).filter(organisation=_ORGANISATION, kind=kind)
    homes = CareHome.objects.filter(pk__in=rows.values("home_id")).order_by("name_key", "pk")
    return homes.only(*_IN_LIST)


_IN_LIST = "name town postcode with_nursing without_nursing registered_beds deregistered_on in_scope".split()


def overlapping(home_id: int, kind: str, starts_on: date, ends_on: date | None) -> list[HomeRelationship]:
    """The relationships of this kind, under which people work, of which some day lies in this time."""
    rows = HomeRelationship.objects.filter(home_id=home_id, kind=kind, status__in=("agreed", "nearest"))
    rows = rows.filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    rows = rows if ends_on is None else rows.filter(starts_on__lt=ends_on)
    return list(rows.select_related("organisation").order_by("starts_on"))
