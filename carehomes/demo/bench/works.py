"""Work other than pages that has an aim of its own: what is measured against what, and how many times as long it may take."""

from collections.abc import Callable
from dataclasses import dataclass

from carehomes.demo.bench.facts import Facts


@dataclass(frozen=True)
class Result:
    """One comparison. `times` and `against` are in `unit`; `aim` is the factor, or with `limit` so many of the unit, not to exceed."""

    name: str
    times: float
    against: float | None = None
    aim: float | None = None
    limit: float | None = None
    note: str = ""
    unit: str = "ms"

    @property
    def factor(self) -> float | None:
        return self.times / self.against if self.against else None

    @property
    def met(self) -> bool:
        within_factor = self.aim is None or self.factor is None or self.factor <= self.aim
        return within_factor and (self.limit is None or self.times <= self.limit)


Measure = Callable[[Facts, int], list[Result]]  # facts, rounds
_works: list[Measure] = []


def measures_work(measure: Measure) -> Measure:
    """Function decorator: a room says that this is measured. It leaves the data as it was."""
    _works.append(measure)
    return measure


def all_works() -> list[Measure]:
    """What has registered; `pages.all_pages` has looked through the apps before."""
    return list(_works)
