"""Issues: what was raised and how long each step took, and what is open now."""

from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.issues.models import IssueState, Kind, Priority
from carehomes.ui.addresses import address_of
from reporting.metrics.definition import Choice, Measure, Metric, Report, Shown

_OWNER = "Clinical lead for Enhanced Health in Care Homes of the commissioner"
_SOURCE = "Entered: raised in check-ins, on rounds or by the home, and worked by its owner"

RESOLVED = Metric(
    key="resolved_in_time",
    name="Resolved by its due time",
    unit="issues",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Issues whose owner said by the due time that it is done, and which are not open again",
    denominator="Issues raised in the period",
    exclusions="Withdrawn with a reason",
    not_known="Not resolved, and the due time has not passed",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'withdrawn'",
    unknown="resolved_at IS NULL AND due_at >= %(now)s",
    met="resolved_at <= due_at",
)
CONFIRMED = Metric(
    key="confirmed_by_home",
    name="Confirmed by the home",
    unit="issues",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Issues that the home itself called done",
    denominator="Issues raised in the period",
    exclusions="Withdrawn with a reason",
    not_known="The home has not been asked yet: its owner has not resolved it",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'withdrawn'",
    unknown="state NOT IN ('closed', 'resolved')",
    met="state = 'closed'",
)
IN_TIME = Metric(
    key="open_in_time",
    name="Open, and not overdue",
    unit="open issues",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Open issues whose due time has not passed",
    denominator="Issues that are not closed and not withdrawn",
    exclusions="What waits for the home to say whether it is done",
    not_known="Nothing: every issue has a due time",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'resolved'",
    unknown="false",
    met="due_at >= %(now)s",
)


def _records(by: Acting, home_id: int) -> str:
    return f"{address_of('issues:issues')}?tab=all&home={home_id}" if by.may(Permission.SEE_ISSUES) else ""


def _median(key: str, label: str, ends: str, starts: str) -> Measure:
    minutes = f"extract(epoch FROM {ends} - {starts}) / 60"
    return Measure(
        key,
        label,
        f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {minutes})",
        Shown.MINUTES,
        base=f"count({ends} - {starts})",
    )


_CHOICES = (
    Choice("kind", "Kind", "kind", dict(Kind.choices)),
    Choice("priority", "Priority", "priority", dict(Priority.choices)),
    Choice("state", "State", "state", dict(IssueState.choices)),
)
_OWNER_COLUMN = "owner_organisation_id"

ISSUES = Report(
    key="issues",
    title="Issues: time of each step",
    question="How long from a home's worry to the home's own yes?",
    counted="issues raised",
    facts="""
        SELECT i.home_id, i.kind, i.priority, i.state, i.owner_organisation_id, i.due_at, i.escalation_tier,
               i.raised_at, i.accepted_at, i.resolved_at, i.confirmed_at,
               (i.raised_at AT TIME ZONE 'Europe/London')::date AS on_day, coalesce(again.times, 0) AS reopened
        FROM issues_issue i
        LEFT JOIN reported_reopenings(%(first)s, %(last)s) again ON again.issue_id = i.id
        WHERE i.raised_at >= %(first)s::date::timestamp AT TIME ZONE 'Europe/London'
          AND i.raised_at < (%(last)s::date + 1)::timestamp AT TIME ZONE 'Europe/London'
    """,
    metrics=(RESOLVED, CONFIRMED),
    measures=(
        Measure("raised", "Raised", "count(*)"),
        _median("to_accepted", "Median until accepted", "accepted_at", "raised_at"),
        _median("to_resolved", "Accepted until resolved", "resolved_at", "accepted_at"),
        _median("to_confirmed", "Resolved until confirmed", "confirmed_at", "resolved_at"),
        Measure("reopened", "Reopened", "count(*) FILTER (WHERE reopened > 0)"),
        Measure("handed_off", "Handed off", "count(*) FILTER (WHERE state = 'handed_off')"),
        Measure("escalated", "Escalated", "count(*) FILTER (WHERE escalation_tier > 0)"),
    ),
    choices=_CHOICES,
    owner=_OWNER_COLUMN,
    usual="kind",
    records=_records,
)


def _aged(least: int, most: int | None = None) -> str:
    upper = f" AND age < {most}" if most else ""
    return f"count(*) FILTER (WHERE age >= {least}{upper})"


OPEN_ISSUES = Report(
    key="open-issues",
    title="Open issues by age",
    question="What is open too long, and with whom?",
    counted="open issues",
    facts="""
        SELECT i.home_id, i.kind, i.priority, i.state, i.owner_organisation_id, i.due_at, i.escalation_tier,
               %(today)s::date AS on_day, %(today)s::date - (i.raised_at AT TIME ZONE 'Europe/London')::date AS age
        FROM issues_issue i WHERE i.closed_at IS NULL
    """,
    metrics=(IN_TIME,),
    measures=(
        Measure("open", "Open", "count(*)"),
        Measure("new", "Under 1 week", _aged(0, 7)),
        Measure("weeks", "1 to 4 weeks", _aged(7, 28)),
        Measure("months", "4 to 12 weeks", _aged(28, 84)),
        Measure("old", "12 weeks or more", _aged(84)),
        Measure("handed_off", "Handed off, no outcome", "count(*) FILTER (WHERE state = 'handed_off')"),
        Measure("escalated", "Escalated", "count(*) FILTER (WHERE escalation_tier > 0)"),
    ),
    choices=_CHOICES,
    owner=_OWNER_COLUMN,
    usual="owner",
    now_only=True,
    records=_records,
)
