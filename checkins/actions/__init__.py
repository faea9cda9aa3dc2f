"""Every write of check-ins and nominations. Keyword-only, `by=` the acting membership, one transaction each."""

from checkins.actions.agreeing import agree_priority
from checkins.actions.calls import cancel, decline, note_attempt, start
from checkins.actions.completing import complete
from checkins.actions.drafts import Saved, save_draft
from checkins.actions.following import Moved, follow_resident
from checkins.actions.next_round import Many, do_to_many, put_on_agenda, take_off_agenda
from checkins.actions.nominations import Concern, raise_concern, raise_nominations
from checkins.actions.observing import (
    Correction,
    HandOver,
    Measured,
    Noticed,
    correct_observation,
    decide_sbard,
    note_soft_signs,
    record_observation,
    set_baseline,
    write_sbard,
)
from checkins.actions.signposting import Direction, answer_signpost, signpost
from checkins.actions.triage import (
    DIED,
    LEFT,
    Seen,
    acknowledge,
    defer,
    see,
    seen_in_round,
    triage,
    wait_again_of_resident,
    withdraw,
    withdraw_of_resident,
)
from checkins.actions.weeks import cancel_of_closed, ensure_weeks, generate_week

__all__ = [
    "DIED",
    "LEFT",
    "Moved",
    "follow_resident",
    "wait_again_of_resident",
    "Many",
    "do_to_many",
    "agree_priority",
    "write_sbard",
    "set_baseline",
    "record_observation",
    "note_soft_signs",
    "decide_sbard",
    "correct_observation",
    "Noticed",
    "Measured",
    "HandOver",
    "Direction",
    "Correction",
    "Concern",
    "Saved",
    "Seen",
    "acknowledge",
    "answer_signpost",
    "cancel",
    "cancel_of_closed",
    "complete",
    "decline",
    "defer",
    "ensure_weeks",
    "generate_week",
    "note_attempt",
    "put_on_agenda",
    "raise_concern",
    "raise_nominations",
    "save_draft",
    "see",
    "seen_in_round",
    "signpost",
    "start",
    "take_off_agenda",
    "triage",
    "withdraw",
    "withdraw_of_resident",
]
