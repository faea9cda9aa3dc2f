"""The numbers of the daily e-mail: a coordinator's calls of the day and residents who wait, and a lead's week that has ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections
from django.db.models import Count, Exists, F, OuterRef, Q

from carehomes.access.acting import Acting
from carehomes.access.scopes import alias
from carehomes.deadlines import LONDON, Week
from carehomes.issues.models import Issue
from checkins.models import OPEN_STATES, CheckIn, CheckInState
from checkins.queries.coverage import homes_of

OWNERS_SHOWN = 5


@dataclass(frozen=True)
class Morning:
    """Homes that wait for a call: all of them, those whose day has passed, those that did not answer. And residents who wait.

    `same_day`: no clinician has acknowledged it. `not_seen`: for a day that has passed, acknowledged then and not seen. `deferred`: to
    today or before. `no_round`: on the agenda of no round to come. `colleagues`: homes that are not one's own and have been overdue for
    two days; those of somebody who has left are in nobody's list.
    """

    to_ring: int
    overdue: int
    no_answer: int
    same_day: int = 0
    not_seen: int = 0
    deferred: int = 0
    no_round: int = 0
    colleagues: int = 0


# Whose homes are counted is the navigation's rule (queries.worklist): one's own, and without any all that one's organisation serves.
_MORNING = """
    SELECT count(*) FILTER (WHERE own),
           count(*) FILTER (WHERE own AND due), count(*) FILTER (WHERE own AND late), count(*) FILTER (WHERE own AND unanswered),
           count(*) FILTER (WHERE due), count(*) FILTER (WHERE late), count(*) FILTER (WHERE unanswered),
           count(*) FILTER (WHERE forgotten AND NOT own)
    FROM (
        SELECT c.state = ANY (%(open)s) AND c.due_on <= %(today)s AS due,
               c.state = ANY (%(open)s) AND c.due_on < %(today)s AS late,
               c.state = 'no_answer' AND c.due_on <= %(today)s AS unanswered,
               c.state = ANY (%(open)s) AND c.due_on <= %(today)s - 2 AS forgotten,
               EXISTS (
                   SELECT 1 FROM directory_namedrole r
                   WHERE r.home_id = c.home_id AND r.user_id = %(person)s
                     AND (r.kind = 'coordinator' OR (r.kind = 'cover' AND r.ends_on IS NOT NULL))
                     AND r.starts_on <= %(today)s AND (r.ends_on IS NULL OR r.ends_on > %(today)s)
               ) AS own
        FROM checkins_checkin c WHERE c.week = %(week)s
    ) each
"""
# What nobody may overlook because somebody has once taken it on. The first line of the condition is that of the index.
_RESIDENTS = """
    SELECT count(*) FILTER (WHERE state = 'raised' AND urgency = 'same_day'),
           count(*) FILTER (WHERE state IN ('acknowledged', 'triaged') AND acknowledged_at < %(midnight)s
                            AND coalesce(nullif(agreed_urgency, ''), urgency) = 'same_day'),
           count(*) FILTER (WHERE state = 'deferred' AND deferred_until <= %(today)s),
           count(*) FILTER (WHERE state = 'on_agenda' AND NOT EXISTS (
               SELECT 1 FROM checkins_agendaitem i JOIN checkins_round r ON r.id = i.round_id
               WHERE i.resident_id = n.resident_id AND i.removed_at IS NULL AND (r.state = 'in_session'
                     OR (r.state IN ('draft', 'agenda_published') AND r.held_on >= %(today)s))))
    FROM checkins_nomination n
    WHERE state IN ('raised', 'acknowledged', 'triaged', 'on_agenda', 'deferred')
      AND (state <> 'raised' OR urgency = 'same_day')
"""


def morning(by: Acting, today: date) -> Morning:
    """What waits for this coordinator in the present week, as the policies let them see it."""
    asked: dict[str, Any] = {
        "open": [str(each) for each in OPEN_STATES],
        "today": today,
        "person": by.user_id,
        "week": Week.containing(today).monday,
        "midnight": datetime.combine(today, datetime.min.time(), LONDON),
    }
    with connections[alias()].cursor() as cursor:
        cursor.execute(_MORNING, asked)
        own, *numbers, colleagues = cursor.fetchone()
        cursor.execute(_RESIDENTS, asked)
        same_day, not_seen, deferred, no_round = cursor.fetchone()
    to_ring, overdue, no_answer = numbers[:3] if own else numbers[3:]
    return Morning(to_ring, overdue, no_answer, same_day, not_seen, deferred, no_round, colleagues if own else 0)


@dataclass(frozen=True)
class Homes:
    """Homes in scope of a week: all, those without a completed check-in, and those without one in the week before either."""

    in_scope: int
    without: int
    two_weeks: int


def homes_without(by: Acting, week: Week) -> Homes:
    """How many homes of this reader went without a completed check-in in a week."""
    done = CheckIn.objects.filter(home=OuterRef("pk"), state=CheckInState.COMPLETED)
    counted = (
        homes_of(by, week)
        .filter(in_scope=True)
        .annotate(
            done=Exists(done.filter(week=week.monday)), done_before=Exists(done.filter(week=week.previous().monday))
        )
        .aggregate(
            in_scope=Count("pk"),
            without=Count("pk", filter=Q(done=False)),
            two_weeks=Count("pk", filter=Q(done=False, done_before=False)),
        )
    )
    return Homes(**counted)


@dataclass(frozen=True)
class OwnerIssues:
    """Open issues of one owner: how many, and how many of them are overdue or older than four weeks."""

    owner: str
    open: int
    overdue: int
    old: int


def issues_by_owner(now: datetime) -> list[OwnerIssues]:
    """Issues that are not closed, by the organisation that owns them, most first."""
    rows = (
        Issue.objects.filter(closed_at=None)
        .values(owner=F("owner_organisation__name"))
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_at__lt=now)),
            old=Count("pk", filter=Q(raised_at__lt=now - timedelta(weeks=4))),
        )
        .order_by("-open", "owner")
    )
    return [OwnerIssues(**row) for row in rows]


@dataclass(frozen=True)
class Waits:
    """Residents named with one urgency in a time: how many, how many a clinician has dealt with, and the median until then."""

    urgency: str
    named: int
    seen: int
    median: timedelta | None


def waits(week: Week) -> Sequence[Waits]:
    """How long residents who were named in this week waited for a clinician's contact, by the urgency that the home asked for.

    Numbers only, for homes of which the reader may see facts; the function counts past the policies of residents' rows.
    """
    first = datetime.combine(week.monday, datetime.min.time(), LONDON)
    end = datetime.combine(week.next().monday, datetime.min.time(), LONDON)
    with connections[alias()].cursor() as cursor:
        cursor.execute("SELECT urgency, named, seen, median FROM nomination_waits(%s, %s)", [first, end])
        return [Waits(*row) for row in cursor.fetchall()]
