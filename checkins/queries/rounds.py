"""Home rounds and MDT meetings: the list, the weeks to come, one round with everything that its page shows, and one's own calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from hmac import compare_digest
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Value
from django.http import Http404

from carehomes.access.acting import Acting, memberships_of
from carehomes.access.models import in_force
from carehomes.access.planned import fetched
from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.access.scopes import acting_scope, system_scope
from carehomes.directory.queries.together import rebuilt, together
from carehomes.ui.numbers import number_in
from checkins.models import (
    COMING_STATES,
    AgendaItem,
    AppointmentCategory,
    CalendarFeed,
    Round,
    RoundAction,
    RoundAddendum,
    RoundCard,
    RoundContact,
    RoundInvitation,
    RoundState,
    RoundStatus,
)
from checkins.rounds.calendar import digest_of, starts

PAGE = 25
TABS: dict[str, Q] = {
    "": Q(state__in=(RoundState.IN_SESSION, *COMING_STATES)),
    "to_sign_off": Q(state=RoundState.WRITTEN_UP),
    "signed_off": Q(state=RoundState.SIGNED_OFF),
    "cancelled": Q(state=RoundState.CANCELLED),
}
FEED_BEFORE, FEED_AFTER = timedelta(days=30), timedelta(days=180)


def categories_on(day: date) -> list[AppointmentCategory]:
    """The national appointment categories that hold on a day, in their order."""
    return _CATEGORIES.ask(day=day)


def _categories() -> QuerySet[AppointmentCategory]:
    rows = AppointmentCategory.objects.filter(in_force(given_day("day")))
    return rows.order_by("place")


_CATEGORIES = Prepared(_categories)


def tab_counts(home_id: int | None) -> dict[str, int]:
    """How many rounds each tab holds. One query."""
    (numbers,) = _counts(bool(home_id)).tuples(home=home_id)
    return dict(zip(TABS, numbers, strict=True))


@cache
def _counts(of_home: bool) -> Prepared[Round]:
    return Prepared(lambda: _counted(_of(of_home)))


def _counted(rows: QuerySet[Round]) -> QuerySet[Round, Any]:
    """Grouped by what is the same for all of them: one row, also of no round at all."""
    wanted = {f"in_{name}": Count("pk", filter=condition) for name, condition in TABS.items()}
    return rows.annotate(alike=Value(1)).values("alike").annotate(**wanted).values_list(*wanted)


def _of(of_home: bool) -> QuerySet[Round]:
    return Round.objects.filter(home_id=Given("home")) if of_home else Round.objects.all()


def page_of_rounds(tab: str, home_id: int | None, number: int) -> list[Round]:
    """One page of a tab with homes: what comes in order of time, what is past the latest first. One query."""
    return _page(tab, bool(home_id), number).ask(home=home_id)


@lru_cache(maxsize=100)
def _page(tab: str, of_home: bool, number: int) -> Prepared[Round]:
    order = ("held_on", "starts_at", "pk") if tab in ("", "to_sign_off") else ("-held_on", "-starts_at", "-pk")
    part = slice((number - 1) * PAGE, number * PAGE)
    return Prepared(lambda: _of(of_home).filter(TABS[tab]).select_related("home").order_by(*order)[part])


def rounds_between(first: date, last: date, most: int) -> list[Round]:
    """Rounds of these days that are held or were, at most so many. One query."""
    return _between(most).ask(first=first, last=last)


@cache
def _between(most: int) -> Prepared[Round]:
    rows = Round.objects.filter(held_on__gte=given_day("first"), held_on__lte=given_day("last"))
    in_order = rows.exclude(state=RoundState.CANCELLED).select_related("home").order_by("held_on", "starts_at", "pk")
    return Prepared(lambda: in_order[:most])


def round_with_home(pk: int) -> Round:
    """A round as its pages start from it. Http404 for an address that none has."""
    found = _WITH_HOME.first(round=pk)
    if found is None:
        raise Http404
    return found


_WITH_HOME = Prepared(lambda: Round.objects.filter(pk=Given("round")).select_related("home"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card says of a resident besides why: allergies, ReSPECT, the last outcome, observations, the team's order."""

    item_id: int
    allergies: str
    respect: bool
    last_on: date | None
    last_outcome: str | None
    last_decided: str | None
    taken_at: datetime | None
    news2: int | None
    respiration_rate: int | None
    spo2: int | None
    systolic_bp: int | None
    diastolic_bp: int | None
    pulse: int | None
    temperature: Decimal | None
    news2_before: int | None
    news2_baseline: int | None
    agreed_place: int | None
    agreed_at: datetime | None
    agreed_by: str | None
    agreed_with: str | None


