"""NEWS2, the National Early Warning Score of the Royal College of Physicians.

Source: Royal College of Physicians. National Early Warning Score (NEWS) 2: standardising the assessment of acute-illness severity in
the NHS. Updated report of a working party. London, December 2017; chart 1 (points), chart 2 (thresholds). The table is `news2.csv`, a
source on each row, reproduced unchanged. Not for anybody under 16 or pregnant. It supports judgement and never replaces it.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import MappingProxyType

TABLE_VERSION = "RCP NEWS2, December 2017"
PARAMETERS = ("respiration_rate", "spo2", "on_oxygen", "systolic_bp", "pulse", "acvpu", "temperature")

# Lowest and highest value that a measurement of a living person can have: wider than any chart, so that only slips are refused.
POSSIBLE: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "respiration_rate": (0, 100),
        "spo2": (0, 100),
        "systolic_bp": (0, 350),
        "pulse": (0, 350),
        "temperature": (20, 45),
    }
)
WHOLE_NUMBERS = ("respiration_rate", "spo2", "systolic_bp", "pulse")
SCALES = (1, 2)

Value = int | str | bool | Decimal


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the chart: for which parameter, and where it matters scale and oxygen, which values give how many points."""

    parameter: str
    scale: int | None
    on_oxygen: bool | None
    value: str
    lowest: Decimal | None
    highest: Decimal | None
    points: int
    source: str

    def holds(self, value: Value, scale: int | None, on_oxygen: bool | None) -> bool:
        """Whether this is the cell of the value. Bounds are inclusive; an empty one is open."""
        if self.scale not in (None, scale) or self.on_oxygen not in (None, on_oxygen):
            return False
        if self.value:
            return value == self.value
        if isinstance(value, bool | str):
            return True  # air or oxygen: the condition above has decided
        return (self.lowest is None or value >= self.lowest) and (self.highest is None or value <= self.highest)


@dataclass(frozen=True, slots=True)
class Band:
    """A threshold of chart 2: a total from `lowest` to `highest`; `single`: only where one parameter alone gives 3 points.

    `response` is the chart's own word for acute care; in a care home the local policy and who knows the resident come first.
    """

    name: str
    lowest: int
    highest: int
    single: bool
    response: str
    source: str


# In this order the first that holds is the band.
BANDS: tuple[Band, ...] = (
    Band("none", 0, 0, single=False, response="Ward-based response", source="RCP 2017, chart 2: 0 to 4"),
    Band("high", 7, 20, single=False, response="Urgent or emergency response", source="RCP 2017, chart 2: 7 or more"),
    Band(
        "medium", 5, 6, single=False, response="Key threshold for urgent response", source="RCP 2017, chart 2: 5 to 6"
    ),
    Band(
        "low-medium",
        3,
        4,
        single=True,
        response="Urgent ward-based response",
        source="RCP 2017, chart 2: 3 in a single parameter",
    ),
    Band("low", 1, 4, single=False, response="Ward-based response", source="RCP 2017, chart 2: 0 to 4"),
)


@dataclass(frozen=True, slots=True)
class News2:
    """A score with how it came about. While anything is missing there is no total and no band; `missing` names what.

    `points` has every parameter; None where it is missing or cannot be told without what is missing.
    """

    total: int | None
    points: Mapping[str, int | None]
    band: str | None
    missing: tuple[str, ...]
    table_version: str = TABLE_VERSION


def _rows() -> tuple[Row, ...]:
    with Path(__file__).with_name("news2.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_row(each) for each in csv.DictReader(file))


def _row(cells: Mapping[str, str]) -> Row:
    return Row(
        parameter=cells["parameter"],
        scale=int(cells["scale"]) if cells["scale"] else None,
        on_oxygen={"yes": True, "no": False, "": None}[cells["on_oxygen"]],
        value=cells["value"],
        lowest=Decimal(cells["lowest"]) if cells["lowest"] else None,
        highest=Decimal(cells["highest"]) if cells["highest"] else None,
        points=int(cells["points"]),
        source=cells["source"],
    )


ROWS: Sequence[Row] = _rows()


def news2(
    *,
    respiration_rate: int | None,
    spo2: int | None,
    spo2_scale: int | None,
    on_oxygen: bool | None,
    systolic_bp: int | None,
    pulse: int | None,
    acvpu: str | None,
    temperature: Decimal | float | None,
) -> News2:
    """The score of one set of observations.

    `respiration_rate` and `pulse` a minute, `spo2` in per cent, `spo2_scale` 1 or 2 (2 only where a competent person decided on a
    target of 88 to 92%), `systolic_bp` in mmHg, `acvpu` one of A, C (new confusion), V, P, U, `temperature` in °C, rounded half up to
    one decimal first. None: not measured. ValueError names the parameter whose value is impossible or of the wrong type.
    """
    values: dict[str, Value | None] = {
        "respiration_rate": respiration_rate,
        "spo2": spo2,
        "on_oxygen": on_oxygen,
        "systolic_bp": systolic_bp,
        "pulse": pulse,
        "acvpu": acvpu,
        "temperature": None if temperature is None else _temperature(temperature),
    }
    _check(values, spo2_scale)
    points = {name: _points(name, value, spo2_scale, on_oxygen) for name, value in values.items()}
    missing = tuple(name for name, value in {**values, "spo2_scale": spo2_scale}.items() if value is None)
    if missing:
        return News2(None, MappingProxyType(points), None, missing)
    known = [each for each in points.values() if each is not None]
    total = sum(known)
    return News2(total, MappingProxyType(points), _band(total, max(known)), ())


def _points(name: str, value: Value | None, scale: int | None, on_oxygen: bool | None) -> int | None:
    if value is None:
        return None
    found = (row.points for row in ROWS if row.parameter == name and row.holds(value, scale, on_oxygen))
    return next(found, None)


def _band(total: int, most: int) -> str:
    return next(band.name for band in BANDS if band.lowest <= total <= band.highest and (most == 3 or not band.single))


def _temperature(given: object) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise ValueError(f"temperature must be a number, not {given!r}")
    exact = Decimal(str(given))
    if not exact.is_finite() or abs(exact) > 1000:  # what cannot be rounded cannot be compared either
        raise ValueError(f"temperature must be a possible number, not {given!r}")
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _check(values: Mapping[str, object], scale: object) -> None:
    """Refuses what no living person can have, and what is no measurement at all: True is no number, and 1.5 no count."""
    for name in WHOLE_NUMBERS:
        if values[name] is not None and type(values[name]) is not int:
            raise ValueError(f"{name} must be a whole number, not {values[name]!r}")
    for name, (lowest, highest) in POSSIBLE.items():
        value = values[name]
        if isinstance(value, int | Decimal) and not lowest <= value <= highest:
            raise ValueError(f"{name} must be between {lowest} and {highest}, not {value}")
    if values["on_oxygen"] is not None and type(values["on_oxygen"]) is not bool:
        raise ValueError(f"on_oxygen must be True or False, not {values['on_oxygen']!r}")
    if values["acvpu"] is not None and values["acvpu"] not in tuple("ACVPU"):
        raise ValueError(f"acvpu must be one of A, C, V, P or U, not {values['acvpu']!r}")
    if scale is not None and (type(scale) is not int or scale not in SCALES):
        raise ValueError(f"spo2_scale must be 1 or 2, not {scale!r}")
