"""How a person wants to be told. Each change keeps what was before, so that it can be undone, and the undoing too."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, time
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.refusals import RefusedError
from carehomes.access.scopes import atomic
from carehomes.notifications.kinds import Choice, kind_called
from carehomes.notifications.models import DeliveryTimes, NotificationSetting
from carehomes.notifications.queries import Chosen, settings_of
from carehomes.notifications.rules import Times


def save_settings(*, by: Acting, choices: Mapping[str, Choice], times: Times, now: datetime) -> bool:
    """Keeps what a person chose for these kinds; other kinds stay as they are. False when nothing is different.

    RefusedError: a way that the kind does not offer, or a change of one that is always told at once.
    """
    for key, choice in choices.items():
        _check(key, choice)
    with atomic():
        held = settings_of(by.user_id)
        wanted = Chosen({**held.choices, **choices}, times, held.before)
        if (wanted.choices, wanted.times) == (held.choices, held.times):
            return False
        _write(by.user_id, wanted, before=held, now=now)
        return True


def undo_settings(*, by: Acting, now: datetime) -> bool:
    """Takes the last change back; done again, it is there again. False when there was none."""
    with atomic():
        held = settings_of(by.user_id)
        if held.before is None:
            return False
        _write(by.user_id, _from_json(held.before), before=held, now=now)
        return True


def _check(key: str, choice: Choice) -> None:
    kind = kind_called(key)
    if kind is None or kind.urgent or choice.channel not in kind.channels:
        raise RefusedError("This cannot be chosen. Look at the page again.")


def _write(user_id: int, wanted: Chosen, *, before: Chosen, now: datetime) -> None:
    NotificationSetting.objects.filter(user_id=user_id).delete()
    NotificationSetting.objects.bulk_create(
        NotificationSetting(user_id=user_id, kind=key, channel=choice.channel, lead_days=choice.lead_days)
        for key, choice in sorted(wanted.choices.items())
    )
    times = {**asdict(wanted.times), "digest_days": list(wanted.times.digest_days)}
    DeliveryTimes.objects.update_or_create(
        user_id=user_id, defaults={**times, "before": _as_json(before), "changed_at": now}
    )


def _as_json(chosen: Chosen) -> dict[str, Any]:
    times = asdict(chosen.times)
    clocks = {name: value.isoformat() for name, value in times.items() if isinstance(value, time)}
    choices = {key: [choice.channel, choice.lead_days] for key, choice in chosen.choices.items()}
    return {"choices": choices, "times": {**times, **clocks}}


def _from_json(kept: Mapping[str, Any]) -> Chosen:
    times: dict[str, Any] = dict(kept["times"])
    for name in ("quiet_from", "quiet_to", "digest_at"):
        times[name] = time.fromisoformat(times[name]) if times[name] else None
    times["digest_days"] = tuple(times["digest_days"])
    choices = {key: Choice(channel, lead_days) for key, (channel, lead_days) in kept["choices"].items()}
    return Chosen(choices, Times(**times))