# As SQL, because a page of one round may make twelve queries and each of these would be one. The policies hold for every table in it.
# A correction with nothing measured takes its set back (queries.clinical.measured): then the one before it is the newest.
_FACTS = """
    WITH agreement AS (
        SELECT a.id, a.agreed_at, concat_ws(', ', a.by_name, nullif(a.by_prescribes, '')) AS by_name, a.with_whom
        FROM checkins_priorityagreement a
        WHERE a.home_id = %(home)s ORDER BY a.agreed_at DESC, a.id DESC LIMIT 1
    )
    SELECT i.id,
        coalesce((SELECT string_agg(a.substance, ', ' ORDER BY a.substance) FROM residents_allergy a
                  WHERE a.resident_id = i.resident_id AND a.removed_on IS NULL), ''),
        EXISTS (SELECT 1 FROM residents_legaldocument d
                WHERE d.resident_id = i.resident_id AND d.kind = 'respect' AND d.ended_on IS NULL),
        last.held_on, last.outcome, last.decided,
        now.taken_at, now.news2_total, now.respiration_rate, now.spo2, now.systolic_bp, now.diastolic_bp, now.pulse, now.temperature,
        before.news2_total, usual.news2_total,
        p.place, agreement.agreed_at, agreement.by_name, agreement.with_whom
    FROM checkins_agendaitem i
    LEFT JOIN LATERAL (
        SELECT c.held_on, c.outcome, c.decided FROM checkins_roundcontact c
        WHERE c.resident_id = i.resident_id AND c.round_id <> i.round_id AND c.held_on <= %(day)s
        ORDER BY c.held_on DESC, c.at DESC LIMIT 1) last ON true
    LEFT JOIN LATERAL (
        SELECT o.* FROM checkins_observation o
        WHERE o.resident_id = i.resident_id AND NOT EXISTS (SELECT 1 FROM checkins_observation c WHERE c.corrects_id = o.id)
          AND (o.acvpu <> '' OR num_nonnulls(o.respiration_rate, o.spo2, o.on_oxygen, o.systolic_bp, o.diastolic_bp, o.pulse,
                                             o.temperature) > 0)
        ORDER BY o.taken_at DESC, o.id DESC LIMIT 1) now ON true
    LEFT JOIN LATERAL (
        SELECT o.news2_total FROM checkins_observation o
        WHERE o.resident_id = i.resident_id AND o.taken_at < now.taken_at AND o.news2_total IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM checkins_observation c WHERE c.corrects_id = o.id)
        ORDER BY o.taken_at DESC, o.id DESC LIMIT 1) before ON true
    LEFT JOIN LATERAL (
        SELECT b.news2_total FROM checkins_baseline b
        WHERE b.resident_id = i.resident_id AND b.valid_from <= %(day)s ORDER BY b.valid_from DESC, b.id DESC LIMIT 1) usual ON true
    LEFT JOIN agreement ON true
    LEFT JOIN checkins_priorityplace p ON p.agreement_id = agreement.id AND p.resident_id = i.resident_id
    WHERE i.round_id = %(round)s AND i.removed_at IS NULL
"""


def facts_of(found: Round) -> dict[int, Facts]:
    """The facts of everybody on the agenda, by item. One query."""
    rows = [Facts(*row) for row in fetched(_FACTS, {"round": found.pk, "home": found.home_id, "day": found.held_on})]
    return {each.item_id: each for each in rows}


