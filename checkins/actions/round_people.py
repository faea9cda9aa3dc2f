"""Who comes to a round: invited, told by e-mail with a calendar file, answered, there. And the personal calendar addresses."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, system_scope
from carehomes.notifications.actions import email_calendar
from checkins.actions.round_records import locked_round, save_round
from checkins.models import CalendarFeed, InvitationAnswer, InvitedAs, Round, RoundInvitation, RoundState
from checkins.queries.rounds import replying_to, takes_replies
from checkins.rounds.calendar import METHODS, REQUEST, Told, digest_of, email_of, entry_of, page_of
from checkins.rounds.replies import answer_address
from checkins.transitions import Refused

SECRET_BYTES = 32
OPEN = (RoundState.DRAFT, RoundState.AGENDA_PUBLISHED, RoundState.IN_SESSION, RoundState.WRITTEN_UP)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody to invite: a person with an account, or, without `user_id`, somebody outside with an e-mail address."""

    name: str
    invited_as: str
    user_id: int | None = None
    organisation_id: int | None = None
    organisation: str = ""
    email: str = ""
    prescribes: str = ""


def write_guests(found: Round, guests: Iterable[Guest]) -> list[RoundInvitation]:
    """Writes those who are not invited yet, each once. The caller holds the lock on the round."""
    there = RoundInvitation.objects.filter(round=found, removed_at=None)
    known = {(each.user_id, each.email.lower()) for each in there}
    made = []
    for guest in guests:
        email = "" if guest.user_id else guest.email.strip().lower()
        if (guest.user_id, email) in known:
            continue
        known.add((guest.user_id, email))
        made.append(
            RoundInvitation(
                round=found,
                home_id=found.home_id,
                invited_as=InvitedAs(guest.invited_as),
                person_name=guest.name,
                prescribes=guest.prescribes,
                organisation_id=guest.organisation_id,
                organisation_name=guest.organisation,
                user_id=guest.user_id,
                email=email,
            )
        )
    return RoundInvitation.objects.bulk_create(made)


def invite(*, round_id: int, guests: Iterable[Guest], by: Acting, now: datetime) -> list[RoundInvitation]:
    """More people. Once the agenda is published they are told at once. Somebody invited already is not invited twice."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = _open(round_id)
        made = write_guests(found, guests)
        save_round(found)
        if found.state == RoundState.AGENDA_PUBLISHED:
            _tell(found, made, Told.ASKED, now)
        return made


def _open(round_id: int) -> Round:
    found = locked_round(round_id)
    if found.state not in OPEN:
        raise Refused(f"The round is {found.get_state_display().lower()}: nobody is invited any more.")
    return found


def take_back_invitation(*, invitation_id: int, by: Acting, now: datetime) -> RoundInvitation:
    """They need not come. The chair cannot be taken off: name another chair first. Whoever was told is told."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        invitation = RoundInvitation.objects.get(pk=invitation_id)
        found = _open(invitation.round_id)
        if invitation.user_id and invitation.user_id == found.chair_user_id:
            raise Refused("The chair cannot be taken off. Name another chair first.")
        if invitation.removed_at is None:
            invitation.removed_at = now
            invitation.save()
            save_round(found)
            if found.state == RoundState.AGENDA_PUBLISHED:
                _tell(found, [invitation], Told.CANCELLED, now)
        return invitation


def answer_invitation(*, round_id: int, answer: str, by: Acting, now: datetime) -> RoundInvitation:
    """Somebody says for themselves whether they come. Raises RoundInvitation.DoesNotExist for whoever is not invited."""
    require(by, Permission.SEE_ROUNDS)
    with atomic():
        found = _open(round_id)
        invitation = RoundInvitation.objects.get(round=found, user_id=by.user_id, removed_at=None)
        invitation.answer, invitation.answered_at = InvitationAnswer(answer), now
        invitation.save()
        return invitation


def reply(*, invitation_id: int, answer: str, now: datetime) -> RoundInvitation:
    """Somebody without an account answers by the link in their e-mail, and may change it until the meeting begins.

    Raises RoundInvitation.DoesNotExist for one that was taken back or is of an account, `Refused` once the meeting has begun.
    """
    with system_scope("answer to an invitation by its link"):
        invitation = replying_to(invitation_id)
        found = locked_round(invitation.round_id)
        if not takes_replies(found, now):
            raise Refused("The meeting has begun, or is not held.")
        invitation.answer, invitation.answered_at = InvitationAnswer(answer), now
        invitation.save()
        return invitation


def note_attendance(*, round_id: int, here: Iterable[int], by: Acting) -> Round:
    """Who is or was there: the ids of their invitations; everybody else was not."""
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        found = locked_round(round_id)
        if found.state not in (RoundState.IN_SESSION, RoundState.WRITTEN_UP):
            raise Refused(f"The round is {found.get_state_display().lower()}.")
        present = set(here)
        for each in RoundInvitation.objects.filter(round=found, removed_at=None):
            if each.attended != (each.pk in present):
                each.attended = each.pk in present
                each.save()
        save_round(found)
        return found


def ask_anew(found: Round) -> None:
    """The meeting has moved: what anybody answered was about another time or place. The caller holds the lock on the round."""
    for each in RoundInvitation.objects.filter(round=found, removed_at=None).exclude(answer=InvitationAnswer.NONE):
        each.answer, each.answered_at = InvitationAnswer.NONE, None
        each.save()


def tell_calendars(found: Round, *, now: datetime, told: Told = Told.ASKED) -> None:
    """Queues the invitation, its update or its cancellation for everybody invited; each once for each SEQUENCE.

    Who has said no to this very time and place hears no more of it: neither a change of its length nor that it is not held.
    """
    invited = RoundInvitation.objects.filter(round=found, removed_at=None).exclude(answer=InvitationAnswer.NO)
    _tell(found, list(invited), told, now)


def _tell(found: Round, invitations: Iterable[RoundInvitation], told: Told, now: datetime) -> None:
    """Who has no account is led to where they answer; once there is nothing to answer, nowhere: our pages are not for them."""
    method = METHODS[told]
    for each in invitations:
        asks = method == REQUEST and each.user_id is None
        page = page_of(found) if each.user_id else answer_address(each) if asks else ""
        subject, body = email_of(found, told, page=page, asks=asks)
        email_calendar(
            user_id=each.user_id,
            address=each.email,
            dedup_key=f"round-{found.pk}-{found.calendar_sequence}-{method.lower()}-{each.pk}",
            subject=subject,
            body=body,
            calendar=entry_of(found, method, now, page=page),
        )


def make_feed(*, by: Acting, now: datetime) -> str:
    """A new secret calendar address of this person; the one of before ends. Returns the token, which is shown once and not kept."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with atomic():
        CalendarFeed.objects.filter(user_id=by.user_id, revoked_at=None).update(revoked_at=now)
        feed = CalendarFeed.objects.create(user_id=by.user_id, secret_digest=digest_of(secret), made_at=now)
    return f"{feed.pk}-{secret}"


def end_feed(*, by: Acting, now: datetime) -> int:
    """The calendar address of this person ends; returns how many there were (none or one)."""
    with atomic():
        return CalendarFeed.objects.filter(user_id=by.user_id, revoked_at=None).update(revoked_at=now)
