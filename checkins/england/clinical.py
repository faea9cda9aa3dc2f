"""What became of nominations, what was measured and noticed, and the orders that teams agreed on."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.db import connections

from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loaders import loads_england
from carehomes.demo.england.loading import ALIAS, Loading, built_afterwards
from checkins.calculations import news2
from checkins.england.at_hand import copy_into, homes_at_hand
from checkins.models import Baseline, NominationStatus, Observation, PriorityAgreement, PriorityPlace, SoftSigns

FILLED = (NominationStatus, Observation, Baseline, SoftSigns, PriorityAgreement, PriorityPlace)
SETS = 400  # different sets of observations; each resident's is one of these

_VITALS = """
    CREATE TEMPORARY TABLE england_vitals (
        number int PRIMARY KEY, respiration_rate int, spo2 int, on_oxygen boolean, systolic_bp int, pulse int, acvpu text,
        temperature numeric, total int, band text, version text) ON COMMIT DROP
"""
_MEASURED = """
    v.respiration_rate, v.spo2, 1, v.on_oxygen, v.systolic_bp, v.systolic_bp - 50, v.pulse, v.acvpu, v.temperature, v.total, v.band,
    v.version
"""
_MEASURED_COLUMNS = (
    "respiration_rate", "spo2", "spo2_scale", "on_oxygen", "systolic_bp", "diastolic_bp", "pulse", "acvpu", "temperature",
    "news2_total", "news2_band", "news2_version",
)  # fmt: skip
_BY = (
    "resident_id",
    "home_id",
    "recorded_at",
    "recorded_by_user_id",
    "recorded_by_name",
    "recorded_by_organisation_name",
)
_LIVING = "r.state IN ('in_home', 'in_hospital', 'away')"
_RAISED = """
    SELECT id, home_id, 'raised', '', raised_at, raised_by_user_id, raised_by_name, raised_by_organisation_name FROM checkins_nomination
    UNION ALL
    SELECT id, home_id, state, agreed_urgency, coalesce(withdrawn_at, seen_at, agreed_at, acknowledged_at),
           coalesce(acknowledged_by_user_id, raised_by_user_id),
           coalesce(nullif(withdrawn_by_name, ''), nullif(seen_by_name, ''), nullif(agreed_by_name, ''), acknowledged_by_name),
           raised_by_organisation_name
    FROM checkins_nomination WHERE state <> 'raised'
"""
# At every nomination, and of every fourth resident in the last two weeks.
_OBSERVATIONS = f"""
    SELECT n.resident_id, n.home_id, n.raised_at, n.raised_by_user_id, n.raised_by_name, n.raised_by_organisation_name, n.raised_at,
           'The nurse in charge', {_MEASURED}
    FROM checkins_nomination n JOIN england_vitals v ON v.number = n.id %% %(sets)s
    UNION ALL
    SELECT r.id, r.home_id, s.at, h.coordinator, h.coordinator_name, h.pcn_name, s.at, 'A senior carer', {_MEASURED}
    FROM residents_resident r JOIN england_homes h ON h.home_id = r.home_id JOIN england_vitals v ON v.number = r.id %% %(sets)s,
         LATERAL (SELECT %(today)s - (r.id %% 14) * interval '1 day' AS at) s
    WHERE {_LIVING} AND r.id %% 4 = 0
"""  # noqa: S608 - written here
_BASELINES = f"""
    SELECT r.id, r.home_id, s.at, h.clinician, h.clinician_name, h.pcn_name, s.at::date, 'The GP', {_MEASURED}
    FROM residents_resident r JOIN england_homes h ON h.home_id = r.home_id JOIN england_vitals v ON v.number = r.id %% %(sets)s,
         LATERAL (SELECT %(today)s - interval '90 days' AS at) s
    WHERE {_LIVING} AND r.id %% 10 = 0
