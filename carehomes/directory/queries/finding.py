"""Finding homes: by the words that somebody types, by area, by what they are registered for.

Words are looked for by an index of the parts of names and towns, of three letters each: 0.3 ms for England's 15,403 homes, where
comparing every row took 4. Words with digits also mean postcodes and CQC ids, and words of two letters have no such part: these
still go through all homes (docs/performance.md). The pages without words use the index on the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower, Replace

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import Organisation
from carehomes.access.names import plain_key
from carehomes.access.prepared import Given, Prepared, Sliced, given_day, given_text
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, ContactNumber
from carehomes.directory.queries.scope import NOBODY, our_homes_on, working_on

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


def _haystack(*, digits: bool) -> Words:
    """Postcodes and CQC ids hold digits: without one among the words they are left out, which halves the time."""
    if not digits:
        return Words("name_key", "town_key")
    cqc_id = Replace(Lower("cqc_location_id"), Value("-"), Value(" "))
    return Words("name_key", "town_key", Lower("postcode"), Lower("postcode_key"), cqc_id)


def with_words(homes: QuerySet[CareHome], words: str) -> QuerySet[CareHome]:
    """Homes of which every word typed begins a word of their name, town, postcode or CQC id: "larch ho", "ex1 2q"."""
    keys = _keys(words)
    if not keys:
        return homes if not words.strip() else homes.none()
    return _with_keys(homes, [Value(key) for key in keys], digits=_has_digits(keys))


def _keys(words: str) -> list[str]:
    return plain_key(words).split()[:MOST_WORDS]


def _has_digits(keys: list[str]) -> bool:
    return not all(key.isalpha() for key in keys)


def _with_keys(homes: QuerySet[CareHome], keys: Sequence[Value], *, digits: bool) -> QuerySet[CareHome]:
    homes = homes.alias(haystack=_haystack(digits=digits))
    for key in keys:
        if (
            not digits
        ):  # asked first, because most homes have it nowhere: half the time of putting every home's words together
            homes = homes.filter(Q(name_key__contains=key) | Q(town_key__contains=key))
        homes = homes.filter(haystack__contains=Words(key))
    return homes


def best_first(homes: QuerySet[CareHome], words: str | Given) -> QuerySet[CareHome]:
    """Those whose name begins with what was typed come before those that merely hold it."""
    start = words if isinstance(words, Given) else plain_key(words)
    begins = Case(When(name_key__startswith=start, then=0), default=1)
    return homes.order_by(begins, "name_key", "pk")


@dataclass(frozen=True, slots=True)
class _Shape:
    """All of a search that changes its statement. The words themselves and the day come with each asking."""

    search: HomeSearch  # without its words
    words: int
    digits: bool
    national: bool

    @property
    def ours(self) -> Q:
        return NOBODY if self.national else our_homes_on(_TODAY)


_TODAY, _TYPED = given_day("today"), given_text("typed")


def _asked(search: HomeSearch, by: Acting) -> tuple[_Shape, dict[str, Any]]:
    """The shape of a search, and the values to ask it with."""
    keys = _keys(search.words)
    shape = _Shape(replace(search, words=""), len(keys), _has_digits(keys), by.role.national)
    words = {f"word{place}": key for place, key in enumerate(keys)}
    return shape, {"today": london_today(), "typed": plain_key(search.words), **words}


def _finds_nobody(search: HomeSearch, by: Acting) -> bool:
    """Words of signs that no name has; and what a national reader works with."""
    return (bool(search.words.strip()) and not _keys(search.words)) or (search.ours and by.role.national)


def find_homes(search: HomeSearch, by: Acting, most: int) -> list[Any]:
    """The first `most` homes of a search in its order, with what their list says of each (`_for_list`)."""
    shape, values = _asked(search, by)
    return [] if _finds_nobody(search, by) else _page(shape, 0, most).ask(**values)


def page_of_homes(search: HomeSearch, by: Acting, number: int, size: int) -> Sliced[CareHome]:
    """The `number` homes of a search, as `find_homes` gives them, to be paged by `size`. One query a page."""
    shape, values = _asked(search, by)
    return Sliced(partial(_page, shape), number, size=size, **values)


@lru_cache(maxsize=200)
def _page(shape: _Shape, first: int, last: int) -> Prepared[CareHome]:
    return Prepared(lambda: _for_list(_in_order(shape), national=shape.national)[first:last])


def _in_order(shape: _Shape) -> QuerySet[CareHome]:
    homes = _narrowed(shape)
    if shape.search.ours:
        homes = homes.filter(shape.ours)
    if shape.words and shape.search.sort == "name":
        return best_first(homes, _TYPED)
    return homes.order_by(*SORTS[shape.search.sort])


def _narrowed(shape: _Shape) -> QuerySet[CareHome]:
    search = shape.search
    homes = CareHome.objects.filter(STATES[search.state], KINDS.get(search.kind, Q()))
    for name, organisation_id in search.areas.items():
        area = working_on(_TODAY).filter(organisation_id=organisation_id, kind=AREAS[name])
        homes = homes.filter(pk__in=area.values("home_id"))
    keys = [given_text(f"word{place}") for place in range(shape.words)]
    return _with_keys(homes, keys, digits=shape.digits) if keys else homes


def count_homes(search: HomeSearch, by: Acting) -> dict[str, int]:
    """How many homes a search finds: among `ours`, and in `all` England. One query."""
    if _finds_nobody(replace(search, ours=False), by):
        return {"all": 0, "ours": 0}
    shape, values = _asked(search, by)
    ((every, ours),) = _counted(replace(shape, search=replace(shape.search, ours=False, sort="name"))).tuples(**values)
    return {"all": every, "ours": ours}


@lru_cache(maxsize=200)
def _counted(shape: _Shape) -> Prepared[CareHome]:
    return Prepared(lambda: _counts(_narrowed(shape), shape))


def _counts(homes: QuerySet[CareHome], shape: _Shape) -> QuerySet[CareHome, Any]:
    """Grouped by what is the same for all of them: one row, also of no home at all."""
    ours = Value(0) if shape.national else Count("pk", filter=shape.ours)
    alike = homes.annotate(alike=Value(1)).values("alike")
    return alike.annotate(every=Count("pk"), ours=ours).values_list("every", "ours")


def _for_list(homes: QuerySet[CareHome], *, national: bool) -> QuerySet[CareHome]:
    """With the names of PCN and council, and the number to ring. Readers of all England get the published number only."""
    named = homes.annotate(
        pcn_name=_area_name(RelationshipKind.PCN), council_name=_area_name(RelationshipKind.LOCAL_AUTHORITY)
    )
    if national:
        return named.annotate(main_phone=Value(""))
    main = ContactNumber.objects.filter(home=OuterRef("pk"), removed_on=None).order_by("-is_main", "pk")
    return named.annotate(main_phone=Subquery(main.values("phone")[:1]))


def _area_name(kind: RelationshipKind) -> Subquery:
    area = working_on(_TODAY).filter(home=OuterRef("pk"), kind=kind)
    return Subquery(area.values("organisation__name")[:1])


def area_choices(search: HomeSearch, by: Acting) -> list[Organisation]:
    """The councils, commissioners and PCNs to choose from, of which only name and kind are known.

    Among our homes: those that work with them. In all England: every council and commissioner, and once one of them is chosen
    (or a PCN), the PCNs of that area, because England's 1,200 PCNs are no list for a person.
    """
    if search.ours and by.role.national:
        return []
    areas = HomeSearch(ours=True) if search.ours else _areas_alone(search)
    return _areas(areas).ask(today=london_today())


def _areas_alone(search: HomeSearch) -> HomeSearch:
    return HomeSearch(council=search.council, commissioner=search.commissioner, pcn=search.pcn)


@lru_cache(maxsize=200)
def _areas(search: HomeSearch) -> Prepared[Organisation]:
    return Prepared(lambda: _areas_of(search).only("kind", "name").order_by("name_key"))


def _areas_of(search: HomeSearch) -> QuerySet[Organisation]:
    if search.ours:
        homes = CareHome.objects.filter(our_homes_on(_TODAY))
        working = working_on(_TODAY).filter(kind__in=AREAS.values(), home__in=homes.values("pk"))
        return Organisation.objects.filter(pk__in=working.values("organisation_id"))
    large = Q(kind__in=(OrganisationKind.LOCAL_AUTHORITY, OrganisationKind.ICB, OrganisationKind.CCG), active_to=None)
    chosen = {name: value for name, value in search.areas.items() if name != "pcn"}
    networks = Q(pk__in=_networks_in(chosen)) if chosen else Q(pk=search.pcn)
    return Organisation.objects.filter(large | networks)


def _networks_in(chosen: dict[str, int]) -> QuerySet[Any]:
    networks = working_on(_TODAY).filter(kind=RelationshipKind.PCN)
    for name, organisation_id in chosen.items():
        homes = working_on(_TODAY).filter(kind=AREAS[name], organisation_id=organisation_id)
        networks = networks.filter(home_id__in=homes.values("home_id"))
    return networks.values("organisation_id")


def homes_called(words: str, by: Acting, most: int) -> list[CareHome]:
    """The first homes of the register that these words find, those that the acting organisation works with before the others."""
    search = HomeSearch(words=words, state="all")
    shape, values = _asked(search, by)
    return [] if _finds_nobody(search, by) else _called(shape, most).ask(**values)


@lru_cache(maxsize=50)
def _called(shape: _Shape, most: int) -> Prepared[CareHome]:
    return Prepared(lambda: _ours_first(_in_order(shape), shape)[:most])


def _ours_first(homes: QuerySet[CareHome], shape: _Shape) -> QuerySet[CareHome]:
    ours = Case(When(shape.ours, then=0), default=1)
    return homes.order_by(ours, *homes.query.order_by)
