"""Two million issues: one for everything that a loaded check-in reported, nearly all closed by the home's yes.

Written by the database from the answers, a statement a table. What chance decides follows from the seed, the home's CQC number, the
week and the section, so that a home has the same issues whether it is loaded alone or with all others.
"""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connections

from carehomes.access.kinds import RelationshipKind
from carehomes.deadlines import LONDON, add_working_days
from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loaders import loads_england
from carehomes.demo.england.loading import ALIAS, Loading, built_afterwards
from carehomes.issues.models import HandOff, Issue, IssueLink, IssueNote, IssueStatus, IssueWatcher, IssueWords
from checkins.england.at_hand import copy_into, homes_at_hand

FILLED = (Issue, IssueWords, IssueStatus, IssueWatcher, IssueLink, IssueNote, HandOff)
# Out of 1,000 how many are still open, by how many weeks ago they were raised; after that this many.
_STILL_OPEN = (850, 600, 500, 400, 300, 250, 200, 150, 150, 150, 150, 100, 100, 100, 100, 100, 80, 80, 60, 60)
_STILL_OPEN_LATER = 20

_PLAN = """
    CREATE TEMPORARY TABLE england_days (day date PRIMARY KEY, next date, second date, third date, tenth date) ON COMMIT DROP;
    CREATE TEMPORARY TABLE england_open (weeks_ago int PRIMARY KEY, share int) ON COMMIT DROP;
"""
# The dice of one issue: four numbers below 1,000 that nothing else depends on.
_DICE = "abs(hashtextextended(h.code || a.section || c.week::text, %(seed)s)) %% 1000000000000"
_RAISED = f"""
    CREATE TEMPORARY TABLE england_raised ON COMMIT DROP AS
    WITH living AS (
        SELECT home_id, array_agg(id ORDER BY id) AS residents FROM residents_resident
        WHERE state IN ('in_home', 'in_hospital', 'away') GROUP BY home_id
    ), around AS (
        SELECT home_id, max(organisation_id) FILTER (WHERE kind = %(pharmacy)s) AS pharmacy,
               max(organisation_id) FILTER (WHERE kind = %(own)s) AS own
        FROM directory_homerelationship WHERE ends_on IS NULL GROUP BY home_id
    ), thrown AS (
        SELECT a.check_in_id, a.section, a.text, a.raised_at, h.*, l.residents, r.pharmacy, r.own,
               (%(monday)s - c.week) / 7 AS weeks_ago, ({_DICE}) AS dice
        FROM checkins_sectionanswer a JOIN checkins_checkin c ON c.id = a.check_in_id JOIN england_homes h ON h.home_id = a.home_id
        LEFT JOIN living l ON l.home_id = a.home_id JOIN around r ON r.home_id = a.home_id
        WHERE a.something
    ), owned AS (
        SELECT *, dice %% 1000 AS first, dice / 1000 %% 1000 AS second, dice / 1000000 %% 1000 AS third, dice / 1000000000 AS fourth,
               section IN ('end_of_life', 'urgent_clinical', 'infection') AS clinical,
               section IN ('medicines', 'stock') AS supplied
        FROM thrown
    )
    SELECT %(last)s + row_number() OVER (ORDER BY home_id, raised_at, section) AS id, check_in_id, home_id, section, text, raised_at,
           coordinator, coordinator_name, pcn_name,
           CASE WHEN third < 250 THEN residents[1 + fourth %% cardinality(residents)] END AS resident_id,
           CASE WHEN clinical THEN 'urgent' WHEN second < 100 THEN 'two_days' WHEN second < 800 THEN 'week' ELSE 'routine' END AS priority,
           CASE WHEN first >= coalesce(o.share, %(later)s) THEN CASE WHEN second < 970 THEN 'closed' ELSE 'withdrawn' END
                WHEN second < 300 THEN 'open' WHEN second < 500 THEN 'accepted' WHEN second < 750 THEN 'in_progress'
                WHEN second < 830 THEN 'handed_off' WHEN second < 960 THEN 'resolved' ELSE 'reopened' END AS state,
           CASE WHEN supplied AND third >= 800 AND pharmacy IS NOT NULL THEN pharmacy
                WHEN third >= 950 AND own IS NOT NULL THEN own ELSE pcn END AS owner,
           CASE WHEN supplied AND third >= 800 AND pharmacy IS NOT NULL OR third >= 950 AND own IS NOT NULL THEN NULL
                WHEN clinical THEN clinician WHEN fourth < 600 THEN coordinator END AS owner_user,
           CASE WHEN clinical THEN clinician_name ELSE coordinator_name END AS owner_called,
           (2 + third %% 9) * interval '1 day' AS took,
           md5(%(seed)s || ':' || code || ':' || section || ':' || check_in_id)::uuid AS key
    FROM owned LEFT JOIN england_open o USING (weeks_ago)
"""
# When it is due and when it escalates, by the working days of England; what is over or waits for the home escalates no more.
_DATED = """
    CREATE TEMPORARY TABLE england_issue ON COMMIT DROP AS
    SELECT r.*, o.name AS owner_name, state IN ('closed', 'withdrawn') AS over,
           CASE WHEN owner_user IS NULL THEN '' ELSE owner_called END AS person,
           CASE state WHEN 'open' THEN 1 WHEN 'accepted' THEN 2 WHEN 'withdrawn' THEN 2 WHEN 'closed' THEN 4 WHEN 'reopened' THEN 4
                ELSE 3 END AS revision,
           d.due_at, least(r.raised_at + took, %(now)s) AS ended,
           ARRAY[d.due_at, e.next + d.at, e.third + d.at]::timestamptz[] AS moments
    FROM england_raised r JOIN access_organisation o ON o.id = r.owner
    JOIN LATERAL (SELECT (r.raised_at AT TIME ZONE 'Europe/London')::time AS at) t ON true
    JOIN england_days b ON b.day = r.raised_at::date
    JOIN LATERAL (
        SELECT t.at, CASE priority WHEN 'urgent' THEN r.raised_at + interval '4 hours'
            ELSE (CASE priority WHEN 'two_days' THEN b.second WHEN 'week' THEN b.third ELSE b.tenth END + t.at)
                 AT TIME ZONE 'Europe/London' END AS due_at
    ) d ON true
    JOIN england_days e ON e.day = d.due_at::date;
    CREATE INDEX ON england_issue (id);
    ANALYZE england_issue
"""
_ISSUE = """
    SELECT id, home_id, resident_id, section, priority, state, owner, owner_user, person, raised_at, coordinator, coordinator_name,
           pcn_name, due_at, CASE WHEN state NOT IN ('open', 'withdrawn') THEN raised_at + interval '1 hour' END,
           CASE WHEN state IN ('closed', 'resolved', 'reopened') THEN ended END,
           CASE WHEN state = 'closed' THEN ended END, CASE WHEN over THEN ended END, %(policy)s,
           CASE WHEN over THEN 0 ELSE happened END, CASE WHEN over THEN '{}' ELSE moments END,
           CASE WHEN NOT over AND state <> 'resolved' THEN moments[happened + 1] END, revision, key
    FROM england_issue, LATERAL (SELECT count(*)::int AS happened FROM unnest(moments) m WHERE m <= %(now)s) told
"""
_WORDS = """
    SELECT id, home_id, left(text, 100), text, 'The manager', 'phone', CASE WHEN state IN ('closed', 'resolved') THEN 'Done.' ELSE '' END,
           CASE WHEN state IN ('closed', 'resolved') THEN ended END,
           CASE WHEN state IN ('closed', 'resolved') THEN owner_called ELSE '' END FROM england_issue
"""
# What happened to each, by the state that it has come to; the last step of each is the state itself.
_STEPS = """
    (VALUES ('open', 1, 'raised', 'open'), ('accepted', 1, 'raised', 'open'), ('accepted', 2, 'accepted', 'accepted'),
        ('in_progress', 1, 'raised', 'open'), ('in_progress', 2, 'accepted', 'accepted'), ('in_progress', 3, 'started', 'in_progress'),
        ('handed_off', 1, 'raised', 'open'), ('handed_off', 2, 'accepted', 'accepted'), ('handed_off', 3, 'handed_off', 'handed_off'),
        ('resolved', 1, 'raised', 'open'), ('resolved', 2, 'accepted', 'accepted'), ('resolved', 3, 'resolved', 'resolved'),
        ('reopened', 1, 'raised', 'open'), ('reopened', 2, 'accepted', 'accepted'), ('reopened', 3, 'resolved', 'resolved'),
        ('reopened', 4, 'not_done', 'reopened'), ('withdrawn', 1, 'raised', 'open'), ('withdrawn', 2, 'withdrawn', 'withdrawn'),
        ('closed', 1, 'raised', 'open'), ('closed', 2, 'accepted', 'accepted'), ('closed', 3, 'resolved', 'resolved'),
        ('closed', 4, 'confirmed', 'closed')) AS steps (came_to, step, happened, state)
"""
_STATUSES = f"""
    SELECT i.id, i.home_id, steps.happened, steps.state, i.priority, i.owner_name, i.person, steps.step,
           CASE steps.step WHEN 1 THEN i.raised_at WHEN 2 THEN least(i.raised_at + interval '1 hour', i.ended) ELSE i.ended END,
           i.coordinator, i.coordinator_name, i.pcn_name
    FROM england_issue i JOIN {_STEPS} ON steps.came_to = i.state
"""
_WATCHERS = """
    SELECT id, home_id, coordinator, coordinator_name, raised_at FROM england_issue
    UNION ALL
    SELECT id, home_id, owner_user, owner_called, raised_at FROM england_issue WHERE NOT over AND owner_user <> coordinator
"""
_LINKS = "SELECT id, home_id, 'check_in', check_in_id FROM england_issue"
_NOTES = """
    SELECT id, home_id, 'Rang them; they look into it.', md5(key || ':note')::uuid, least(raised_at + interval '2 hours', %(now)s),
           coordinator, coordinator_name, pcn_name FROM england_issue WHERE NOT over
"""
_HAND_OFFS = """
    SELECT id, home_id, 'The practice’s own system', 'T-' || id, (due_at + interval '7 days')::date, ended, coordinator, coordinator_name,
           pcn_name FROM england_issue WHERE state = 'handed_off'
"""
_BY = ("at", "by_user_id", "by_name", "by_organisation_name")


