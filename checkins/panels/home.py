"""What check-ins show on a home's page, and what waits behind the items of the navigation."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.navigation import Waiting, register_counter
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from carehomes.directory.models import CareHome, ContactNumber
from carehomes.directory.panels import on_home
from carehomes.issues.beside import register_beside
from carehomes.issues.links import register_link
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel, Prompt, Tap, Tile
from carehomes.ui.shell import Link
from checkins.actions.becoming import LINK
from checkins.actions.round_results import NOMINATION_LINK
from checkins.models import OPEN_STATES, CheckIn, CheckInState, Nomination
from checkins.presenters.history import key_of, squares
from checkins.presenters.nominations import nomination_words
from checkins.presenters.retry_policies import holding_facts
from checkins.queries import to_see, worklist
from checkins.rules import Group, group_of
from checkins.transitions import must_be_acknowledged

WEEKS = 20
RANK_SAME_DAY, RANK_OVERDUE, RANK_TODAY, RANK_NOT_ACKNOWLEDGED, RANK_DONE = 10, 20, 30, 800, 900


def _weeks(home: CareHome) -> list[CheckIn]:
    """The home's last weeks, asked for once however many parts of its page show them."""
    held: list[CheckIn] | None = home.__dict__.get("recent_check_ins")
    if held is None:
        held = home.__dict__["recent_check_ins"] = worklist.recent_weeks(home.pk, london_today(), WEEKS)
    return held


def _this_week(home: CareHome, today: date) -> CheckIn | None:
    weeks = _weeks(home)
    return weeks[-1] if weeks and weeks[-1].week == Week.containing(today).monday else None


def _sees(acting: Acting) -> bool:
    return acting.may(Permission.SEE_CHECK_INS) or acting.may(Permission.SEE_COVERAGE)


@on_home.prompt
def ring_this_home(acting: Acting, home: CareHome) -> Prompt | None:
    """For whoever rings: this week's call, when it is due."""
    if not acting.may(Permission.TAKE_CHECK_INS):
        return None
    today = london_today()
    check_in = _this_week(home, today)
    if check_in is None or home.deregistered_on:
        return None
    if check_in.state == CheckInState.COMPLETED:
        done = f"Rung {formats.day_clock(check_in.completed_at)} by {check_in.caller_name}."
        return Prompt("This week’s check-in is done", done, kind="clear", rank=RANK_DONE)
    return _call_prompt(acting, home, check_in, today) if check_in.state in OPEN_STATES else None


def _call_prompt(acting: Acting, home: CareHome, check_in: CheckIn, today: date) -> Prompt | None:
    started = formats.in_london(check_in.started_at).date() if check_in.started_at else None
    group = group_of(check_in.state, check_in.due_on, today, started)
    if check_in.state == CheckInState.IN_PROGRESS:
        return _go_on(acting, home, check_in)
    if group is Group.LATER:
        return None
    days = (today - check_in.due_on).days
    late = f"The check-in is {formats.plural(days, 'day')} over." if days > 0 else "The check-in is due today."
    return Prompt(
        "Ring this home",
        f"{late}{_ask_for(home)}",
        rank=RANK_OVERDUE if days > 0 else RANK_TODAY,
        phone=_number(home),
        phone_name=home.name,
        label="Try again" if check_in.state == CheckInState.NO_ANSWER else "Start check-in",
        url=address_of("checkins:start", home.pk),
        post=True,
    )


def _go_on(acting: Acting, home: CareHome, check_in: CheckIn) -> Prompt:
    """A call that was begun: whoever goes on with it may have to ring once more."""
    who = "You have" if check_in.caller_user_id == acting.user_id else f"{check_in.caller_name} has"
    return Prompt(
        "Go on with the check-in",
        f"{who} begun it.{_ask_for(home)}",
        rank=RANK_TODAY,
        phone=_number(home),
        phone_name=home.name,
        label="Open it",
        url=address_of("checkins:check_in", check_in.pk),
    )