"""  # noqa: S608 - written here
_NOTICED = """
    SELECT resident_id, home_id, raised_at, raised_by_user_id, raised_by_name, raised_by_organisation_name,
           '["withdrawn", "off_food"]'::jsonb, sentence, raised_at, 'A senior carer', id
    FROM checkins_nomination WHERE reasons @> '["soft_signs"]'
"""
# In every third home where somebody waits, the team has agreed an order.
_AGREED = """
    SELECT %(last)s + row_number() OVER (ORDER BY h.home_id), h.home_id, %(today)s - interval '20 hours', h.clinician, h.clinician_name,
           h.pcn_name, 'As loaded'
    FROM england_homes h WHERE h.home_id %% 3 = 0 AND EXISTS (
        SELECT FROM checkins_nomination n
        WHERE n.home_id = h.home_id AND n.state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred'))
"""
_PLACES = """
    SELECT w.resident_id, w.home_id, a.id, place, place, 10
    FROM (
        SELECT home_id, resident_id, row_number() OVER (PARTITION BY home_id ORDER BY min(raised_at), resident_id) AS place
        FROM checkins_nomination WHERE state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred')
        GROUP BY home_id, resident_id
    ) w JOIN checkins_priorityagreement a USING (home_id)
"""


@loads_england(30, *FILLED)
def load_clinical(loading: Loading, homes: list[LoadedHome]) -> None:
    """The steps of nominations, observations with their scores, baselines, soft signs, agreed orders."""
    given = {"sets": SETS, "today": loading.today, "last": 0}
    homes_at_hand(homes)
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(_VITALS)
        copy_into(cursor, "england_vitals", _sets(loading.chances("observations")))
    with built_afterwards(loading, *FILLED), loading.step("What became of nominations, observations, agreed orders"):
        steps = ("nomination_id", "home_id", "state", "urgency", "at", "by_user_id", "by_name", "by_organisation_name")
        loading.insert(NominationStatus, steps, _RAISED)
        loading.insert(Observation, (*_BY, "taken_at", "taken_by", *_MEASURED_COLUMNS), _OBSERVATIONS, given)
        loading.insert(Baseline, (*_BY, "valid_from", "said_by", *_MEASURED_COLUMNS), _BASELINES, given)
        noticed = (*_BY, "signs", "different", "noticed_at", "noticed_by", "nomination_id")
        loading.insert(SoftSigns, noticed, _NOTICED)
        _agree(loading, given)


def _agree(loading: Loading, given: dict[str, Any]) -> None:
    given["last"] = loading.value("SELECT coalesce(max(id), 0) FROM checkins_priorityagreement")
    agreed = ("id", "home_id", "agreed_at", "by_user_id", "by_name", "by_organisation_name", "policy")
    loading.insert(PriorityAgreement, agreed, _AGREED, given)
    places = ("resident_id", "home_id", "agreement_id", "place", "computed_place", "computed_weight")
    loading.insert(PriorityPlace, places, _PLACES)


@dataclass(frozen=True)
class _Set:
    """One set of observations, as `news2` takes it."""

    respiration_rate: int
    spo2: int
    on_oxygen: bool
    systolic_bp: int
    pulse: int
    acvpu: str
    temperature: Decimal


def _sets(chances: Random) -> Iterator[tuple[Any, ...]]:
    """Mostly usual values; some of people who are ill. Scored by the product's own table."""
    for number in range(SETS):
        ill = chances.random() < 0.15
        made = _Set(
            respiration_rate=chances.randint(20, 27) if ill else chances.randint(12, 20),
            spo2=chances.randint(90, 95) if ill else chances.randint(95, 99),
            on_oxygen=ill and chances.random() < 0.2,
            systolic_bp=chances.randint(95, 170),
            pulse=chances.randint(88, 118) if ill else chances.randint(58, 92),
            acvpu="C" if ill and chances.random() < 0.3 else "A",
            temperature=Decimal(chances.randint(360, 392) if ill else chances.randint(361, 377)) / 10,
        )
        score = news2(**asdict(made), spo2_scale=1)
        yield number, *asdict(made).values(), score.total, score.band, score.table_version
