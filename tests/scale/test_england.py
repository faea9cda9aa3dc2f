"""What `load_england` invents: of the right shape, the same for the same seed, and sound."""

import gzip
import re
from datetime import UTC, datetime, time
from random import Random
from uuid import uuid4

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.demo.england import generated, joined, published
from carehomes.demo.england.distributions import Distributions, draw, measured
from carehomes.demo.england.homes import LoadedHome, Person
from carehomes.demo.england.names import phone, postcode
from carehomes.demo.england.register import Register
from carehomes.demo.england.residents import shared_out
from carehomes.issues.models import Issue, IssueStatus, IssueWords
from carehomes.ui import phones
from checkins.calculations import news2
from checkins.england import clinical, issues, nominated, rounds
from checkins.models import AgendaItem, Nomination, NominationState, Observation, Round, RoundAction, RoundContact


@pytest.fixture(scope="module")
def register() -> Register:
    return generated.generate(Distributions(), Random(1))


def _sizes(register: Register, kind: RelationshipKind) -> list[int]:
    sizes: dict[object, int] = {}
    for home in register.homes:
        for found, key in home.works_with:
            sizes[key] = sizes.get(key, 0) + (found is kind)
    return sorted(size for size in sizes.values() if size)


def test_the_generated_register_has_the_shape_of_england(register):
    assert len(register.homes) == 15_403
    assert 430_000 < sum(home.beds for home in register.homes) < 500_000
    assert len({home.code for home in register.homes}) == 15_403
    assert 0.25 < sum(home.nursing for home in register.homes) / 15_403 < 0.31
    networks = _sizes(register, RelationshipKind.PCN)
    assert 1_150 < len(networks) <= generated.PCNS
    assert 8 <= networks[len(networks) // 2] <= 12
    assert any(24 <= size <= 40 for size in networks)
    assert _sizes(register, RelationshipKind.PROVIDER)[-1] == pytest.approx(generated.LARGEST_PROVIDER, abs=5)


def test_every_home_works_with_somebody_of_every_kind(register):
    needed = {
        RelationshipKind.COMMISSIONER, RelationshipKind.LOCAL_AUTHORITY, RelationshipKind.PCN, RelationshipKind.PRACTICE,
        RelationshipKind.PHARMACY, RelationshipKind.PROVIDER,
    }  # fmt: skip
    assert all(needed <= {kind for kind, _ in home.works_with} for home in register.homes)
    assert all(key in register.names for home in register.homes for _, key in home.works_with)


def test_the_same_seed_gives_the_same_register(register):
    assert generated.generate(Distributions(), Random(1)).homes == register.homes


def test_an_area_is_what_belongs_to_one_network(register):
    (_, code) = next(key for kind, key in register.homes[0].works_with if kind is RelationshipKind.PCN)
    area = register.area_of(code)
    assert 0 < len(area.homes) < 200
    assert all((RelationshipKind.PCN, (OrganisationKind.PCN, code)) in home.works_with for home in area.homes)
    assert all(key in area.names for home in area.homes for _, key in home.works_with)


def test_residents_are_shared_out_by_beds_and_all_of_them():
    assert shared_out(10, [1, 0, 9, 10]) == [1, 0, 4, 5]
    assert sum(shared_out(399_999, [7, 31, 44] * 5_000)) == 399_999
    with pytest.raises(ValueError, match="do not fit"):
        shared_out(4, [1, 2])


def test_a_number_is_drawn_within_its_quantiles():
    dice = Random(3)
    drawn = sorted(draw(Distributions().nursing_beds, dice) for _ in range(2_000))
    assert drawn[0] >= 1
    assert drawn[-1] <= 215
    assert 44 <= drawn[1_000] <= 52


def test_without_a_file_the_distributions_are_those_of_2021(tmp_path):
    assert measured(None) == measured(tmp_path / "missing.json") == Distributions()


def test_what_is_invented_has_the_shape_of_the_real():
    assert POSTCODE.fullmatch(postcode(15_402))
    assert phones.normalise(phone(1_234)) == phone(1_234) == "01632960234"


POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}")
JOINED = """\
location_id,name,hsca_start_date,beds,street_address,city,postcode,latitude,longitude,nursing,without_nursing,band_dementia,\
band_older_people,region,utla21_code,utla21_name,icb22_code_h,icb22_name,nearest_practice_code,nearest_pcn_code,nearest_pcn_name,\
nearest_pharmacy_code,provider_id,provider_name,overall_rating_2021_02
1-99,Larch House,2020-12-11,66,4 Quay Lane,Westmere,ZZ10 0AA,52.08,1.14,0,1,1,1,London,E1,Westmere,QZZ,Westmere ICB,Z99001,U99999,\
Westmere PCN,FZZ01,,,Good
"""
CQC = """\
Location ID,Location HSCA start date,Care home?,Location Name,Care homes beds,Location Region,Location Street Address,Location City,\
Location Postal Code,Service type - Care home service with nursing,Service type - Care home service without nursing,\
Service user band - Children 0-18 years,Service user band - Dementia,\
Service user band - Learning disabilities or autistic spectrum disorder,Service user band - Mental Health,\
Service user band - Older People,Service user band - Physical Disability,Service user band - Sensory Impairment,\
Service user band - Younger Adults
1-99,2020-12-11,Y,Larch House,66,London,4 Quay Lane,Westmere,ZZ10 0AA,,Y,,Y,,,Y,,,
1-98,2011-01-01,Y,Rowan Court,12,London,5 Quay Lane,Westmere,ZZ10 0AB,Y,,,,,,Y,,,
"""


