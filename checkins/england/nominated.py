"""Residents who were named in a check-in, and what has become of each by today. What lies weeks back has been seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from psycopg.types.json import Jsonb

from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loading import Row
from checkins.models import NominationState as State

COLUMNS = (
    "resident_id", "home_id", "check_in_id", "raised_at_home_id", "urgency", "reasons", "sentence", "state", "raised_at",
    "raised_by_user_id", "raised_by_name", "raised_by_organisation_name", "acknowledge_by", "key",
    "acknowledged_at", "acknowledged_by_user_id", "acknowledged_by_name",
    "agreed_urgency", "agreed_at", "agreed_by_user_id", "agreed_by_name",
    "deferred_until", "deferred_reason", "seen_at", "seen_by_user_id", "seen_by_name", "contact", "outcome",
    "withdrawn_at", "withdrawn_by_name", "withdrawn_reason", "escalation_tier", "next_escalation_at",
)  # fmt: skip
_REASONS = (
    "hospital_discharge", "new_admission", "change_in_condition", "soft_signs", "fall", "medicines", "weight_loss", "infection",
    "behaviour",
)  # fmt: skip
_SENTENCES = (
    "More tired than usual since the weekend.", "Back from hospital with changed medicines.", "Has lost 2 kg in a month.",
    "Fell on the way to the bathroom, not hurt.", "More confused in the evening.", "Breathless when she walks to the dining room.",
)  # fmt: skip
# By how many weeks ago: what stands now, with how many chances of twenty.
_NOW = (
    (State.RAISED,) * 11 + (State.ACKNOWLEDGED,) * 3 + (State.TRIAGED,) * 3 + (State.ON_AGENDA,) * 2 + (State.SEEN,),
    (State.RAISED,) * 2 + (State.TRIAGED,) * 3 + (State.ON_AGENDA,) * 3 + (State.DEFERRED,) + (State.SEEN,) * 10 + (State.WITHDRAWN,),
    (State.TRIAGED,) + (State.ON_AGENDA,) + (State.DEFERRED,) + (State.SEEN,) * 16 + (State.WITHDRAWN,),
    (State.SEEN,) * 19 + (State.WITHDRAWN,),
)  # fmt: skip
_SAME_DAY_NOW = (State.RAISED,) + (State.ACKNOWLEDGED,) * 3 + (State.SEEN,) * 6
_ACKNOWLEDGED = timedelta(minutes=70)


@dataclass(frozen=True)
class Call:
    """The check-in that named somebody: where, when, and how many weeks ago."""

    home: LoadedHome
    check_in: int
    at: datetime
    weeks_ago: int
    chances: Random


def row(call: Call, resident: int, urgency: str, key: UUID) -> Row:
    """One nomination, in the order of `COLUMNS`."""
    by, same_day = call.home.coordinator, urgency == "same_day"
    state = _state(call, same_day=same_day)
    by_when = call.at + timedelta(hours=2) if same_day else None
    return (
        resident, call.home.pk, call.check_in, call.home.pk, urgency, Jsonb([call.chances.choice(_REASONS)]),
        call.chances.choice(_SENTENCES), state.value, call.at, by.user_id, by.name, by.organisation, by_when, key,
        *_acknowledged(call, state), *_agreed(call, state, urgency), *_deferred(call, state), *_seen(call, state),
        *_withdrawn(call, state), 3 if same_day and state is State.RAISED else 0, None,
    )  # fmt: skip


def _state(call: Call, *, same_day: bool) -> State:
    if same_day and call.weeks_ago == 0:
        return call.chances.choice(_SAME_DAY_NOW)
    if same_day:
        return State.SEEN
    return call.chances.choice(_NOW[min(call.weeks_ago, len(_NOW) - 1)])


def _acknowledged(call: Call, state: State) -> Row:
    if state in (State.RAISED, State.WITHDRAWN):
        return None, None, ""
    return call.at + _ACKNOWLEDGED, call.home.clinician.user_id, call.home.clinician.name


def _agreed(call: Call, state: State, urgency: str) -> Row:
    if state not in (State.TRIAGED, State.ON_AGENDA, State.DEFERRED):
        return "", None, None, ""
    return urgency, call.at + _ACKNOWLEDGED, call.home.clinician.user_id, call.home.clinician.name


def _deferred(call: Call, state: State) -> Row:
    if state is not State.DEFERRED:
        return None, ""
    return call.at.date() + timedelta(days=21), "The blood results are needed first."


def _seen(call: Call, state: State) -> Row:
    if state is not State.SEEN:
        return None, None, "", "", ""
    clinician = call.home.clinician
    return (
        call.at + timedelta(days=1),
        clinician.user_id,
        clinician.name,
        "face_to_face",
        "Examined; treated in the home.",
    )


def _withdrawn(call: Call, state: State) -> Row:
    if state is not State.WITHDRAWN:
        return None, "", ""
    return call.at + timedelta(hours=3), call.home.coordinator.name, "Named twice."
