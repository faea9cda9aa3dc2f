"""How homes and their residents are spread over England, measured on the real registers and statistics.

The numbers here are those of April 2021 (CQC's register, Census 2021, NHSBSA 2020/21). A file of the layout of
`distributions.json` replaces those that it names.
"""

import json
from bisect import bisect
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

Quantiles = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Distributions:
    """Shares are of 1; quantiles are pairs of share and value."""

    homes: int = 15_403
    nursing_beds: Quantiles = (
        (0, 1),
        (0.05, 13),
        (0.1, 22),
        (0.25, 34),
        (0.5, 48),
        (0.75, 65),
        (0.9, 82),
        (0.95, 97),
        (0.99, 135),
        (1, 215),
    )
    residential_beds: Quantiles = (
        (0, 1),
        (0.05, 3),
        (0.1, 4),
        (0.25, 7),
        (0.5, 16),
        (0.75, 31),
        (0.9, 46),
        (0.95, 60),
        (0.99, 80),
        (1, 150),
    )
    regions: tuple[tuple[str, int, float], ...] = (  # name, homes, share with nursing
        ("East Midlands", 1532, 0.27),
        ("East of England", 1681, 0.234),
        ("London", 1373, 0.264),
        ("North East", 736, 0.378),
        ("North West", 1920, 0.329),
        ("South East", 2966, 0.294),
        ("South West", 2026, 0.269),
        ("West Midlands", 1674, 0.289),
        ("Yorkshire and The Humber", 1495, 0.268),
    )
    bands: tuple[tuple[str, float], ...] = (  # whom a home is registered for, share of homes
        ("Dementia", 0.49),
        ("Learning disabilities or autistic spectrum disorder", 0.36),
        ("Mental health", 0.257),
        ("Older people", 0.708),
        ("Physical disability", 0.369),
        ("Sensory impairment", 0.205),
        ("Younger adults", 0.468),
    )
    ratings: tuple[tuple[str, float], ...] = (
        ("good", 0.747),
        ("requires_improvement", 0.152),
        ("outstanding", 0.042),
        ("inadequate", 0.012),
        ("not_rated", 0.047),
    )
    age_groups: tuple[tuple[int, float, float], ...] = (  # from this age on: women, men, in hundredths
        (65, 3.7, 9.1),
        (70, 5.9, 14.0),
        (75, 10.0, 17.3),
        (80, 17.0, 19.1),
        (85, 24.7, 20.2),
        (90, 38.7, 20.2),
    )
    women: float = 0.66  # of those aged 65 and over
    left_in_a_year: float = 0.63  # people who left or died, for each place


def measured(path: Path | None) -> Distributions:
    """The distributions of this file; those above where there is no file or it does not name them."""
    if path is None or not path.exists():
        return Distributions()
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    kinds, regions = found["homes"]["by_kind"], found["homes"]["by_region"]
    people = found["residents"]
    return replace(
        Distributions(),
        homes=found["homes"]["homes"],
        nursing_beds=_quantiles(kinds["nursing"]["beds_quantiles"], most=215),
        residential_beds=_quantiles(kinds["residential"]["beds_quantiles"], most=150),
        regions=tuple((name, each["homes"], each["share_nursing"]) for name, each in regions.items()),
        age_groups=tuple(_age_group(each) for each in people["age_distribution_65_plus_percent"]),
        women=people["nhsbsa_65_plus_2020_21"]["pct_female"] / 100,
    )


def _quantiles(found: dict[str, float], *, most: int) -> Quantiles:
    return ((0, 1), *((float(share), value) for share, value in found.items()), (1, most))


def _age_group(found: dict[str, Any]) -> tuple[int, float, float]:
    return int(found["Age"][:2]), found["Female"], found["Male"]


def draw(quantiles: Quantiles, chances: Random) -> int:
    """A whole number from a distribution given by its quantiles, straight between two of them."""
    share = chances.random()
    after = min(bisect([each for each, _ in quantiles], share), len(quantiles) - 1)
    (low_share, low), (high_share, high) = quantiles[after - 1], quantiles[after]
    return round(low + (high - low) * (share - low_share) / (high_share - low_share))
