"""What issues show on a home's page and on a resident's: what is open, and to the home what became of what it said."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from carehomes.access.acting import Acting
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.directory.panels import on_home
from carehomes.issues.concerns import Outcome, outcomes_for, tells_outcomes
from carehomes.issues.links import Target
from carehomes.issues.models import Issue, IssueState
from carehomes.issues.presenters.words import (
    NOBODY,
    about,
    full_title,
    is_late,
    owner_words,
    state_of,
    title_of,
    turn_of,
)
from carehomes.issues.queries.home import MOST_ASKED, became_of, belonging_to, of_resident
from carehomes.residents.models import Resident
from carehomes.residents.panels import on_resident
from carehomes.ui import formats
from carehomes.ui.addresses import address_of
from carehomes.ui.panels import Panel, Prompt, Tap, Tile
from carehomes.ui.shell import Link

MOST = 6
RANK_TO_CONFIRM = 15
RANK_TELL = 40


def _of(acting: Acting, home: CareHome) -> list[Issue]:
    """The home's issues, asked for once however many parts of its page show them."""
    held: list[Issue] | None = home.__dict__.get("issues_became")
    if held is None:
        held = home.__dict__["issues_became"] = became_of(home.pk, acting, timezone.now())
    return held


def _log(rows: Iterable[Issue], acting: Acting, screen: str) -> None:
    named = {(each.resident_id, each.home_id) for each in rows if each.resident_id and each.resident}
    record_reads(named, screen=screen, by=acting)


@on_home.prompt
def say_if_done(acting: Acting, home: CareHome) -> Prompt | None:
    """For the home: what waits for its yes or no."""
    if not acting.may(Permission.ANSWER_FOR_HOME):
        return None
    today = london_today()
    waiting = [each for each in _of(acting, home) if each.state == IssueState.RESOLVED and _may_ask(each, today)]
    if not waiting:
        return None
    oldest = min(waiting, key=lambda each: each.resolved_at or each.raised_at)
    things = "1 thing is" if len(waiting) == 1 else f"{len(waiting)} things are"
    since = formats.near(oldest.resolved_at, today)
    return Prompt(
        f"Say if {things} done",
        f"The oldest since {since}: {full_title(oldest)}",
        kind="wait",
        rank=RANK_TO_CONFIRM,
        label="Answer now",
        url=f"{address_of('issues:is_it_done')}?home={home.pk}",
    )


@on_home.tap
def tell_the_team(acting: Acting, home: CareHome) -> Tap | None:
    """For the home: what it came to say."""
    if not acting.may(Permission.ANSWER_FOR_HOME):
        return None
    url = f"{address_of('issues:tell')}?home={home.pk}"
    return Tap("Tell the team something", "A resident, supply, equipment", url, shape="note", rank=RANK_TELL)


def _may_ask(issue: Issue, today: object) -> bool:
    return issue.ask_again_on is None or issue.ask_again_on <= today  # type: ignore[operator]  # both are dates


@on_home.panel
def what_became(acting: Acting, home: CareHome) -> Panel | None:
    """To the home: what became of what it said. To its team: what is open there, late first."""
    if acting.role.national or not acting.may(Permission.SEE_ISSUES):
        return None
    if acting.may(Permission.ANSWER_FOR_HOME):
        return _for_home(acting, home)
    rows = [each for each in _of(acting, home) if each.closed_at is None]
    rows.sort(key=lambda each: (each.due_at, each.pk))
    _log(rows[:MOST], acting, "home")
    context = {"lines": _lines(rows[:MOST], acting, timezone.now())}
    every = "All" if len(rows) == MOST_ASKED else f"All {len(rows)}"
    link = Link(every, f"{address_of('issues:issues')}?tab=all&home={home.pk}") if len(rows) > MOST else None
    return Panel("issues", "Open issues", "issues/panels/open.jinja", context, order=6, link=link)


