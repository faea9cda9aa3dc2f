"""What follows from a round: nominations that were dealt with wait no longer, actions become issues, the rest is carried over."""

from datetime import date, datetime

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.issues.actions import NewIssue, assign, raise_issue
from carehomes.issues.links import Target
from carehomes.issues.models import Kind, Priority
from carehomes.issues.queries.people import people_around
from carehomes.issues.transitions import Refused as IssueRefused
from checkins.actions.round_records import items_of
from checkins.actions.triage import Seen, defer, seen_in_round
from checkins.models import COUNTS, NominationState, Outcome, Reason, Round, RoundAction, RoundCard, RoundContact
from checkins.rounds.card import is_begun
from checkins.transitions import Refused

LINK, NOMINATION_LINK = "round", "nomination"
_KINDS = {
    Reason.MEDICINES: Kind.MEDICINES,
    Reason.REVIEW_DUE: Kind.MEDICINES,
    Reason.FALL: Kind.FALLS,
    Reason.END_OF_LIFE: Kind.END_OF_LIFE,
    Reason.INFECTION: Kind.INFECTION,
    Reason.BEHAVIOUR: Kind.MENTAL_STATE,
    Reason.WEIGHT_LOSS: Kind.NUTRITION,
    Reason.FAMILY_CONCERN: Kind.FAMILY,
    Reason.HOSPITAL_DISCHARGE: Kind.NEW_RESIDENTS,
    Reason.NEW_ADMISSION: Kind.NEW_RESIDENTS,
}


def write_up(found: Round, *, by: Acting, now: datetime) -> None:
    """All that follows from what was done so far; written up again, only what has come since. Raises Refused for a card that was begun."""
    _carry_over_untouched(found, by=by, now=now)
    _raise_issues(found, by=by, now=now)
    _close_nominations(found, by=by, now=now)


def _carry_over_untouched(found: Round, *, by: Acting, now: datetime) -> None:
    """Whoever is on the agenda and was not dealt with was not reached: they come onto the next one. What is typed is not lost:
    a card that was begun must be done or put off first.
    """
    done = set(RoundContact.objects.filter(round=found).values_list("item_id", flat=True))
    cards = RoundCard.objects.filter(item__round=found, item__removed_at=None)
    begun = list(cards.select_related("item__resident"))
    waiting = [each.item.resident.name for each in begun if is_begun(each.fields)]
    if waiting:
        raise Refused(f"A card is not done yet: {', '.join(waiting)}. Press Done there, or put it off.")
    left = [each for each in items_of(found.pk) if each.pk not in done]
    for item in left:
        RoundContact.objects.create(
            item=item,
            resident_id=item.resident_id,
            home_id=item.home_id,
            round=found,
            held_on=found.held_on,
            outcome=Outcome.NOT_REACHED,
            at=now,
            by_user_id=by.user_id,
            by_name=by.person,
            by_organisation_name=by.organisation,
        )


def _close_nominations(found: Round, *, by: Acting, now: datetime) -> None:
    """A contact ends the nomination that brought the resident here. Only a clinician may defer one: put off by somebody else, it stays
    on the agenda until a clinician signs.
    """
    contacts = RoundContact.objects.filter(round=found, item__nomination__state=NominationState.ON_AGENDA)
    for contact in contacts.select_related("item"):
        nomination_id = contact.item.nomination_id
        if nomination_id is None:
            continue
        if contact.outcome in COUNTS:
            seen = Seen(contact.at, contact.mode, contact.decided, contact.clinician_user_id, contact.clinician_name)
            seen_in_round(nomination_id=nomination_id, seen=seen, by=by, now=now)
        elif contact.outcome == Outcome.PUT_OFF and by.may(Permission.TRIAGE_NOMINATIONS):
            _defer(nomination_id, contact, by, now)


def _defer(nomination_id: int, contact: RoundContact, by: Acting, now: datetime) -> None:
    """To the day that was agreed; signed after that day, it waits again as it is."""
    until = contact.put_off_until
    if until and until > london_today(now):
        defer(nomination_id=nomination_id, until=until, reason=contact.put_off_reason, by=by, now=now)


def _raise_issues(found: Round, *, by: Acting, now: datetime) -> None:
    """Each action becomes an issue of its owner, once. The key of the action is the issue's."""
    actions = list(
        RoundAction.objects.filter(item__round=found, item__removed_at=None, issue_id=None).select_related("item")
    )
    around = {(each.user_id, each.organisation_id) for each in people_around(found.home_id)} if actions else set()
    for action in actions:
        issue = raise_issue(new=_issue(found, action, london_today(now)), by=by, now=now)
        person = action.owner_user_id if (action.owner_user_id, action.owner_organisation_id) in around else None
        if by.may(Permission.ASSIGN_ISSUES):
            _give(issue.pk, action, person, by, now)
        action.issue_id = issue.pk
        action.save()


def _give(issue_id: int, action: RoundAction, person: int | None, by: Acting, now: datetime) -> None:
    """To whom the round named. Somebody outside has no account: it stays with whom the routing names, and says who does it."""
    try:
        assign(
            issue_id=issue_id,
            organisation_id=action.owner_organisation_id,
            user_id=person,
            key=action.key,
            by=by,
            now=now,
        )
    except IssueRefused:
        return


def _issue(found: Round, action: RoundAction, today: date) -> NewIssue:
    kind = next((_KINDS[Reason(each)] for each in action.item.reasons if each in _KINDS), Kind.URGENT_CLINICAL)
    return NewIssue(
        home_id=action.home_id,
        kind=kind,
        title=action.words,
        key=action.key,
        resident_id=action.resident_id,
        priority=_priority((action.due_on - today).days),
        said=f"{action.words}\n\nAgreed on the {found.get_kind_display()} of {found.held_on:%-d %B %Y}, "
        f"for {action.owner_name}, by {action.due_on:%-d %B %Y}.",
        said_by=f"{found.chair_name}, chair",
        links=_came_from(found, action),
        due_on=action.due_on,
    )


def _came_from(found: Round, action: RoundAction) -> list[Target]:
    """The round, and what was said of the resident that brought them there."""
    said = action.item.nomination_id
    return [Target(LINK, found.pk), *([Target(NOMINATION_LINK, said)] if said else [])]


def _priority(days: int) -> Priority:
    """The priority whose time fits the agreed day, which the issue carries as well."""
    if days <= 0:
        return Priority.URGENT
    if days <= 2:
        return Priority.TWO_DAYS
    return Priority.WEEK if days <= 7 else Priority.ROUTINE
