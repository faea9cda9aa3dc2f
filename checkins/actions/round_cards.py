"""The card of a resident in a round: saved as it is typed, by whoever types; done, put off, changed until the round is signed off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from checkins.actions.round_agenda import next_item
from checkins.actions.round_records import locked_round, save_round
from checkins.models import (
    COUNTS,
    WRITABLE_STATES,
    AgendaItem,
    Contact,
    Outcome,
    Round,
    RoundAction,
    RoundCard,
    RoundContact,
    RoundInvitation,
    RoundMode,
)
from checkins.queries.rounds import categories_on
from checkins.rounds.card import NO_CATEGORY, Card, Problem, TypedAction, known, problems, read
from checkins.rounds.transitions import check_round
from checkins.rules import Fields, Merged, Save, merge
from checkins.transitions import Refused

_ACTIONS = UUID("6f1f5c0e-6a55-4d0b-9f6e-5b7a4f2f8b10")  # namespace: the key of an action is its item and number
LONGEST_PUT_OFF = 90  # days, as for a nomination


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A save: the card after it, and what somebody else had written meanwhile."""

    card: RoundCard
    merged: Merged


class CardTooLate(Refused):
    """The round was signed off, or the resident taken off, while somebody was still typing. What they typed is theirs to keep."""


class CardIncomplete(Refused):
    """Something is still missing; `problems` says what, in the order of the card."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.problems = found
        super().__init__("Something is missing.")


def save_card(*, item_id: int, sent: Fields, touched: Iterable[str], seen: int, by: Acting, now: datetime) -> SavedCard:
    """Saves the `touched` fields of what was sent; one left out or empty is emptied. `seen`: the card's revision on the page.

    Two people may write: what another wrote into the same field since is told, and theirs stays. Raises `CardTooLate`.
    """
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        item, found = _locked(item_id)
        _refuse_when_too_late(item, found, by)
        card = card_of(item, by, now)
        merged = merge(card.fields, card.changes, card.revision, Save(sent, touched, seen, by.person, now.isoformat()))
        if merged.mine:
            card.fields, card.changes = merged.fields, merged.changes
            card.revision += 1
            card.saved_at, card.saved_by_user_id, card.saved_by_name = now, by.user_id, by.person
            card.save()
        return SavedCard(card, merged)


def _locked(item_id: int) -> tuple[AgendaItem, Round]:
    item = AgendaItem.objects.get(pk=item_id)
    return item, locked_round(item.round_id)


def _refuse_when_too_late(item: AgendaItem, found: Round, by: Acting) -> None:
    if found.state not in WRITABLE_STATES:
        raise CardTooLate(f"This round is {found.get_state_display().lower()}.")
    if item.removed_at:
        raise CardTooLate(f"{item.removed_by_name} took this resident off the agenda.")
    check_round(found, "write", by=by)


def card_of(item: AgendaItem, by: Acting, now: datetime) -> RoundCard:
    """The card of this item, or one that is not saved yet: empty, or, once it was done, with what it said."""
    found = RoundCard.objects.filter(item=item).first()
    return found or RoundCard(
        item=item,
        resident_id=item.resident_id,
        home_id=item.home_id,
        fields=fields_done(item.pk),
        saved_at=now,
        saved_by_user_id=by.user_id,
        saved_by_name=by.person,
    )


def fields_done(item_id: int) -> dict[str, list[str]]:
    """What a card that was done said, as fields: to change it. Actions that are issues already are not among them."""
    contact = RoundContact.objects.filter(item_id=item_id).select_related("category").first()
    if contact is None or contact.outcome == Outcome.PUT_OFF:
        return {}
    people = RoundInvitation.objects.filter(round_id=contact.round_id, removed_at=None)
    ids = {(each.user_id, each.person_name): str(each.pk) for each in people}
    fields = {
        "decided": contact.decided,
        "contact": contact.outcome,
        "clinician": ids.get((contact.clinician_user_id, contact.clinician_name), ""),
        "category": contact.category.key if contact.category else NO_CATEGORY if contact.outcome in COUNTS else "",
    }
    for action in RoundAction.objects.filter(item_id=item_id, issue_id=None):
        fields[f"action-{action.number}"] = action.words
        fields[f"owner-{action.number}"] = ids.get((action.owner_user_id, action.owner_name), "")
        fields[f"by-{action.number}"] = action.due_on.isoformat()
    return {name: [value] for name, value in fields.items() if value}


def finish_card(*, item_id: int, by: Acting, now: datetime) -> Round:
    """What is typed becomes what was decided: the contact, and the actions. The next resident's card opens.

    Raises `CardIncomplete`. Done already with nothing typed since, it is given back as it is.
    """
    require(by, Permission.RUN_ROUNDS)
    with atomic():
        item, found = _locked(item_id)
        card = RoundCard.objects.filter(item=item).first()
        if card is None and RoundContact.objects.filter(item=item).exists():
            return found
        _refuse_when_too_late(item, found, by)
        typed = read(known(card.fields if card else {}))
        people = {str(each.pk): each for each in RoundInvitation.objects.filter(round=found, removed_at=None)}
        _refuse_incomplete(typed, people, found, london_today(now))
        _write_contact(found, item, typed, people, by, now)
        _write_actions(found, item, typed.actions, people)
        if card is not None:
            card.delete()
        _go_on(found, item, now)
        return found


def _refuse_incomplete(typed: Card, people: dict[str, RoundInvitation], found: Round, today: date) -> None:
    clinicians = [key for key, each in people.items() if each.is_clinical]
    categories = [each.key for each in categories_on(found.held_on)]
    missing = problems(typed, clinicians=clinicians, owners=people, categories=categories, today=today)
    if missing:
        raise CardIncomplete(missing)


def _write_contact(
    found: Round, item: AgendaItem, typed: Card, people: dict[str, RoundInvitation], by: Acting, now: datetime
) -> None:
    counts = typed.contact in COUNTS
    clinician = people[typed.clinician] if counts else None
    category = next((each for each in categories_on(found.held_on) if each.key == typed.category), None)
    before = RoundContact.objects.filter(item=item).first()
    contact = before or RoundContact(
        item=item, resident_id=item.resident_id, home_id=item.home_id, round=found, held_on=found.held_on, at=now
    )
    contact.outcome, contact.decided = Outcome(typed.contact), typed.decided
    contact.mode = _mode(typed.contact, found) if counts else ""
    contact.clinician_user_id = clinician.user_id if clinician else None
    contact.clinician_name = clinician.person_name if clinician else ""
    contact.clinician_as = clinician.invited_as if clinician else ""
    contact.category = category if counts else None
    contact.put_off_until, contact.put_off_reason = None, ""
    contact.by_user_id, contact.by_name, contact.by_organisation_name = by.user_id, by.person, by.organisation
    contact.save()


def _mode(outcome: str, found: Round) -> Contact:
    """How: a round by video sees by video, a visit face to face."""
    if outcome == Outcome.DISCUSSED:
        return Contact.DISCUSSED
    return Contact.VIDEO if found.mode == RoundMode.VIRTUAL else Contact.FACE_TO_FACE


def _write_actions(
    found: Round, item: AgendaItem, typed: Sequence[TypedAction], people: dict[str, RoundInvitation]
) -> None:
    """Those that are issues already stay as they are; the others become what is typed now."""
    there = {each.number: each for each in RoundAction.objects.filter(item=item)}
    wanted = {each.number: each for each in typed}
    for number, each in there.items():
        if number not in wanted and each.issue_id is None:
            each.delete()
    for number, new in wanted.items():
        if number in there and there[number].issue_id is not None:
            continue
        owner = people[new.owner]
        action = there.get(number) or RoundAction(
            item=item,
            resident_id=item.resident_id,
            home_id=item.home_id,
            number=number,
            key=uuid5(_ACTIONS, f"{item.pk}-{number}"),
        )
        action.words, action.due_on = new.words[:300], new.due_on  # type: ignore[assignment]  # problems() has asked
        action.owner_user_id, action.owner_name = owner.user_id, owner.person_name
        action.owner_organisation_id = owner.organisation_id or found.chair_organisation_id
        action.save()


def _go_on(found: Round, item: AgendaItem, now: datetime) -> None:
    if found.now_item_id in (item.pk, None):
        found.now_item_id, found.now_since = next_item(found, after=item), now
    save_round(found)


def put_off(*, item_id: int, until: date, reason: str, by: Acting, now: datetime) -> Round:
    """Not today: on the agenda again from a day on, for a reason. What is typed so far is kept as what was decided."""
    require(by, Permission.RUN_ROUNDS)
    if not reason.strip():
        raise Refused("Say why it can wait.")
    if not 0 < (until - london_today(now)).days <= LONGEST_PUT_OFF:
        raise Refused(f"The new day must be after today, within {LONGEST_PUT_OFF} days.")
    with atomic():
        item, found = _locked(item_id)
        _refuse_when_too_late(item, found, by)
        card = RoundCard.objects.filter(item=item).first()
        typed = read(known(card.fields if card else {}))
        before = RoundContact.objects.filter(item=item).first()
        contact = before or RoundContact(
            item=item, resident_id=item.resident_id, home_id=item.home_id, round=found, held_on=found.held_on, at=now
        )
        contact.outcome, contact.decided = Outcome.PUT_OFF, typed.decided or contact.decided
        contact.mode = contact.clinician_as = contact.clinician_name = ""
        contact.clinician_user_id = contact.category = None
        contact.put_off_until, contact.put_off_reason = until, reason.strip()[:300]
        contact.by_user_id, contact.by_name, contact.by_organisation_name = by.user_id, by.person, by.organisation
        contact.save()
        if card is not None:
            card.delete()
        _go_on(found, item, now)
        return found