def _ask_for(home: CareHome) -> str:
    """Whom to ask for, and what to mind: " Ask for Moira Sorrel. Before the 11:30 medicines round."."""
    contact: ContactNumber | None = home.main_contact  # type: ignore[attr-defined]  # by the query of a home's page
    if contact is None or not contact.person_name:
        return ""
    mind = f" {contact.when_to_ring.rstrip('.')}." if contact.when_to_ring else ""
    return f" Ask for {contact.person_name}.{mind}"


def _number(home: CareHome) -> str:
    """The number that its contacts say to ring first, else the one that CQC publishes."""
    return home.main_phone  # type: ignore[attr-defined]  # by the query of a home's page


@on_home.prompt
def fill_it_in_before(acting: Acting, home: CareHome) -> Prompt | None:
    """For the home itself: this week's check-in, to be filled in before it is rung."""
    check_in = _to_fill_in(acting, home)
    if check_in is None:
        return None
    return Prompt(
        "Fill in this week’s check-in before you are rung",
        f"{_rung_when(check_in)}. What you write is confirmed in the call, so that it is short.",
        rank=RANK_TODAY,
        label="Fill it in",
        url=address_of("checkins:beforehand", check_in.pk),
    )


@on_home.tap
def fill_it_in(acting: Acting, home: CareHome) -> Tap | None:
    """The same, where something else is to be done first."""
    check_in = _to_fill_in(acting, home)
    if check_in is None:
        return None
    url = address_of("checkins:beforehand", check_in.pk)
    return Tap(
        "Fill in this week’s check-in before you are rung", _rung_when(check_in), url, shape="phone", rank=RANK_TODAY
    )


def _rung_when(check_in: CheckIn) -> str:
    """ "Today, 10:00 to 16:00"; after that day that it still waits."""
    today = london_today()
    day = formats.near(check_in.due_on, today)
    if check_in.due_on < today:
        return f"Was due {day}, not done yet"
    return f"{day[:1].upper()}{day[1:]}, {formats.span(check_in.window_starts, check_in.window_ends)}"


def _to_fill_in(acting: Acting, home: CareHome) -> CheckIn | None:
    """This week's check-in for the home itself, while it is open."""
    if not acting.may(Permission.FILL_IN_BEFOREHAND) or home.deregistered_on:
        return None
    check_in = _this_week(home, london_today())
    return check_in if check_in and check_in.state in OPEN_STATES else None


@on_home.prompt
def somebody_waits(acting: Acting, home: CareHome) -> Prompt | None:
    """A resident of this home who is to be seen today: the clinician acknowledges; the rest of the team sees that nobody has."""
    if not acting.may(Permission.SEE_NOMINATIONS) or acting.may(Permission.ANSWER_FOR_HOME):
        return None
    first = next((each for each in _waiting(home) if must_be_acknowledged(each)), None)
    if first is None:
        return None
    return _acknowledge(home, first) if acting.may(Permission.ACKNOWLEDGE_NOMINATIONS) else _not_acknowledged(first)


def _not_acknowledged(first: Nomination) -> Prompt:
    """Before the green line that the call is done, after the call itself."""
    return Prompt(
        f"No clinician has acknowledged {first.resident.name}",
        f"{first.sentence} Named for today, to be acknowledged by {formats.near_clock(first.acknowledge_by, london_today())}.",
        kind="urgent",
        rank=RANK_NOT_ACKNOWLEDGED,
        label="Whom to ring",
        url=address_of("checkins:nomination", first.pk),
    )


def _acknowledge(home: CareHome, first: Nomination) -> Prompt:
    return Prompt(
        f"Acknowledge {first.resident.name}",
        f"{first.sentence} Acknowledge by {formats.near_clock(first.acknowledge_by, london_today())}.",
        kind="urgent",
        rank=RANK_SAME_DAY,
        phone=_number(home),
        phone_name=home.name,
        label="Acknowledge",
        url=address_of("checkins:acknowledge", first.pk),
        post=True,
    )


