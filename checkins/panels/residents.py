"""What check-ins show on a resident's page: what was measured and seen, who waits for whom, hand-overs; and their place in time."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.residents.models import Resident, ResidentState
from carehomes.residents.panels import on_resident
from carehomes.residents.timeline import Entry, source
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel, Prompt
from carehomes.ui.shell import Link
from checkins.models import COUNTS, WAITING_STATES, Nomination, NominationState, Urgency
from checkins.panels.rounds import contacts_shown
from checkins.presenters.call import nomination_words, reason_words, shortened
from checkins.presenters.clinical import ClinicalPage, observation_words, signs_words
from checkins.queries import to_see
from checkins.queries.clinical import Clinical, clinical_of

RANK_SAME_DAY, RANK_ESCALATE, RANK_NAMED = 10, 15, 30
GONE = (ResidentState.LEFT, ResidentState.DIED)
URGENT_BANDS = ("low-medium", "medium", "high")
FRESH_HOURS = 24  # an older score asks for a new one, not for a call


def _of(resident: Resident) -> list[Nomination]:
    """A resident's nominations, asked for once however many parts of the page show them."""
    held: list[Nomination] | None = resident.__dict__.get("nominations_newest_first")
    if held is None:
        held = resident.__dict__["nominations_newest_first"] = to_see.of_resident(resident.pk)
    return held


def _clinical(resident: Resident) -> Clinical:
    """The same of observations, soft signs and hand-overs."""
    held: Clinical | None = resident.__dict__.get("clinical_of_page")
    if held is None:
        held = resident.__dict__["clinical_of_page"] = clinical_of(resident.pk)
    return held


def _may_see(acting: Acting) -> bool:
    return acting.may(Permission.SEE_NOMINATIONS)


def _may_write(acting: Acting, resident: Resident) -> bool:
    return acting.may(Permission.TAKE_OBSERVATIONS) and resident.state not in GONE


@on_resident.prompt
def acknowledge(acting: Acting, resident: Resident) -> Prompt | None:
    """For a clinician: the most urgent concern that nobody has taken on."""
    if not acting.may(Permission.ACKNOWLEDGE_NOMINATIONS):
        return None
    order = Urgency.values
    waiting = [each for each in _of(resident) if each.state == NominationState.RAISED]
    first = min(waiting, key=lambda each: order.index(each.urgency), default=None)
    if first is None:
        return None
    urgent = first.urgency == Urgency.SAME_DAY
    by = f" Acknowledge by {formats.near_clock(first.acknowledge_by, london_today())}." if first.acknowledge_by else ""
    return Prompt(
        f"Acknowledge {resident.name}",
        f"{first.sentence}{by} Raised {formats.day_clock(first.raised_at)} by {first.raised_by_name}.",
        kind="urgent" if urgent else "plain",
        rank=RANK_SAME_DAY if urgent else RANK_NAMED,
        phone=resident.home.phone if urgent else "",
        phone_name=resident.home.name,
        label="Acknowledge",
        url=address_of("checkins:acknowledge", first.pk),
        post=True,
    )


@on_resident.prompt
def tell_somebody(acting: Acting, resident: Resident) -> Prompt | None:
    """For whoever measured: a score or soft signs that ask for somebody, while nobody has been told."""
    if not _may_write(acting, resident) or _is_named(resident):
        return None
    why = _why_now(resident)
    if not why:
        return None
    waiting = next((each for each in _of(resident) if each.state in WAITING_STATES), None)
    if waiting and acting.may(Permission.TRIAGE_NOMINATIONS):
        return _look_again(resident, waiting, why)
    return Prompt(
        f"Tell a clinician about {resident.name}",
        f"{why} In an emergency ring 999. Homeround is never the only way.",
        kind="urgent",
        rank=RANK_ESCALATE,
        label="Tell a clinician",
        url=address_of("checkins:name_resident", resident.pk),
    )


def _look_again(resident: Resident, waiting: Nomination, why: str) -> Prompt:
    """For the clinician for whom the resident waits, less urgently than what has been measured since."""
    return Prompt(
        f"Look at {resident.name} again",
        f"{why} Waits as “{Urgency(waiting.how_soon).label.lower()}”.",
        kind="urgent",
        rank=RANK_ESCALATE,
        phone=resident.home.phone,
        phone_name=resident.home.name,
        label="Agree how urgent it is",
        url=address_of("checkins:triage", waiting.pk),
    )


def _is_named(resident: Resident) -> bool:
    """Whether they are named for today already, or somebody named, triaged or saw them after the newest measurement."""
    newest = _clinical(resident).newest
    return newest is not None and any(
        (each.state in WAITING_STATES and each.how_soon == Urgency.SAME_DAY)
        or max(filter(None, (each.raised_at, each.agreed_at, each.seen_at))) > newest.taken_at
        for each in _of(resident)
        if each.state != NominationState.WITHDRAWN
    )


