"""What issues do when the ground floor announces something."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias, system_scope
from carehomes.issues import actions
from carehomes.residents.models import Resident
from carehomes.residents.signals import resident_corrected, resident_moved


def hand_over_after_move(sender: Any, resident: Resident, by: Acting, **more: Any) -> None:
    """The resident's issues are in the new home now, which whoever moved them may not see: so once the move is written, by the system.

    Should this process die in between, the tick finds every issue whose owner cannot see it (`find_owners`).
    """
    del sender, more
    mover, resident_id = actions.doer(by), resident.pk

    def follow() -> None:
        with system_scope("issues follow a resident"):
            actions.follow_resident(resident_id=resident_id, by=mover, now=timezone.now())

    transaction.on_commit(follow, using=alias(), robust=True)


def find_owners_after_correction(sender: Any, **more: Any) -> None:
    """A move that was put right leads back to the old home."""
    del sender, more
    transaction.on_commit(lambda: actions.find_owners(timezone.now()), using=alias(), robust=True)


def connect() -> None:
    """Called once, when the app is ready."""
    resident_moved.connect(hand_over_after_move, dispatch_uid="issues.resident_moved")
    resident_corrected.connect(find_owners_after_correction, dispatch_uid="issues.resident_corrected")