@dataclass(frozen=True)
class RoundRecord:
    """A round with its people and agenda. Each item has its contact and card where there are any."""

    round: Round
    items: Sequence[AgendaItem]
    people: Sequence[RoundInvitation]
    actions: Sequence[RoundAction]

    @cached_property
    def actions_of(self) -> dict[int, list[RoundAction]]:
        found: dict[int, list[RoundAction]] = {}
        for each in self.actions:
            found.setdefault(each.item_id, []).append(each)
        return found

    @property
    def reads(self) -> set[tuple[int, int]]:
        """The residents that it names, for `record_reads`."""
        return {(each.resident_id, each.home_id) for each in self.items}


def contact_of(item: AgendaItem) -> RoundContact | None:
    """What became of an item of a `RoundRecord`."""
    return getattr(item, "roundcontact", None)


def card_typed(item: AgendaItem) -> RoundCard | None:
    """What is typed about an item of a `RoundRecord` and not done yet."""
    return getattr(item, "roundcard", None)


def record_of_round(found: Round) -> RoundRecord:
    """Three queries. Residents who have moved away since are not in it: their rows went along."""
    given = {"round": found.pk}
    return RoundRecord(found, _ITEMS.ask(**given), _PEOPLE.ask(**given), _ACTIONS.ask(**given))


def _items() -> QuerySet[AgendaItem]:
    rows = AgendaItem.objects.filter(round=Given("round"), removed_at=None).order_by("place", "pk")
    return rows.select_related("resident", "nomination", "roundcard", "roundcontact__category")


_ITEMS = Prepared(_items)
_PEOPLE = Prepared(lambda: RoundInvitation.objects.filter(round=Given("round"), removed_at=None).order_by("pk"))
_ACTIONS = Prepared(lambda: RoundAction.objects.filter(item__round=Given("round")).order_by("item_id", "number"))


def history_of(found: Round) -> tuple[list[RoundStatus], list[RoundAddendum]]:
    """What happened to it, and what was added after it was signed. Two queries."""
    return _STATUSES.ask(round=found.pk), _ADDENDA.ask(round=found.pk)


_STATUSES = Prepared(lambda: RoundStatus.objects.filter(round=Given("round")).order_by("at", "pk"))
_ADDENDA = Prepared(lambda: RoundAddendum.objects.filter(round=Given("round")).order_by("at", "pk"))


@dataclass(frozen=True, slots=True)
class RoundsOfHome:
    """For a home's page: its next round, and what became of residents in the last one: (contact, name of the resident)."""

    following: Round | None
    last: Round | None
    contacts: list[tuple[RoundContact, str]]


_CONTACT = tuple(
    "item_id resident_id home_id held_on outcome decided clinician_name put_off_until put_off_reason at".split()
)
_NAME = ("item__resident__given_name", "item__resident__family_name")


def rounds_of_home(home_id: int, today: date) -> RoundsOfHome:
    """One query: the page of a home has twelve for everything."""
    rows = _ROUNDS_OF_HOME.ask(home=home_id, today=today)
    by_state = {each.began_at is not None: each for each in rows}
    last = by_state.get(True)
    said: list[dict[str, Any]] = getattr(last, "said", [])
    return RoundsOfHome(by_state.get(False), last, [_said(row) for row in said])


def _rounds_of_home() -> QuerySet[Round]:
    rows = Round.objects.filter(home_id=Given("home"))
    coming = rows.filter(held_on__gte=given_day("today"), state__in=COMING_STATES)
    newest = rows.filter(began_at__isnull=False).order_by("-began_at", "-pk")
    contacts = RoundContact.objects.filter(round=OuterRef("pk")).order_by("item__place", "pk")
    in_order = coming.order_by("held_on", "starts_at", "pk")
    found = rows.filter(Q(pk__in=in_order.values("pk")[:1]) | Q(pk__in=newest.values("pk")[:1]))
    return found.annotate(said=together(contacts, (*_CONTACT, *_NAME)))


