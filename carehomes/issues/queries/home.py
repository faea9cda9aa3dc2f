"""What a home's own pages, its check-in and its resident's pages show of its issues."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.db.models import F, Q, QuerySet

from carehomes.access.acting import Acting
from carehomes.access.prepared import Given, Prepared, given_moment, given_text
from carehomes.deadlines import LONDON
from carehomes.issues.links import Target
from carehomes.issues.models import Happened, Issue, IssueLink, IssueState, IssueStatus
from carehomes.issues.queries.lists import SOME_MOMENT, SomeReader, given_of, with_line

RECENT = timedelta(days=7)
MOST_ASKED = 200  # issues of one home that its page looks at: more than a home has open
OPEN_FIRST = (F("closed_at").desc(nulls_first=True),)  # the newest lines alone would leave out what has waited longest


def still_open_for(home_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """Everything of this home that is not closed, what is late or waits for the home's word first: for the weekly check-in.

    Each comes back here by itself until the home says that it is done (`actions.home_says_yes`). Lines as in lists: `group`,
    `handed_to`, with `words`, `resident` and `owner_organisation`. One query.
    """
    rows = _still_open(by.role_key).ask(home=home_id, **given_of(by, now))
    return sorted(
        rows, key=lambda each: (each.due_at >= now and each.state != IssueState.RESOLVED, each.due_at, each.pk)
    )


@cache
def _still_open(role_key: str) -> Prepared[Issue]:
    rows = Issue.objects.filter(home_id=Given("home"), closed_at=None)
    return Prepared(lambda: with_line(rows, SomeReader(role_key), SOME_MOMENT))


def became_of(home_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """What is open in a home, the longest due first, then what was closed in the last week: the home sees what became of what it said.

    At most `MOST_ASKED`. One query.
    """
    return _became(by.role_key).ask(home=home_id, since=now - RECENT, **given_of(by, now))


@cache
def _became(role_key: str) -> Prepared[Issue]:
    recent = Q(closed_at=None) | Q(closed_at__gte=given_moment("since"))
    rows = Issue.objects.filter(recent, home_id=Given("home")).order_by(*OPEN_FIRST, "due_at", "pk")
    return Prepared(lambda: with_line(rows, SomeReader(role_key), SOME_MOMENT)[:MOST_ASKED])


def to_answer(home_id: int, today: date, by: Acting, now: datetime) -> "QuerySet[Issue]":
    """What waits for this home's yes or no and may be asked today, the oldest first."""
    ask = Q(ask_again_on=None) | Q(ask_again_on__lte=today)
    rows = Issue.objects.filter(ask, home_id=home_id, state=IssueState.RESOLVED)
    return with_line(rows, by, now).order_by("resolved_at", "pk")


ANSWERS = (Happened.CONFIRMED, Happened.NOT_DONE, Happened.CANNOT_SAY)


def answered_today(home_id: int, today: date) -> "list[IssueStatus]":
    """What the home said today that is still the last word: until midnight in London it can be changed there."""
    midnight = datetime.combine(today, time(), tzinfo=LONDON)
    rows = IssueStatus.objects.filter(home_id=home_id, at__gte=midnight, happened__in=ANSWERS)
    return list(
        rows.filter(revision=F("issue__revision")).select_related("issue__words", "issue__resident").order_by("-at")
    )


def of_resident(resident_id: int, by: Acting, now: datetime) -> "list[Issue]":
    """The issues about one resident, what is open first, then the newest. One query."""
    return _of_resident(by.role_key).ask(resident=resident_id, **given_of(by, now))


@cache
def _of_resident(role_key: str) -> Prepared[Issue]:
    rows = Issue.objects.filter(resident_id=Given("resident")).order_by(*OPEN_FIRST, "-raised_at", "-pk")
    return Prepared(lambda: with_line(rows, SomeReader(role_key), SOME_MOMENT)[:50])


def belonging_to(target: Target, by: Acting, now: datetime) -> "list[Issue]":
    """The issues that came of a check-in or a round, in the order in which they were raised. One query."""
    return _belonging_to(by.role_key).ask(kind=target.kind, target=target.target_id, **given_of(by, now))


@cache
def _belonging_to(role_key: str) -> Prepared[Issue]:
    linked = IssueLink.objects.filter(kind=given_text("kind"), target_id=Given("target")).values("issue")
    rows = Issue.objects.filter(pk__in=linked).order_by("raised_at", "pk")
    return Prepared(lambda: with_line(rows, SomeReader(role_key), SOME_MOMENT)[:50])
