"""Finding a resident while all of England is loaded, in the widest scope that sees residents: a provider of many homes."""

from carehomes.access.scopes import acting_scope
from carehomes.demo.bench.browser import Browser
from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.timing import Samples, interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.demo.england.accounts import PROVIDER
from carehomes.directory.search import SHOWN
from carehomes.residents.models import Resident
from carehomes.residents.queries import with_name, with_number

LIMIT = 20  # milliseconds


@measures_work
def finding_a_resident(facts: Facts, rounds: int) -> list[Result]:
    """By a part of a name that many have, and by NHS number."""
    acting = Browser(PROVIDER).acting
    part = facts["key"][:4]

    def timed(find: str) -> float:
        with acting_scope(acting):
            if find == "name":
                return milliseconds(lambda: list(with_name(part, SHOWN + 1)))
            return milliseconds(lambda: with_number(facts["number"]))

    samples: dict[str, Samples] = interleaved(
        {"name": lambda: timed("name"), "number": lambda: timed("number")}, rounds=rounds
    )
    with acting_scope(acting):
        seen = Resident.objects.count()
    note = f"as a provider who sees {seen:,} residents"
    return [
        Result(f"Finding a resident by “{part}”", samples["name"].p50, limit=LIMIT, note=note),
        Result("Finding a resident by NHS number", samples["number"].p50, limit=LIMIT, note=note),
    ]
