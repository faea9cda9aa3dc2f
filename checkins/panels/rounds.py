"""What rounds show on a home's page and in a resident's history, in the navigation, and beside an issue that came from one."""

from collections.abc import Collection
from datetime import timedelta

from carehomes.access.acting import Acting
from carehomes.access.navigation import Waiting, register_counter
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.directory.panels import on_home
from carehomes.issues.links import register_link
from carehomes.residents.models import Resident
from carehomes.residents.timeline import Entry, source
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel, Tile
from carehomes.ui.shell import Link
from checkins.actions.round_results import LINK
from checkins.models import Outcome, Round, RoundContact
from checkins.presenters.round_cards import OUTCOMES, outcome_words
from checkins.presenters.rounds import when
from checkins.queries.rounds import contacts_of_resident, contacts_since, rounds_of_home, waiting_rounds

LOOKED_BACK = timedelta(weeks=12)
FEW = "1 to 4"  # what a commissioner is shown instead of a number from which somebody could be guessed


@on_home.panel
def rounds_panel(acting: Acting, home: CareHome) -> Panel | None:
    """The next round, and what became of the home's residents in the last one: date, who came, outcome."""
    if not acting.may(Permission.SEE_ROUNDS):
        return None
    today = london_today()
    found = rounds_of_home(home.pk, today)
    record_reads({(each.resident_id, each.home_id) for each, _ in found.contacts}, screen="home", by=acting)
    lines = [{"contact": each, "name": name, "words": outcome_words(each)} for each, name in found.contacts]
    may_convene = acting.may(Permission.RUN_ROUNDS)
    context = {
        "following": found.following,
        "when": when(found.following) if found.following else "",
        "lines": lines,
        "last": found.last,
        "convene": address_of("checkins:convene", home.pk) if may_convene else "",
    }
    link = Link("All rounds", f"{address_of('checkins:rounds')}?home={home.pk}")
    first = acting.may(Permission.ANSWER_FOR_HOME)  # the home gets ready for it; to its team other things come first
    return Panel("rounds", "Home rounds", "checkins/panels/rounds.jinja", context, order=2 if first else 15, link=link)


@on_home.tile
def contacts_counted(acting: Acting, home: CareHome) -> Tile | None:
    """For a commissioner: numbers only, small ones suppressed."""
    if not acting.may(Permission.SEE_COVERAGE) or acting.may(Permission.SEE_ROUNDS):
        return None
    held = contacts_since(home.pk, london_today() - LOOKED_BACK)
    contacts = sum(seen + discussed for seen, discussed in held)
    note = f"in {formats.plural(len(held), 'signed-off round')} of the last 12 weeks"
    return Tile(_suppressed(contacts), "contacts on home rounds", note=note, order=20)


def _suppressed(number: int) -> str:
    return FEW if 0 < number < 5 else formats.number(number)


@source
def rounds_in_time(acting: Acting, resident: Resident) -> list[Entry]:
    """What each round decided about this person."""
    return [_entry(each) for each in contacts_shown(acting, resident)]


def contacts_shown(acting: Acting, resident: Resident) -> list[RoundContact]:
    """What rounds decided about a resident, as far as this person may see it; asked for once however many entries come of it."""
    if not acting.may(Permission.SEE_ROUNDS):
        return []
    held: list[RoundContact] | None = resident.__dict__.get("round_contacts")
    if held is None:
        held = resident.__dict__["round_contacts"] = contacts_of_resident(resident.pk)
    return held


def _entry(contact: RoundContact) -> Entry:
    """A contact also ended the nomination that brought the resident there: how it was made stands here, and only here."""
    state = OUTCOMES[contact.outcome]  # type: ignore[index]  # a value of Outcome
    how = f", {contact.get_mode_display().lower()}" if contact.outcome == Outcome.SEEN else ""
    who = f", {contact.clinician_name}" if contact.clinician_name else ""
    note = f"{formats.day_clock(contact.at)}{who}"
    href = address_of("checkins:round", contact.round_id)
    words = contact.decided or contact.put_off_reason
    return Entry(contact.held_on, f"{state.words} on a round{how}", words, note, contact.at, href)


def _rounds_wait(acting: Acting) -> Waiting:
    count, late = waiting_rounds(acting, london_today())
    return Waiting(count, alert=late > 0)


def _links(ids: Collection[int]) -> dict[int, Link]:
    rows = Round.objects.filter(pk__in=ids).select_related("home")
    return {
        each.pk: Link(f"{each.get_kind_display()}, {each.held_on:%-d %B %Y}", address_of("checkins:round", each.pk))
        for each in rows
    }


def register() -> None:
    """Called once, when the app is ready."""
    register_counter("checkins:rounds", _rounds_wait)
    register_link(LINK, _links, needs=Permission.SEE_ROUNDS)
