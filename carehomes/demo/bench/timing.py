"""Times taken side by side: rounds of all rivals in random order, so that whatever else the machine does hits them alike."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

Rival = Callable[[], float]  # does it once and says how many milliseconds it took
WARM = 10  # so often a connection plans a statement before it keeps the plan (docs/adr/0013)


@dataclass(frozen=True)
class Samples:
    """The times of one rival, in milliseconds."""

    times: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p10(self) -> float:
        """For what is shorter than the machine's own disturbances."""
        return sorted(self.times)[int(0.1 * (len(self.times) - 1))]

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(0.95 * (len(self.times) - 1))]


def interleaved(rivals: Mapping[str, Rival], *, rounds: int, warm: int = WARM) -> dict[str, Samples]:
    """The times of each rival over so many rounds, after `warm` that are not counted."""
    order, dice = list(rivals), Random(1)  # noqa: S311 - an order, not a secret
    samples = {name: Samples() for name in rivals}
    for turn in range(warm + rounds):
        dice.shuffle(order)
        for name in order:
            spent = rivals[name]()
            if turn >= warm:
                samples[name].times.append(spent)
    return samples


def milliseconds(work: Callable[[], object]) -> float:
    """How long this took."""
    started = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - started) / 1e6


def rival(work: Callable[[], object]) -> Rival:
    """This work, timed as a whole."""
    return lambda: milliseconds(work)