def test_the_joined_file_gives_homes_with_the_organisations_around_them(tmp_path):
    path = tmp_path / "joined.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(JOINED)
    found = joined.read(path)
    (home,) = found.homes
    assert (home.code, home.beds, home.rating, home.bands) == ("1-99", 66, "good", ("Dementia", "Older people"))
    assert found.names[OrganisationKind.CARE_PROVIDER, "own-1-99"] == "Provider of Larch House"


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="lacks the column"):
        joined.read(path)
    with pytest.raises(ValueError, match="lacks the column"):
        published.with_real_homes(path, Register())


def test_real_homes_get_invented_organisations_and_real_ones_where_these_are_known(tmp_path, register):
    homes, around = tmp_path / "homes.csv", tmp_path / "joined.csv"
    homes.write_text(CQC)
    around.write_text(JOINED)
    found = published.with_real_homes(homes, register, joined.read(around))
    real, other = found.homes
    assert (RelationshipKind.PCN, (OrganisationKind.PCN, "U99999")) in real.works_with
    assert {kind for kind, _ in other.works_with} >= {RelationshipKind.PCN, RelationshipKind.COMMISSIONER}
    assert other.nursing
    assert other.bands == ("Older people",)


FILLED_BY_STATEMENT = [
    (Issue, issues._ISSUE_COLUMNS),
    (IssueWords, issues._WORDS_COLUMNS),
    (IssueStatus, issues._STATUS_COLUMNS),
    (Round, rounds._ROUND_COLUMNS),
    (AgendaItem, rounds._ITEM_COLUMNS),
    (RoundContact, rounds._CONTACT_COLUMNS),
    (RoundAction, rounds._ACTION_COLUMNS),
    (Observation, (*clinical._BY, "taken_at", "taken_by", *clinical._MEASURED_COLUMNS)),
    (Nomination, nominated.COLUMNS),
]


@pytest.mark.parametrize(("model", "columns"), FILLED_BY_STATEMENT, ids=lambda each: getattr(each, "__name__", ""))
def test_what_is_loaded_by_statement_fills_every_column_that_has_no_default(model, columns):
    """A column that the product gains is not forgotten by the load, and one that it loses is not filled."""
    fields = {each.column: each for each in model._meta.concrete_fields}
    assert set(columns) <= set(fields)
    needed = {name for name, each in fields.items() if not each.null and not each.has_default() and not each.blank}
    assert needed - set(columns) <= {"id"}


def _call(chances: Random, weeks_ago: int) -> nominated.Call:
    person = Person(1, "Priya Fennel", 2, "Westmere PCN")
    home = LoadedHome(3, "1-99", 20, frozenset(), 1, time(9), time(11), person, person)
    return nominated.Call(home, 4, datetime(2026, 11, 18, 10, tzinfo=UTC), weeks_ago, chances)


def test_what_was_named_weeks_ago_has_been_dealt_with_and_says_by_whom():
    """As the constraints of the table want it: who saw somebody, why somebody waits or was withdrawn."""
    dice, states = Random(1), set()
    for number in range(2_000):
        row = nominated.row(_call(dice, number % 6), 5, dice.choice(["same_day", "routine"]), uuid4())
        found = dict(zip(nominated.COLUMNS, row, strict=True))
        states.add(found["state"])
        assert (found["state"] == "seen") == bool(found["seen_at"] and found["seen_by_name"] and found["contact"])
        assert (found["state"] == "deferred") == bool(found["deferred_until"] and found["deferred_reason"])
        assert (found["state"] == "withdrawn") == bool(found["withdrawn_at"] and found["withdrawn_reason"])
        assert bool(found["agreed_urgency"]) == bool(found["agreed_at"])
        assert number % 6 < 3 or found["state"] in ("seen", "withdrawn")
    assert states == set(NominationState.values)


def test_observations_are_scored_by_the_products_own_table():
    made = list(clinical._sets(Random(2)))
    assert len(made) == clinical.SETS
    for _, rate, spo2, oxygen, pressure, pulse, acvpu, temperature, total, band, version in made:
        score = news2(
            respiration_rate=rate, spo2=spo2, spo2_scale=1, on_oxygen=oxygen, systolic_bp=pressure, pulse=pulse, acvpu=acvpu,
            temperature=temperature,
        )  # fmt: skip
        assert (score.total, score.band, score.table_version) == (total, band, version)
    assert {"none", "low", "medium", "high"} <= {row[-2] for row in made}
