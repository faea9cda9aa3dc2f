"""What check-ins do when the ground floor announces something. Each runs in the transaction that wrote the event, or once it is written."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias, system_scope
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.directory.signals import home_closed
from carehomes.residents.models import Resident, Stay
from carehomes.residents.signals import resident_corrected, resident_died, resident_left, resident_moved
from checkins import actions
from checkins.actions.following import REASON
from checkins.actions.round_agenda import take_off_of_resident


def cancel_open_check_ins(sender: Any, home: CareHome, on: date, **more: Any) -> None:
    """A home that has closed is not rung again. The tick does the same for homes that an import closed by the thousand."""
    del sender, on, more
    actions.cancel_of_closed(today=london_today(), now=timezone.now(), home_ids=[home.pk])


def take_off_agendas(sender: Any, resident: Resident, by: Acting, **more: Any) -> None:
    """Nobody looks for somebody who has died or left on a round that is still to be held."""
    del sender, more
    take_off_of_resident(resident, by=by, now=timezone.now())


def withdraw_after_death(sender: Any, resident: Resident, on: date, by: Acting, **more: Any) -> None:
    """Whom a resident was waiting for does not come in vain; the home's record keeps what was said."""
    del sender, more
    actions.withdraw_of_resident(resident, reason=actions.DIED, by=by, on=on, now=timezone.now())


def withdraw_after_leaving(sender: Any, resident: Resident, on: date, by: Acting, **more: Any) -> None:
    """The same for somebody who has left for good."""
    del sender, more
    actions.withdraw_of_resident(resident, reason=actions.LEFT, by=by, on=on, now=timezone.now())


def follow_after_move(sender: Any, resident: Resident, stay: Stay, by: Acting, **more: Any) -> None:
    """What they wait for is the new home's now, which whoever moved them may not see: so once the move is written, by the system.

    Should this process die in between, the tick does it (`follow_again`).
    """
    del sender, more
    resident_id, home_id, stay_id, moved_at = resident.pk, resident.home_id, stay.pk, timezone.now()

    def follow() -> None:
        with system_scope(REASON):
            moved = actions.Moved(resident_id, home_id, stay_id, moved_at)
            actions.follow_resident(moved=moved, by=by, now=timezone.now())

    transaction.on_commit(follow, using=alias(), robust=True)


def wait_again_after_correction(sender: Any, resident: Resident, by: Acting, gone_on: date | None, **more: Any) -> None:
    """Somebody was said to have died or left by mistake: whom they were waiting for they wait for again."""
    del sender, more
    if gone_on is not None:
        actions.wait_again_of_resident(resident, gone_on=gone_on, by=by, now=timezone.now())


def connect() -> None:
    """Called once, when the app is ready."""
    home_closed.connect(cancel_open_check_ins, dispatch_uid="checkins.home_closed")
    for left in (resident_died, resident_left):
        left.connect(take_off_agendas, dispatch_uid="checkins.agendas")
    resident_died.connect(withdraw_after_death, dispatch_uid="checkins.resident_died")
    resident_left.connect(withdraw_after_leaving, dispatch_uid="checkins.resident_left")
    resident_moved.connect(follow_after_move, dispatch_uid="checkins.resident_moved")
    resident_corrected.connect(wait_again_after_correction, dispatch_uid="checkins.resident_corrected")