def _waiting(home: CareHome) -> list[Nomination]:
    """Residents of the home who wait, asked for once however many parts of its page show them."""
    held: list[Nomination] | None = home.__dict__.get("nominations_waiting")
    if held is None:
        held = home.__dict__["nominations_waiting"] = to_see.open_of_home(home.pk)
    return held


@on_home.tile
def weeks_done(acting: Acting, home: CareHome) -> Tile | None:
    """How many of the last weeks were done; the present one is left out until it is over or done."""
    if not _sees(acting):
        return None
    today = london_today()
    weeks = [each for each in _weeks(home) if each.week < Week.containing(today).monday or each.state == "completed"]
    counted = [each for each in weeks if each.state != CheckInState.CANCELLED]
    if not counted:
        return Tile("Not known", "weekly check-ins done", known=False, note="No week has passed yet", order=10)
    done = sum(1 for each in counted if each.state == CheckInState.COMPLETED)
    left_out = len(weeks) - len(counted)
    note = f"Last {formats.plural(len(weeks), 'week')}. Left out: {left_out} cancelled"
    return Tile(formats.share(done, len(counted)), "weekly check-ins done", note=note, order=10)


@on_home.panel
def weeks(acting: Acting, home: CareHome) -> Panel | None:
    """The last weeks as squares; each leads to what was said, for those who may see it."""
    if not _sees(acting):
        return None
    linked = acting.may(Permission.SEE_CHECK_INS)
    made = squares(_weeks(home), london_today(), linked=linked)
    link = Link("All weeks", address_of("checkins:of_home", home.pk)) if linked else None
    return Panel(
        "check-ins",
        f"Weekly check-ins, last {WEEKS} weeks",
        "checkins/panels/weeks.jinja",
        {"squares": made, "key": key_of(made)},
        order=10,
        link=link,
    )


@on_home.panel
def open_items(acting: Acting, home: CareHome) -> Panel | None:
    """Residents who wait for a clinician. The home itself sees those in what became of its words."""
    if not acting.may(Permission.SEE_NOMINATIONS) or acting.may(Permission.ANSWER_FOR_HOME):
        return None
    waiting = _waiting(home)
    record_reads({(each.resident_id, each.home_id) for each in waiting}, screen="home", by=acting)
    context = {"waiting": [nomination_words(each) for each in waiting], "home": home}
    link = Link("All of them", f"{address_of('checkins:to_see')}?home={home.pk}") if waiting else None
    return Panel("open-items", "Residents to see", "checkins/panels/open_items.jinja", context, order=5, link=link)


def _this_week_waits(acting: Acting) -> Waiting:
    count, overdue = worklist.waiting_counts(acting, london_today())
    return Waiting(count, alert=overdue > 0)


def _residents_wait(acting: Acting) -> Waiting:
    del acting  # what waits is what the policies let this person see
    count, same_day = to_see.waiting_counts(timezone.now())
    return Waiting(count, alert=same_day > 0)


def _links(ids: Collection[int]) -> dict[int, Link]:
    """For an issue's page: the check-in in which the home said so."""
    return {
        pk: Link(f"Check-in of week {week.isocalendar().week}", address_of("checkins:check_in", pk))
        for pk, week in worklist.weeks_with(ids)
    }


def _nomination_links(ids: Collection[int]) -> dict[int, Link]:
    """For an issue's page: what was said of the resident that led to it."""
    rows = Nomination.objects.filter(pk__in=ids)
    return {
        each.pk: Link(f"Named on {formats.long_date(each.raised_at)}", address_of("checkins:nomination", each.pk))
        for each in rows
    }


def register() -> None:
    """Called once, when the app is ready."""
    register_counter("checkins:this_week", _this_week_waits)
    register_counter("checkins:to_see", _residents_wait)
    register_beside(
        "Unanswered calls", "checkins:retry_policies", holding_facts, foot="No try comes after the home’s window."
    )
    register_link(LINK, _links, needs=Permission.SEE_CHECK_INS)
    register_link(NOMINATION_LINK, _nomination_links, needs=Permission.SEE_NOMINATIONS)