def _why_now(resident: Resident) -> str:
    page = ClinicalPage(resident, _clinical(resident), timezone.now())
    newest = page.clinical.newest
    if newest is None or newest.news2_band not in URGENT_BANDS:
        return ""
    if (page.now - newest.taken_at).total_seconds() > FRESH_HOURS * 3600:
        return ""
    words, against = page.headline
    return f"NEWS2 {words} {against} The Royal College’s words: {page.response[0].lower()}{page.response[1:]}."


@on_resident.panel
def news2_and_soft_signs(acting: Acting, resident: Resident) -> Panel | None:
    """The newest score with its points, source and line, and what whoever knows the resident sees."""
    if not _may_see(acting):
        return None
    context = {
        "page": ClinicalPage(resident, _clinical(resident), timezone.now()),
        "resident": resident,
        "may_write": _may_write(acting, resident),
    }
    link = Link("Add observations", address_of("checkins:add_observation", resident.pk))
    return Panel(
        "news2",
        "NEWS2 and soft signs",
        "checkins/panels/news2.jinja",
        context,
        order=5,
        link=link if context["may_write"] else None,
    )


@on_resident.panel
def what_is_open(acting: Acting, resident: Resident) -> Panel | None:
    """What homes have said of this person that nobody has finished with."""
    if not _may_see(acting):
        return None
    waiting = [nomination_words(each) for each in _of(resident) if each.state in WAITING_STATES]
    context = {"waiting": waiting, "home": resident.home, "named": True}
    link = Link("Name this resident", address_of("checkins:name_resident", resident.pk))
    may = _may_write(acting, resident)
    return Panel(
        "open", "What is open", "checkins/panels/open_items.jinja", context, order=10, link=link if may else None
    )


@on_resident.panel
def hand_overs(acting: Acting, resident: Resident) -> Panel | None:
    """The newest SBARDs, and whether a decision stands in them."""
    if not _may_see(acting):
        return None
    context = {"sbards": _clinical(resident).sbards, "resident": resident}
    link = Link("Write an SBARD", address_of("checkins:add_sbard", resident.pk))
    may = _may_write(acting, resident)
    if not context["sbards"] and not may:
        return None
    return Panel(
        "hand-overs",
        "Hand-overs",
        "checkins/panels/hand_overs.jinja",
        context,
        order=20,
        beside=True,
        link=link if may else None,
    )


@source
def nominations_in_time(acting: Acting, resident: Resident) -> list[Entry]:
    """Raised, acknowledged, triaged, deferred, seen, withdrawn: each an entry of its own. Seen on a round, the round's entry says it."""
    if not _may_see(acting):
        return []
    on_rounds = {each.at for each in contacts_shown(acting, resident) if each.outcome in COUNTS}
    return [entry for each in _of(resident) for entry in _entries(each, on_rounds)]


def _entries(each: Nomination, on_rounds: Collection[datetime]) -> list[Entry]:
    by = f"{formats.day_clock(each.raised_at)}, {each.raised_by_name}, {each.raised_by_organisation_name}"
    title = f"Named by the home, {each.get_urgency_display().lower()}"
    why = f"{reason_words(each.reasons)}. {each.sentence}"
    address = address_of("checkins:nomination", each.pk)
    raised = Entry(formats.in_london(each.raised_at).date(), title, why, by, each.raised_at, address)
    return [raised, *_answers(each, on_rounds)]


def _answers(each: Nomination, on_rounds: Collection[datetime]) -> list[Entry]:
    """`on_rounds`: the moments of this resident's contacts on rounds. A nomination that one of them ended carries its moment."""
    agreed = f"{each.get_agreed_urgency_display()}{f', {each.agreed_why}' if each.agreed_why else ''}"
    seen_at = None if each.seen_at in on_rounds else each.seen_at
    happened = (
        (each.acknowledged_at, "Acknowledged", "", each.acknowledged_by_name),
        (each.agreed_at, "Urgency agreed", agreed, each.agreed_by_name),
        (seen_at, f"Seen, {each.get_contact_display().lower()}", each.outcome, each.seen_by_name),
        (each.withdrawn_at, "Withdrawn", each.withdrawn_reason, each.withdrawn_by_name),
    )
    return [
        Entry(formats.in_london(at).date(), title, text, f"{formats.day_clock(at)}, {by}", at)
        for at, title, text, by in happened
        if at
    ]


@source
def measured_in_time(acting: Acting, resident: Resident) -> list[Entry]:
    """The newest observations, soft signs and hand-overs. What lies further back is on the page of all observations."""
    if not _may_see(acting):
        return []
    found = _clinical(resident)
    observed = [(each.taken_at, "Observations", observation_words(each), each.taken_by) for each in found.observations]
    noticed = [(each.noticed_at, "Soft signs", signs_words(each), each.noticed_by) for each in found.soft_signs]
    handed = [
        (each.recorded_at, "Hand-over", shortened(each.situation), each.recorded_by_name) for each in found.sbards
    ]
    return [
        Entry(formats.in_london(at).date(), title, text, f"{formats.day_clock(at)}, {by}", at)
        for at, title, text, by in (*observed, *noticed, *handed)
    ]