@on_home.tile
def open_issues(acting: Acting, home: CareHome) -> Tile | None:
    """To the team: how much is open, and of that what is late and what only the home can say."""
    if acting.role.national or not acting.may(Permission.SEE_ISSUES) or acting.may(Permission.ANSWER_FOR_HOME):
        return None
    rows, now = [each for each in _of(acting, home) if each.closed_at is None], timezone.now()
    late = sum(1 for each in rows if is_late(each, now))
    to_confirm = sum(1 for each in rows if each.state == IssueState.RESOLVED)
    number = f"{len(rows)} or more" if len(rows) == MOST_ASKED else str(len(rows))
    return Tile(
        number,
        "issue open" if len(rows) == 1 else "issues open",
        url=f"{address_of('issues:issues')}?tab=all&home={home.pk}",
        note=f"{late} late, {to_confirm} for the home to confirm",
        order=40,
    )


def _for_home(acting: Acting, home: CareHome) -> Panel:
    outcomes = outcomes_for(acting, home, timezone.now())[: 2 * MOST]
    record_reads({each.resident for each in outcomes if each.resident}, screen="home", by=acting)
    context = {"outcomes": outcomes[:MOST], "more": outcomes[MOST:]}
    link = Link("All", address_of("issues:issues"))
    return Panel("became", "What became of what you said", "issues/panels/became.jinja", context, order=1, link=link)


@tells_outcomes
def issues_of_home(acting: Acting, home: CareHome, now: datetime) -> list[Outcome]:
    """The issues of the home as it sees them: by whom, until when, or what was answered."""
    return [_outcome(each, acting, now) for each in _of(acting, home)]


def _outcome(issue: Issue, acting: Acting, now: datetime) -> Outcome:
    return Outcome(
        title=full_title(issue),
        url=address_of("issues:issue", issue.pk),
        state=state_of(issue),
        note=_note(issue, acting, now),
        at=issue.closed_at or issue.raised_at,
        over=issue.closed_at is not None,
        resident=(issue.resident_id, issue.home_id) if issue.resident_id and issue.resident else None,
    )


def _note(issue: Issue, acting: Acting, now: datetime) -> str:
    if issue.closed_at:
        return f"{formats.day(issue.closed_at)}"
    if issue.state == IssueState.RESOLVED:
        return f"{owner_words(issue)}: say if it is done"
    turn = turn_of(issue, acting, getattr(issue, "handed_to", "") or "")
    who = issue.owner_organisation.name if turn == NOBODY else turn
    late = "late since" if is_late(issue, now) else "by"
    return f"{who}, {late} {formats.near(issue.due_at, london_today(now))}"


def _lines(rows: Sequence[Issue], acting: Acting, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "title": title_of(each),
            "about": about(each),
            "url": address_of("issues:issue", each.pk),
            "state": state_of(each),
            "late": is_late(each, now),
            "note": _note(each, acting, now) if each.state != IssueState.RESOLVED else "The home says if it is done",
        }
        for each in rows
    ]


def lines_of(target: Target, acting: Acting, now: datetime, *, screen: str) -> list[dict[str, object]]:
    """What came of a check-in or a round and where it stands, for `issues/panels/lines.jinja`. Logs who is named; one query."""
    if not acting.may(Permission.SEE_ISSUES):
        return []
    rows = belonging_to(target, acting, now)
    _log(rows, acting, screen)
    return _lines(rows, acting, now)


@on_resident.panel
def about_resident(acting: Acting, resident: Resident) -> Panel | None:
    """What is open about this person, and what was."""
    if not acting.may(Permission.SEE_ISSUES):
        return None
    now = timezone.now()
    rows = of_resident(resident.pk, acting, now)
    open_ones = [each for each in rows if each.closed_at is None]
    shown = (open_ones or rows[:2])[:MOST]
    if not shown and not acting.may(Permission.RAISE_ISSUES):
        return None
    add = f"{address_of('issues:add')}?home={resident.home_id}&resident={resident.pk}"
    context = {
        "lines": _lines(shown, acting, now),
        "raise_url": add if acting.may(Permission.RAISE_ISSUES) else "",
        "person": True,
    }
    return Panel("issues", "Issues", "issues/panels/open.jinja", context, order=20)