_ROUNDS_OF_HOME = Prepared(_rounds_of_home)


def _said(row: dict[str, Any]) -> tuple[RoundContact, str]:
    name = " ".join(row.pop(part) for part in _NAME)
    return rebuilt(RoundContact, row), name


def contacts_of_resident(resident_id: int) -> list[RoundContact]:
    """What rounds decided about somebody, the latest first. One query."""
    return _CONTACTS_OF_RESIDENT.ask(resident=resident_id)


_CONTACTS_OF_RESIDENT = Prepared(lambda: RoundContact.objects.filter(resident_id=Given("resident")).order_by("-at"))


def contacts_since(home_id: int, day: date) -> list[tuple[int, int]]:
    """Of each signed-off round of a home since this day: how many residents were seen, and how many discussed. One query."""
    return _SIGNED_OFF.tuples(home=home_id, since=day)


def _signed_off() -> QuerySet[Round, Any]:
    rows = Round.objects.filter(home_id=Given("home"), state=RoundState.SIGNED_OFF, held_on__gte=given_day("since"))
    return rows.values_list("seen", "discussed")


_SIGNED_OFF = Prepared(_signed_off)


def waiting_rounds(by: Acting, today: date) -> tuple[int, int]:
    """For the navigation: rounds of today or to be written up, and of these the ones whose day has gone by. One query."""
    del by  # what waits is what the policies let this person see
    ((every, late),) = fetched(_WAITING, {"today": today})
    return every, late


# As SQL: it is asked for every page of whoever starts from the rounds.
_WAITING = """
    SELECT count(*), count(*) FILTER (WHERE held_on < %(today)s) FROM checkins_round
    WHERE state IN ('in_session', 'written_up') OR (state IN ('draft', 'agenda_published') AND held_on <= %(today)s)
"""


# A token is "<id of its row>-<secret>". Without a row the digest of nothing is compared, so that both take the same time.
_NOBODY = digest_of("")


def feed_owner(token: str) -> int | None:
    """The account behind a calendar address, or None. Outside every scope: the secret is all that its reader has."""
    number, _, secret = token.partition("-")
    with system_scope("calendar address"):
        rows = CalendarFeed.objects.filter(revoked_at=None)
        feed = rows.filter(pk=number_in(number) or 0).first()
    held = feed.secret_digest if feed else _NOBODY
    same = compare_digest(held, digest_of(secret))
    return feed.user_id if feed and same else None


def replying_to(invitation_id: int) -> RoundInvitation:
    """An invitation of somebody without an account, with its round. Called in a system scope: its signed link is all they have.

    Raises RoundInvitation.DoesNotExist for one that was taken back, or that belongs to an account.
    """
    open_ones = RoundInvitation.objects.filter(user_id=None, removed_at=None).select_related("round")
    return open_ones.get(pk=invitation_id)


def takes_replies(found: Round, now: datetime) -> bool:
    """Whether somebody invited may still say if they come: until it begins, on the clock or in fact."""
    return found.state in COMING_STATES and now < starts(found)


def feed_rounds(user_id: int, today: date) -> list[Round]:
    """The rounds that somebody is invited to, in homes that one of their memberships lets them see today."""
    found: dict[int, Round] = {}
    for acting in memberships_of(user_id):
        if not acting.role.national:
            with acting_scope(acting):
                found |= {each.pk: each for each in _invited(user_id, today)}
    return sorted(found.values(), key=lambda each: (each.held_on, each.starts_at, each.pk))


def _invited(user_id: int, today: date) -> QuerySet[Round]:
    rows = Round.objects.filter(held_on__gte=today - FEED_BEFORE, held_on__lte=today + FEED_AFTER)
    invited = RoundInvitation.objects.filter(user_id=user_id, removed_at=None)
    return rows.filter(pk__in=invited.values("round_id")).exclude(state=RoundState.DRAFT).select_related("home")
