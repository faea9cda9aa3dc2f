"""The home's own word: yes, it is done; no, it is not; we cannot say yet. Only a yes closes an issue.

The home says it itself, or somebody who has it on the phone writes down who said so.
"""

from datetime import datetime, timedelta
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.issues.actions.records import begin, doer, write
from carehomes.issues.actions.telling import tell_of
from carehomes.issues.actions.working import again, close_hand_off
from carehomes.issues.models import Happened, Issue
from carehomes.issues.queries.people import Team
from carehomes.issues.transitions import Refused


def _who_said(by: Acting, spoke_to: str) -> str:
    """Words for the note: nothing where the home answers itself, else who said so on the phone."""
    if by.may(Permission.ANSWER_FOR_HOME):
        return ""
    if not spoke_to.strip():
        raise Refused("Say who in the home said so.")
    return f"{spoke_to.strip()} said so on the phone."


def _finish(issue: Issue, happened: Happened, *, event: str, by: Acting, now: datetime, key: UUID, words: str) -> Issue:
    status = write(issue, happened, by=doer(by), now=now, event=event, key=key, words=words)
    tell_of(issue, status, Team(issue.home_id))
    return issue


def home_says_yes(
    *, issue_id: int, key: UUID, by: Acting, now: datetime, spoke_to: str = "", seen: int | None = None
) -> Issue:
    """It is done, says the home: the issue closes, whatever state it was in. `spoke_to`: who said so, where it was on the phone."""
    words = _who_said(by, spoke_to)
    with atomic():
        issue, fresh = begin(issue_id, "confirm", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        close_hand_off(issue, "The home says it is done.", by=doer(by), now=now)
        issue.confirmed_at = issue.closed_at = now
        issue.ask_again_on = None
        return _finish(issue, Happened.CONFIRMED, event="confirm", by=by, now=now, key=key, words=words)


def home_says_no(
    *, issue_id: int, why: str, key: UUID, by: Acting, now: datetime, spoke_to: str = "", seen: int | None = None
) -> Issue:
    """It is not done, says the home: the issue goes back to its owner and its time begins anew. `why` may be empty."""
    words = " ".join(each for each in (why.strip(), _who_said(by, spoke_to)) if each)
    with atomic():
        issue, fresh = begin(issue_id, "not_done", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        again(issue, now)
        return _finish(issue, Happened.NOT_DONE, event="not_done", by=by, now=now, key=key, words=words)


def home_cannot_say(
    *, issue_id: int, key: UUID, by: Acting, now: datetime, spoke_to: str = "", seen: int | None = None
) -> Issue:
    """Nobody there knows yet: it waits for the home, which is asked again tomorrow."""
    words = _who_said(by, spoke_to)
    with atomic():
        issue, fresh = begin(issue_id, "cannot_say", key=key, seen=seen, by=by)
        if not fresh:
            return issue
        issue.ask_again_on = london_today(now) + timedelta(days=1)
        return _finish(issue, Happened.CANNOT_SAY, event="cannot_say", by=by, now=now, key=key, words=words)