@loads_england(20, *FILLED)
def load_issues(loading: Loading, homes: list[LoadedHome]) -> None:
    """An issue for each answer that reported something, with its words, its story, who watches it and where it comes from."""
    given = _given(loading)
    homes_at_hand(homes)
    with loading.step("Issues as they will be"), connections[ALIAS].cursor() as cursor:
        cursor.execute(_PLAN)
        copy_into(cursor, "england_days", _days(loading))
        copy_into(cursor, "england_open", enumerate(_STILL_OPEN))
        cursor.execute("ANALYZE england_days; ANALYZE england_open")
        cursor.execute(_RAISED, given)
        cursor.execute(_DATED, given)
    count = loading.value("SELECT count(*) FROM england_issue")
    loading.ids(Issue, count)
    with built_afterwards(loading, *FILLED), loading.step(f"{count:,} issues"):
        loading.insert(Issue, _ISSUE_COLUMNS, _ISSUE, given)
        loading.insert(IssueWords, _WORDS_COLUMNS, _WORDS)
        loading.insert(IssueStatus, _STATUS_COLUMNS, _STATUSES)
        loading.insert(IssueWatcher, ("issue_id", "home_id", "user_id", "name", "since"), _WATCHERS)
        loading.insert(IssueLink, ("issue_id", "home_id", "kind", "target_id"), _LINKS)
        loading.insert(IssueNote, ("issue_id", "home_id", "text", "key", *_BY), _NOTES, given)
        loading.insert(HandOff, ("issue_id", "home_id", "system", "reference", "answer_by", *_BY), _HAND_OFFS)


