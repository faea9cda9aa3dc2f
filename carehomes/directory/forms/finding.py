"""What an address of the homes' list asks for. Anything that is not understood is left out, as if it had not been said."""

from collections.abc import Container

from django.http import QueryDict

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
from carehomes.directory.queries import HomeSearch
from carehomes.directory.queries.finding import AREAS, KINDS, SORTS, STATES
from carehomes.ui.numbers import number_in

WITHOUT_HOMES = (OrganisationKind.PLATFORM, OrganisationKind.NATION, OrganisationKind.REGION)
MOST_CHARACTERS = 100


def works_with_homes(by: Acting) -> bool:
    """Whether "homes we work with" means anything to somebody: not to the platform and to readers of all England."""
    return by.organisation_kind not in WITHOUT_HOMES


def read_search(asked: QueryDict, by: Acting) -> HomeSearch:
    """The search that the address describes. Whoever works with homes starts among those."""
    areas = {name: number_in(asked.get(name, "")) for name in AREAS}
    return HomeSearch(
        words=asked.get("q", "").strip()[:MOST_CHARACTERS],
        ours=works_with_homes(by) and asked.get("of") != "england",
        kind=_one_of(KINDS, asked.get("kind", ""), ""),
        state=_one_of(STATES, asked.get("state", ""), ""),
        sort=_one_of(SORTS, asked.get("sort", ""), "name"),
        **areas,
    )


def _one_of(known: Container[str], value: str, default: str) -> str:
    return value if value in known else default
