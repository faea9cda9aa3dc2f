"""Invented residents of every home: who lives there now, and who left or died in the last year; with stays, absences and allergies."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from carehomes.deadlines import LONDON
from carehomes.demo.england import names
from carehomes.demo.england.distributions import Distributions
from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loading import Loading, Row, built_afterwards
from carehomes.residents.models import Absence, Allergy, LegalDocument, Resident, ResidentStatus, Stay
from carehomes.residents.nhs_number import demo_numbers

HOMES_AT_ONCE = 1_000
_YEAR = 365
_DAYS_IN_HOME = 650  # mean so far; stays end by chance alone, so short ones are many
_IN_HOSPITAL, _AWAY = 0.025, 0.005
_WITHOUT_NUMBER = 0.01
_OLDER = "Older people"
_YOUNGER = frozenset({"Younger adults", "Learning disabilities or autistic spectrum disorder"})
_YOUNG_AMONG_BOTH, _YOUNG_AMONG_YOUNGER = 0.07, 0.92  # aged 18 to 64; together 16% of England's residents
_KINDS = ("permanent",) * 18 + ("respite", "discharge_to_assess")
_FROM = ("own_home",) * 10 + ("hospital",) * 7 + ("other_home",) * 2 + ("hospice",)
_ENDS = (("died", "died"),) * 6 + (("left", "went_home"),) * 2 + (("left", "moved_home"), ("left", "hospital"))
_SUBSTANCES = (
    ("Penicillin", "Rash"), ("Penicillin", "Anaphylaxis"), ("Codeine", "Vomiting"), ("Aspirin", "Wheeze"), ("Trimethoprim", "Rash"),
    ("Latex", "Contact dermatitis"), ("Nuts", "Swelling of the lips"), ("Erythromycin", "Nausea"), ("Adhesive plasters", "Rash"),
)  # fmt: skip
_SEVERITIES = ("mild", "moderate", "moderate", "severe", "not_known")
_DOCUMENTS = (
    ("dnacpr", 0.42),
    ("lpa_health", 0.28),
    ("dols", 0.22),
    ("respect", 0.18),
    ("lpa_property", 0.1),
    ("advance_decision", 0.04),
)
_RELATIONS = ("Daughter", "Son", "Wife", "Husband", "Niece", "Nephew", "Friend", "Advocate")
_REASONS = ("Fall", "Chest infection", "Urinary infection", "Planned operation", "Breathlessness", "Confusion")
Batch = dict[type, list[Row]]

_COLUMNS: dict[type, tuple[str, ...]] = {
    Resident: (
        "id", "home_id", "nhs_number", "no_nhs_number_reason", "given_name", "family_name", "name_key", "family_key",
        "date_of_birth", "sex", "registered_practice_id", "room", "state", "since", "allergy_state", "allergies_checked_on",
        "contact_name", "contact_relation", "contact_phone",
    ),
    Stay: ("id", "resident_id", "home_id", "stayed_at_id", "kind", "arrived_on", "arrived_from", "left_on", "left_to"),
    Absence: ("resident_id", "home_id", "stay_id", "kind", "place", "reason", "planned", "went_on", "back_on"),
    Allergy: ("resident_id", "home_id", "substance", "reaction", "severity", "happened", "recorded_on"),
    LegalDocument: ("resident_id", "home_id", "kind", "dated_on", "place"),
    ResidentStatus: (
        "resident_id", "home_id", "happened_at_id", "change", "state", "on", "at", "by_user_id", "by_name", "by_organisation_name",
    ),
}  # fmt: skip


def load(loading: Loading, homes: list[LoadedHome], distributions: Distributions) -> None:
    """`loading.residents` people in all homes together, by their beds, and those who left them within a year."""
    places = shared_out(loading.residents, [home.beds for home in homes])
    gone = [round(count * distributions.left_in_a_year) for count in places]
    numbers = demo_numbers(loading.seed, sum(places) + sum(gone))
    with built_afterwards(loading, *_COLUMNS), loading.step("Residents with stays, absences, allergies and documents"):
        for start in range(0, len(homes), HOMES_AT_ONCE):
            batch: Batch = {model: [] for model in _COLUMNS}
            here = slice(start, start + HOMES_AT_ONCE)
            for home, living, left in zip(homes[here], places[here], gone[here], strict=True):
                _home(_Invention(loading, home, distributions, batch), living, left, numbers)
            for model, rows in batch.items():
                loading.copy(model, _COLUMNS[model], rows)


def shared_out(count: int, beds: list[int]) -> list[int]:
    """`count` residents over homes by their beds: as many as fit, at most a bed each. `ValueError` when there are too few beds."""
    if count > sum(beds):
        raise ValueError(f"{count:,} residents do not fit into {sum(beds):,} beds.")
    share = count / max(1, sum(beds))
    exact = [each * share for each in beds]
    places = [int(each) for each in exact]
    short = sorted(range(len(beds)), key=lambda n: (places[n] - exact[n], n))
    for n in short[: count - sum(places)]:
        places[n] += 1
    return places


class _Invention:
    """The residents of one home in the making: its dice, and the rows so far."""

    def __init__(self, loading: Loading, home: LoadedHome, distributions: Distributions, batch: Batch) -> None:
        self.loading, self.home, self.distributions, self.batch = loading, home, distributions, batch
        self.chances = loading.chances("residents", home.code)
        self.today = loading.today
        both = _OLDER in home.bands or not home.bands & _YOUNGER
        self.young = (_YOUNG_AMONG_BOTH if home.bands & _YOUNGER else 0.0) if both else _YOUNG_AMONG_YOUNGER

    def days_ago(self, most: int, since: date) -> date:
        """A day at most this long ago, and not before `since`."""
        return max(since, self.today - timedelta(days=self.chances.randrange(1, most)))


def _home(making: _Invention, living: int, left: int, numbers: Iterator[str]) -> None:
    residents = making.loading.ids(Resident, living + left)
    stays = making.loading.ids(Stay, living + left)
    for room, (pk, stay) in enumerate(zip(residents, stays, strict=True), start=1):
        if room <= living:
            _living_here(making, pk, stay, next(numbers), room)
        else:
            _gone(making, pk, stay, next(numbers))


def _living_here(making: _Invention, pk: int, stay: int, number: str, room: int) -> None:
    home, chances, today = making.home.pk, making.chances, making.today
    arrived = today - timedelta(days=1 + int(chances.expovariate(1 / _DAYS_IN_HOME)))
    state = _state(chances.random())
    since = arrived if state == "in_home" else making.days_ago(14, arrived)
    making.batch[Stay].append((stay, pk, home, home, chances.choice(_KINDS), arrived, chances.choice(_FROM), None, ""))
    allergies = _allergies(making, pk, arrived)
    making.batch[Resident].append(_resident(making, pk, number, str(room), state, since, allergies, arrived))
    making.batch[ResidentStatus].append(_status(making, pk, "admitted", "in_home", arrived))
    if state != "in_home":
        making.batch[ResidentStatus].append(_status(making, pk, "went_away", state, since))
        making.batch[Absence].append(_absence(making, pk, stay, state, since, None))
    _past_absence(making, pk, stay, arrived, since)
    for kind, share in _DOCUMENTS:
        if chances.random() < share:
            making.batch[LegalDocument].append(
                (pk, home, kind, making.days_ago(900, date(2020, 1, 1)), "Front of the care file")
            )


def _state(chance: float) -> str:
    if chance < _IN_HOSPITAL:
        return "in_hospital"
    return "away" if chance < _IN_HOSPITAL + _AWAY else "in_home"


def _gone(making: _Invention, pk: int, stay: int, number: str) -> None:
    home, chances = making.home.pk, making.chances
    left = making.today - timedelta(days=chances.randrange(1, _YEAR))
    arrived = left - timedelta(days=1 + int(chances.expovariate(1 / _DAYS_IN_HOME)))
    state, end = chances.choice(_ENDS)
    making.batch[Stay].append((stay, pk, home, home, chances.choice(_KINDS), arrived, chances.choice(_FROM), left, end))
    making.batch[Resident].append(_resident(making, pk, number, "", state, left, "not_asked", arrived))
    making.batch[ResidentStatus].append(_status(making, pk, "admitted", "in_home", arrived))
    making.batch[ResidentStatus].append(_status(making, pk, state, state, left))


def _status(making: _Invention, pk: int, change: str, state: str, on: date) -> Row:
    by, home = making.home.coordinator, making.home.pk
    at = datetime.combine(on, time(12), LONDON)
    return pk, home, home, change, state, on, at, by.user_id, by.name, by.organisation


def _resident(
    making: _Invention, pk: int, number: str, room: str, state: str, since: date, allergies: str, arrived: date
) -> Row:
    chances, home = making.chances, making.home
    female = chances.random() < making.distributions.women
    given, family = chances.choice(names.women() if female else names.men()), chances.choice(names.families())
    known = chances.random() >= _WITHOUT_NUMBER
    return (
        pk, home.pk, number if known else None, "" if known else "not_traced", given, family,
        f"{names.key_of(given)} {names.key_of(family)}", names.key_of(family), _birth(making, female),
        "female" if female else "male", chances.choice(home.practices) if home.practices else None, room, state, since,
        allergies, None if allergies == "not_asked" else arrived,
        f"{chances.choice(names.women())} {family}", chances.choice(_RELATIONS), names.phone(pk),
    )  # fmt: skip


def _birth(making: _Invention, female: bool) -> date:
    chances = making.chances
    if chances.random() < making.young:
        age = chances.randint(18, 64)
    else:
        groups = making.distributions.age_groups
        weights = [women if female else men for _, women, men in groups]
        first = chances.choices([age for age, _, _ in groups], weights)[0]
        age = first + chances.randrange(5 if first < 90 else 10)
    return making.today - timedelta(days=age * 365 + age // 4 + chances.randrange(365))


def _allergies(making: _Invention, pk: int, arrived: date) -> str:
    """The state of a resident's allergies; those that are recorded are put down."""
    chance = making.chances.random()
    if chance < 0.1:
        return "not_asked"
    if chance < 0.7:
        return "none_known"
    for substance, reaction in making.chances.sample(_SUBSTANCES, making.chances.choice((1, 1, 1, 2))):
        severity = making.chances.choice(_SEVERITIES)
        making.batch[Allergy].append((pk, making.home.pk, substance, reaction, severity, "Years ago", arrived))
    return "recorded"


def _absence(making: _Invention, pk: int, stay: int, state: str, went: date, back: date | None) -> Row:
    if state == "away":
        return pk, making.home.pk, stay, "leave", "With family", "", True, went, back
    reason = making.chances.choice(_REASONS)
    return (
        pk,
        making.home.pk,
        stay,
        "hospital",
        "The general hospital",
        reason,
        reason.startswith("Planned"),
        went,
        back,
    )


def _past_absence(making: _Invention, pk: int, stay: int, arrived: date, until: date) -> None:
    """Three in ten were in hospital before, and came back."""
    longest = (until - arrived).days
    if longest < 20 or making.chances.random() > 0.3:
        return
    went = arrived + timedelta(days=making.chances.randrange(longest - 15))
    back = went + timedelta(days=making.chances.randrange(1, 15))
    making.batch[Absence].append(_absence(making, pk, stay, "in_hospital", went, back))
