"""What the actions on rounds share: the lock, the status row, and the counts that a commissioner may see."""

from datetime import datetime

from django.db.models import Count, Q

from carehomes.access.acting import Acting
from checkins.models import CLINICAL, AgendaItem, Outcome, Round, RoundContact, RoundInvitation, RoundState, RoundStatus


def locked_round(round_id: int) -> Round:
    """The round, with its home, held until the transaction ends. Raises Round.DoesNotExist for one that is not visible."""
    return Round.objects.select_for_update(of=("self",)).select_related("home").get(pk=round_id)


def move_round(found: Round, state: RoundState, *, by: Acting, now: datetime, reason: str = "") -> None:
    """Puts the round into a state and appends who did it. The caller has asked `check_round`."""
    found.state = state
    save_round(found)
    RoundStatus.objects.create(
        round=found,
        home_id=found.home_id,
        state=state,
        reason=reason,
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
    )


def save_round(found: Round) -> None:
    """Saves it under its next revision, with its counts."""
    found.revision += 1
    _count(found)
    found.save()


def items_of(round_id: int) -> "list[AgendaItem]":
    """Who is on the agenda with their nominations, in its order."""
    rows = AgendaItem.objects.filter(round_id=round_id, removed_at=None).select_related("nomination")
    return list(rows.order_by("place", "pk"))


def _count(found: Round) -> None:
    found.on_agenda = AgendaItem.objects.filter(round=found, removed_at=None).count()
    contacts = RoundContact.objects.filter(round=found, clinician_as__in=CLINICAL).aggregate(
        seen=Count("pk", filter=Q(outcome=Outcome.SEEN)), discussed=Count("pk", filter=Q(outcome=Outcome.DISCUSSED))
    )
    found.seen, found.discussed = contacts["seen"], contacts["discussed"]
    people = RoundInvitation.objects.filter(round=found, removed_at=None).aggregate(
        invited=Count("pk"), attended=Count("pk", filter=Q(attended=True))
    )
    found.invited, found.attended = people["invited"], people["attended"]
