"""Finding homes: by the words that somebody types, by area, by what they are registered for.

Measured on England's 15,403 homes: a search compares every row with the words typed and takes about 10 ms, so it needs no
index of its own; the pages without words use the index on the name (docs/performance.md).
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower, Replace

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.names import plain_key
from carehomes.directory.models import CareHome, ContactNumber
from carehomes.directory.queries.scope import our_homes, working_today

MOST_WORDS = 6
AREAS = {  # part of the address -> the relationship that makes an organisation the home's area
    "council": RelationshipKind.LOCAL_AUTHORITY,
    "commissioner": RelationshipKind.COMMISSIONER,
    "pcn": RelationshipKind.PCN,
}
SORTS = {
    "name": ("name_key", "pk"),
    "town": ("town_key", "name_key", "pk"),
    "beds": ("-registered_beds", "name_key", "pk"),
    "newest": ("-registration_date", "name_key", "pk"),
}
KINDS = {"nursing": Q(with_nursing=True), "residential": Q(without_nursing=True)}
STATES = {
    "": Q(deregistered_on=None),
    "in": Q(deregistered_on=None, in_scope=True),
    "out": Q(deregistered_on=None, in_scope=False),
    "closed": Q(deregistered_on__isnull=False),
    "all": Q(),
}


@dataclass(frozen=True, slots=True)
class HomeSearch:
    """What somebody looks for. Empty parts do not narrow. `ours`: only homes that their organisation works with."""

    words: str = ""
    ours: bool = False
    council: int | None = None
    commissioner: int | None = None
    pcn: int | None = None
    kind: str = ""
    state: str = ""
    sort: str = "name"

    @property
    def narrowed(self) -> bool:
        """Whether anything but "ours" and the order was asked for."""
        return bool(self.words or self.filtered)

    @property
    def filtered(self) -> int:
        """How many of the lists beside the words narrow it."""
        return len(self.areas) + bool(self.kind) + bool(self.state)

    @property
    def areas(self) -> dict[str, int]:
        """The areas that were chosen, by their part of the address."""
        return {name: value for name in AREAS if (value := getattr(self, name))}


class Words(Func):
    """Several columns as one text of words, each with a space before it, so that a word's beginning can be looked for."""

    template = "(' ' || %(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field: ClassVar[Any] = CharField()


def _haystack(keys: list[str]) -> Words:
    """Postcodes and CQC ids hold digits: without one among the words they are left out, which halves the time."""
    if all(key.isalpha() for key in keys):
        return Words("name_key", "town_key")
    cqc_id = Replace(Lower("cqc_location_id"), Value("-"), Value(" "))
    return Words("name_key", "town_key", Lower("postcode"), Lower("postcode_key"), cqc_id)


def with_words(homes: QuerySet[CareHome], words: str) -> QuerySet[CareHome]:
    """Homes of which every word typed begins a word of their name, town, postcode or CQC id: "larch ho", "ex1 2q"."""
    keys = plain_key(words).split()[:MOST_WORDS]
    if not keys:
        return homes if not words.strip() else homes.none()
    homes = homes.alias(haystack=_haystack(keys))
    for key in keys:
        homes = homes.filter(haystack__contains=f" {key}")
    return homes


def best_first(homes: QuerySet[CareHome], words: str) -> QuerySet[CareHome]:
    """Those whose name begins with what was typed come before those that merely hold it."""
    begins = Case(When(name_key__startswith=plain_key(words), then=0), default=1)
    return homes.order_by(begins, "name_key", "pk")


def find_homes(search: HomeSearch, by: Acting) -> QuerySet[CareHome]:
    """The homes of a search, in its order."""
    homes = _narrowed(search)
    if search.ours:
        homes = homes.filter(our_homes(by))
    if search.words and search.sort == "name":
        return best_first(homes, search.words)
    return homes.order_by(*SORTS[search.sort])


def _narrowed(search: HomeSearch) -> QuerySet[CareHome]:
    homes = CareHome.objects.filter(STATES[search.state], KINDS.get(search.kind, Q()))
    for name, organisation_id in search.areas.items():
        area = working_today().filter(organisation_id=organisation_id, kind=AREAS[name])
        homes = homes.filter(pk__in=area.values("home_id"))
    return with_words(homes, search.words)


def count_homes(search: HomeSearch, by: Acting) -> dict[str, int]:
    """How many homes a search finds: among `ours`, and in `all` England. One query."""
    return _narrowed(search).aggregate(all=Count("pk"), ours=Count("pk", filter=our_homes(by)))


def for_list(homes: QuerySet[CareHome], by: Acting) -> QuerySet[CareHome]:
    """With the names of PCN and council, and the number to ring. Readers of all England get the published number only."""
    named = homes.annotate(
        pcn_name=_area_name(RelationshipKind.PCN), council_name=_area_name(RelationshipKind.LOCAL_AUTHORITY)
    )
    if by.role.national:
        return named.annotate(main_phone=Value(""))
    main = ContactNumber.objects.filter(home=OuterRef("pk"), removed_on=None).order_by("-is_main", "pk")
    return named.annotate(main_phone=Subquery(main.values("phone")[:1]))


def _area_name(kind: RelationshipKind) -> Subquery:
    area = working_today().filter(home=OuterRef("pk"), kind=kind)
    return Subquery(area.values("organisation__name")[:1])


def area_choices(search: HomeSearch, by: Acting) -> QuerySet[Organisation]:
    """The councils, commissioners and PCNs to choose from.

    Among our homes: those that work with them. In all England: every council and commissioner, and once one of them is chosen
    (or a PCN), the PCNs of that area, because England's 1,200 PCNs are no list for a person.
    """
    if search.ours:
        homes = CareHome.objects.filter(our_homes(by))
        return _areas_of(homes).order_by("name_key")
    large = Q(kind__in=(OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.ICB, OrganisationKind.CCG), active_to=None)
    chosen = {name: value for name, value in search.areas.items() if name != "pcn"}
    networks = Q(pk__in=_networks_in(chosen)) if chosen else Q(pk=search.pcn)
    return Organisation.objects.filter(large | networks).order_by("name_key")


def _areas_of(homes: QuerySet[CareHome]) -> QuerySet[Organisation]:
    working = working_today().filter(kind__in=AREAS.values(), home__in=homes.values("pk"))
    return Organisation.objects.filter(pk__in=working.values("organisation_id"))


def _networks_in(chosen: dict[str, int]) -> QuerySet[Any]:
    networks = working_today().filter(kind=RelationshipKind.PCN)
    for name, organisation_id in chosen.items():
        homes = working_today().filter(kind=AREAS[name], organisation_id=organisation_id)
        networks = networks.filter(home_id__in=homes.values("home_id"))
    return networks.values("organisation_id")


def ours_first(homes: QuerySet[CareHome], by: Acting) -> QuerySet[CareHome]:
    """The same homes with those that the acting organisation works with before the others."""
    ours = Case(When(our_homes(by), then=0), default=1)
    return homes.order_by(ours, *homes.query.order_by)