_ISSUE_COLUMNS = (
    "id", "home_id", "resident_id", "kind", "priority", "state", "owner_organisation_id", "owner_user_id", "owner_name", "raised_at",
    "raised_by_user_id", "raised_by_name", "raised_by_organisation_name", "due_at", "accepted_at", "resolved_at", "confirmed_at",
    "closed_at", "escalation_policy_id", "escalation_tier", "escalates_at", "next_escalation_at", "revision", "key",
)  # fmt: skip
_WORDS_COLUMNS = (
    "issue_id", "home_id", "title", "said", "said_by", "said_how", "answer", "answered_at", "answered_by_name",
)  # fmt: skip
_STATUS_COLUMNS = (
    "issue_id", "home_id", "happened", "state", "priority", "owner_organisation_name", "owner_name", "revision", *_BY,
)  # fmt: skip


def _given(loading: Loading) -> dict[str, Any]:
    return {
        "seed": loading.seed,
        "monday": loading.today - timedelta(days=loading.today.weekday()),
        "now": datetime.combine(loading.today, time(12), LONDON),
        "later": _STILL_OPEN_LATER,
        "last": loading.value("SELECT coalesce(max(id), 0) FROM issues_issue"),
        "policy": loading.value("SELECT id FROM issues_escalationpolicy WHERE organisation_id IS NULL AND about = ''"),
        "pharmacy": RelationshipKind.PHARMACY.value,
        "own": RelationshipKind.HOME.value,
    }


def _days(loading: Loading) -> Iterator[tuple[date, ...]]:
    """Every day that a moment can lie on, with the working days after it."""
    first = loading.today - timedelta(weeks=loading.weeks + 1)
    for number in range(7 * (loading.weeks + 5)):
        day = first + timedelta(days=number)
        yield day, *(add_working_days(day, days) for days in (1, 2, 3, 10))
