"""What a home tells the team about a resident becomes a nomination, and the home sees on its own page what becomes of it."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import Case, Q, QuerySet, When

from carehomes.access.acting import Acting
from carehomes.access.prepared import Given, Prepared, given_moment
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.directory.models import CareHome
from carehomes.issues.concerns import Concern, Outcome, takes_concerns, tells_outcomes
from carehomes.issues.transitions import Refused as NotTaken
from carehomes.residents.actions import AlreadyDone
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.states import State
from checkins import actions
from checkins.models import WAITING_STATES, Nomination, NominationState
from checkins.transitions import Refused

RECENT = timedelta(days=7)  # how long the home is shown what is over
MOST = 50  # what waits before what is over
_STATES = {
    NominationState.RAISED: State("plain", "Told"),
    NominationState.ACKNOWLEDGED: State("due", "Acknowledged", "tick"),
    NominationState.TRIAGED: State("due", "Triaged", "tick"),
    NominationState.ON_AGENDA: State("due", "On the agenda", "note"),
    NominationState.DEFERRED: State("wait", "Put off"),
    NominationState.SEEN: State("done", "Seen"),
    NominationState.WITHDRAWN: State("none", "Withdrawn", "cross"),
}
_OVER = (NominationState.SEEN, NominationState.WITHDRAWN)


def nominate(concern: Concern, *, by: Acting, now: datetime) -> str:
    """A resident of whom the home says something, named for a clinician; the home's own page shows what becomes of it."""
    said = actions.Concern(
        key=concern.key,
        resident_id=concern.resident_id,
        urgency=concern.urgency,
        reasons=concern.reasons,
        sentence=concern.sentence,
    )
    try:
        with atomic():
            nomination = actions.raise_concern(concern=said, by=by, now=now)
            if concern.signs:
                _note_signs(concern, nomination, by=by, now=now)
    except Refused as refused:
        raise NotTaken(str(refused)) from refused
    return address_of("directory:my_home")


def _note_signs(concern: Concern, nomination: Nomination, *, by: Acting, now: datetime) -> None:
    """What staff ticked stands beside the resident's NEWS2, once; whoever sends it again has said it already."""
    noticed = actions.Noticed(
        signs=concern.signs, different=concern.sentence, at=now, by=by.person, nomination_id=nomination.pk
    )
    with suppress(AlreadyDone):
        actions.note_soft_signs(resident_id=concern.resident_id, noticed=noticed, key=concern.key, by=by, now=now)


def nominations_of_home(acting: Acting, home: CareHome, now: datetime) -> list[Outcome]:
    """Residents whom the home named, and who has answered."""
    if not acting.may(Permission.SEE_NOMINATIONS):
        return []
    return [_outcome(each) for each in _NAMED.ask(home=home.pk, since=now - RECENT)]


def _named() -> QuerySet[Nomination]:
    waits = Q(state__in=WAITING_STATES)
    over = Q(seen_at__gte=given_moment("since")) | Q(withdrawn_at__gte=given_moment("since"))
    rows = Nomination.objects.filter(waits | over, home=Given("home")).select_related("resident")
    place = Case(When(waits, then=0), default=1)
    return rows.order_by(place, "-raised_at", "-pk")[:MOST]


_NAMED = Prepared(_named)


def _outcome(each: Nomination) -> Outcome:
    who = each.seen_by_name or each.acknowledged_by_name
    said = each.outcome or each.sentence
    note = f"{who}: {said}" if who else f"{formats.day_clock(each.raised_at)}: {said}"
    return Outcome(
        title=each.resident.name,
        url=address_of("checkins:nomination", each.pk),
        state=_STATES[NominationState(each.state)],
        note=note,
        at=each.raised_at,
        over=each.state in _OVER,
        resident=(each.resident_id, each.home_id),
    )


def register() -> None:
    """Called once, when the app is ready."""
    takes_concerns(nominate)
    tells_outcomes(nominations_of_home)
