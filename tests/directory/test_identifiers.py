"""CQC ids, ODS codes and postcodes, in the shapes of the published files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.directory import identifiers


@pytest.mark.parametrize(
    "code",
    [
        "1-109980250",
        "1-1000711804",
        "1-1004589685",
        "1-134558905",
        "1-101726253",
        "1-10000302982",
        "RXX17",
        "TAHYR",
        "RXX",
    ],
)
def test_cqc_ids_of_the_register(code: str) -> None:
    assert identifiers.normalise_cqc_id(code) == code
    assert identifiers.has_usual_cqc_shape(code)


@pytest.mark.parametrize(
    "text", [" 1-109980250 ", "1\u2013109980250", "1\u2011109980250", "1 - 109980250", "\ufeff1-109980250"]
)
def test_ways_to_write_one_cqc_id(text: str) -> None:
    assert identifiers.normalise_cqc_id(text) == "1-109980250"


def test_an_unusual_cqc_id_is_kept_for_the_register_to_decide() -> None:
    assert identifiers.normalise_cqc_id("1-42a") == "1-42A"
    assert not identifiers.has_usual_cqc_shape("1-42A")
    assert not identifiers.has_usual_cqc_shape("2-109980250")
    assert not identifiers.has_usual_cqc_shape("1-109980250x")


@pytest.mark.parametrize(
    "text", ["", "1", "1-1099/80250", "=1-109980250", "-109980250", "1-" + "0" * 30, "1-１０９９８０２５０"]
)
def test_what_cannot_be_a_cqc_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="A CQC id has"):
        identifiers.normalise_cqc_id(text)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("A81001", "practice"),
        ("ALD200", "practice"),
        ("FA002", "pharmacy"),
        ("FFL71", "pharmacy"),
        ("U89141", "pcn"),
        ("QHM", "icb"),
        ("Q99", "icb"),
        ("72Q", "sub_icb"),
        ("91Q", "sub_icb"),
        ("W2U3Z", "sub_icb"),
        ("A3A8R", "sub_icb"),
        ("D9Y0V", "sub_icb"),
        ("Y63", "region"),
        ("RXX", "trust"),
        ("RH802", "trust_site"),
        ("VM44K", "care_home_site"),
    ],
)
def test_the_kind_that_an_ods_code_looks_like(code: str, kind: str) -> None:
    assert identifiers.normalise_ods_code(f" {code.lower()}\u00a0") == code
    assert kind in identifiers.ods_kinds(code)


@pytest.mark.parametrize("code", ["000AA", "NV701", "ZZZZZZZZ"])
def test_an_ods_code_of_no_known_shape_is_still_a_code(code: str) -> None:
    assert identifiers.normalise_ods_code(code) == code
    assert identifiers.ods_kinds(code) == ()


def test_a_pcn_code_looks_like_a_practice_too_so_shapes_only_hint() -> None:
    assert identifiers.ods_kinds("U89141") == ("practice", "pcn")


@pytest.mark.parametrize("text", ["", "U", "A8", "A81001A81001", "A81-001", "É1001", "A8100１"])
def test_what_cannot_be_an_ods_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="3 to 10 letters and digits"):
        identifiers.normalise_ods_code(text)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("W1A 0AX", "W1A 0AX"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("ex12qe", "EX1 2QE"),
        ("W1A  0AX", "W1A 0AX"),
        (" rm8\u00a03yu\n", "RM8 3YU"),
        ("RM 83 YU", "RM8 3YU"),
    ],
)
def test_a_postcode_has_one_form(text: str, postcode: str) -> None:
    assert identifiers.normalise_postcode(text) == postcode


@pytest.mark.parametrize(
    "text", ["", "EX1", "EX1 2Q", "EX1 2QEE", "1EX 2QE", "EXE1 2QE", "EX1 OQE", "ZZ99 3VZ", "EX1-2QE", "EX123 2QE"]
)
def test_what_is_no_full_postcode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="full UK postcode"):
        identifiers.normalise_postcode(text)


@given(st.text(max_size=20))
def test_any_text_is_normalised_once_and_for_all_or_refused(text: str) -> None:
    for normalise in (
        identifiers.normalise_cqc_id,
        identifiers.normalise_ods_code,
        identifiers.normalise_postcode,
    ):
        try:
            once = normalise(text)
        except ValueError:
            continue
        assert once.isascii()
        assert normalise(once) == once
