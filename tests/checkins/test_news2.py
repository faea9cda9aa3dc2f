"""NEWS2: every boundary and row of the published vectors, and what holds for any observations at all."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.calculations import BANDS, PARAMETERS, news2
from checkins.calculations.early_warning import POSSIBLE, ROWS, TABLE_VERSION

WELL = {
    "respiration_rate": 16,
    "spo2": 98,
    "spo2_scale": 1,
    "on_oxygen": False,
    "systolic_bp": 120,
    "pulse": 70,
    "acvpu": "A",
    "temperature": Decimal("37.0"),
}


def points(name, **changes):
    return news2(**{**WELL, **changes}).points[name]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("respiration_rate", "8:3 9:1 11:1 12:0 20:0 21:2 24:2 25:3"),
        ("spo2", "91:3 92:2 93:2 94:1 95:1 96:0"),
        ("systolic_bp", "90:3 91:2 100:2 101:1 110:1 111:0 219:0 220:3"),
        ("pulse", "40:3 41:1 50:1 51:0 90:0 91:1 110:1 111:2 130:2 131:3"),
    ],
)
def test_boundaries_of_whole_numbers(name, cells):
    for cell in cells.split():
        value, expected = map(int, cell.split(":"))
        assert points(name, **{name: value}) == expected, cell


@pytest.mark.parametrize(
    ("on_oxygen", "cells"),
    [
        (False, "83:3 84:2 85:2 86:1 87:1 88:0 92:0 93:0 99:0"),
        (True, "92:0 93:1 94:1 95:2 96:2 97:3"),
    ],
)
def test_boundaries_of_scale_2(on_oxygen, cells):
    for cell in cells.split():
        value, expected = map(int, cell.split(":"))
        assert points("spo2", spo2=value, spo2_scale=2, on_oxygen=on_oxygen) == expected, cell


@pytest.mark.parametrize("cell", "35.0:3 35.1:1 36.0:1 36.1:0 38.0:0 38.1:1 39.0:1 39.1:2".split())
@pytest.mark.parametrize("kind", [Decimal, float])
def test_boundaries_of_temperature(cell, kind):
    value, expected = cell.split(":")
    assert points("temperature", temperature=kind(value)) == int(expected)


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [(35.04, 3), (35.05, 1), (36.04, 1), (36.05, 0), (38.04, 0), (38.05, 1), (39.04, 1), (39.05, 2), (37, 0)],
)
def test_temperature_is_rounded_to_one_decimal_first(temperature, expected):
    assert points("temperature", temperature=temperature) == expected


ROWS_OF_THE_PUBLISHED_TABLE = [
    (16, 98, False, 120, 70, 37.0, "A", 1, (0, 0, 0, 0, 0, 0, 0), 0, "none"),
    (30, 80, True, 80, 140, 34.0, "V", 1, (3, 3, 2, 3, 3, 3, 3), 20, "high"),
    (16, 98, False, 120, 40, 37.0, "A", 1, (0, 0, 0, 0, 3, 0, 0), 3, "low-medium"),
    (22, 98, False, 105, 100, 38.5, "A", 1, (2, 0, 0, 1, 1, 0, 1), 5, "medium"),
    (22, 98, False, 95, 120, 38.5, "A", 1, (2, 0, 0, 2, 2, 0, 1), 7, "high"),
    (16, 90, False, 120, 70, 37.0, "A", 1, (0, 3, 0, 0, 0, 0, 0), 3, "low-medium"),
    (16, 90, False, 120, 70, 37.0, "A", 2, (0, 0, 0, 0, 0, 0, 0), 0, "none"),
    (20, 95, True, 118, 88, 37.4, "A", 2, (0, 2, 2, 0, 0, 0, 0), 4, "low"),
    (18, 96, False, 130, 84, 36.6, "C", 1, (0, 0, 0, 0, 0, 3, 0), 3, "low-medium"),
]


@pytest.mark.parametrize("row", ROWS_OF_THE_PUBLISHED_TABLE)
def test_rows_of_the_published_table(row):
    breaths, spo2, oxygen, pressure, pulse, temperature, acvpu, scale, parts, total, band = row
    found = news2(
        respiration_rate=breaths,
        spo2=spo2,
        spo2_scale=scale,
        on_oxygen=oxygen,
        systolic_bp=pressure,
        pulse=pulse,
        acvpu=acvpu,
        temperature=temperature,
    )
    assert tuple(found.points[name] for name in PARAMETERS) == parts
    assert (found.total, found.band, found.missing) == (total, band, ())


def test_the_version_names_its_source():
    assert news2(**WELL).table_version == TABLE_VERSION
    assert "RCP" in TABLE_VERSION
    assert "2017" in TABLE_VERSION


def test_every_row_of_the_table_has_a_source():
    assert all("RCP 2017" in row.source for row in ROWS)
    assert all("RCP 2017" in band.source for band in BANDS)
    assert {row.parameter for row in ROWS} == set(PARAMETERS)


@pytest.mark.parametrize("letter", "CVPU")
def test_anything_but_alert_is_three(letter):
    assert points("acvpu", acvpu=letter) == 3


def test_three_in_one_parameter_is_medium_once_the_total_is_five():
    assert news2(**{**WELL, "acvpu": "C", "respiration_rate": 21}).band == "medium"
    assert news2(**{**WELL, "acvpu": "C", "pulse": 91}).band == "low-medium"


@pytest.mark.parametrize("name", [*WELL])
def test_without_a_parameter_there_is_no_total(name):
    found = news2(**{**WELL, name: None})
    assert (found.total, found.band, found.missing) == (None, None, (name,))


def test_what_hangs_on_something_missing_has_no_points():
    unknown = news2(**{**WELL, "spo2": 95, "spo2_scale": 2, "on_oxygen": None})
    assert unknown.points["spo2"] is None
    assert unknown.missing == ("on_oxygen",)
    assert news2(**{**WELL, "spo2_scale": None}).points["spo2"] is None


WRONG = [
    ("respiration_rate", [-1, 101, 16.5, "16", True, Decimal(16)]),
    ("spo2", [-1, 101, 98.0, "98", False]),
    ("systolic_bp", [-1, 351, "120", 120.0, True]),
    ("pulse", [-1, 351, "70", 70.5, True]),
    ("temperature", [19.9, 45.1, 370, 3.7, "37.0", True, float("nan"), float("inf"), Decimal("NaN")]),
    ("on_oxygen", [0, 1, "yes", "", 2.0]),
    ("acvpu", ["a", "", "Alert", "CV", 1, True]),
    ("spo2_scale", [0, 3, "1", True, 1.0]),
]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG for value in values])
def test_impossible_values_and_wrong_types_are_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        news2(**{**WELL, name: value})


def test_a_wrong_value_is_refused_even_where_another_is_missing():
    with pytest.raises(ValueError, match="pulse"):
        news2(**{**WELL, "temperature": None, "pulse": 999})


OBSERVATIONS = st.fixed_dictionaries(
    {
        "respiration_rate": st.integers(*POSSIBLE["respiration_rate"]),
        "spo2": st.integers(*POSSIBLE["spo2"]),
        "spo2_scale": st.sampled_from([1, 2]),
        "on_oxygen": st.booleans(),
        "systolic_bp": st.integers(*POSSIBLE["systolic_bp"]),
        "pulse": st.integers(*POSSIBLE["pulse"]),
        "acvpu": st.sampled_from("ACVPU"),
        "temperature": st.decimals(*POSSIBLE["temperature"], places=2),
    }
)


@given(OBSERVATIONS)
def test_the_total_is_the_sum_of_its_points(values):
    found = news2(**values)
    assert found.total == sum(found.points.values())
    assert 0 <= found.total <= 20
    assert set(found.points) == set(PARAMETERS)
    assert all(0 <= each <= 3 for each in found.points.values())


@given(OBSERVATIONS)
def test_the_band_follows_from_the_points(values):
    found = news2(**values)
    three = max(found.points.values()) == 3
    expected = (
        "high" if found.total >= 7
        else "medium" if found.total >= 5
        else "low-medium" if three
        else "low" if found.total
        else "none"
    )  # fmt: skip
    assert found.band == expected


@given(OBSERVATIONS, st.sets(st.sampled_from([*WELL]), min_size=1))
def test_whatever_is_missing_is_named_and_there_is_no_total(values, missing):
    found = news2(**{**values, **dict.fromkeys(missing)})
    assert set(found.missing) == missing
    assert (found.total, found.band) == (None, None)


@pytest.mark.parametrize(
    ("name", "changes", "best"),
    [
        ("respiration_rate", {}, (12, 20)),
        ("spo2", {}, (96, 100)),
        ("spo2", {"spo2_scale": 2, "on_oxygen": True}, (88, 92)),
        ("spo2", {"spo2_scale": 2}, (88, 100)),
        ("systolic_bp", {}, (111, 219)),
        ("pulse", {}, (51, 90)),
    ],
)
def test_points_only_grow_on_either_side_of_what_is_usual(name, changes, best):
    """Each whole number of the possible range falls into exactly one cell, and the further out the more points."""
    lowest, highest = POSSIBLE[name]
    low, high = best
    given_points = [points(name, **{**changes, name: value}) for value in range(lowest, highest + 1)]
    assert None not in given_points
    assert all(near >= far for near, far in pairwise(given_points[: low - lowest + 1]))
    assert set(given_points[low - lowest : high - lowest + 1]) == {0}
    assert all(near <= far for near, far in pairwise(given_points[high - lowest :]))


def test_points_of_temperature_grow_on_either_side_too():
    tenths = [Decimal(each) / 10 for each in range(200, 451)]
    given_points = [points("temperature", temperature=each) for each in tenths]
    assert None not in given_points
    usual = given_points.index(0)
    assert all(before >= after for before, after in pairwise(given_points[: usual + 1]))
    assert all(before <= after for before, after in pairwise(given_points[usual:]))
