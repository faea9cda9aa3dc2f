"""Residents who were named: how soon they were acknowledged and seen, and what became of scores and soft signs."""

from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.addresses import address_of
from checkins.models import Urgency
from reporting.metrics.definition import OF_ALIGNED, PATIENTS, Choice, Measure, Metric, Report, Shown

_OWNER = "Clinical lead for Enhanced Health in Care Homes of the commissioner"
_SOURCE = "Entered: by the home or on its check-in, and by the clinicians who answered"

ACKNOWLEDGED = Metric(
    key="acknowledged_in_time",
    name="Same-day concern acknowledged in time",
    unit="residents named",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Same-day ones that a clinician acknowledged within the time of the policy that held when they were named",
    denominator="Residents named for the same day",
    exclusions="Other urgencies, and what was withdrawn before anybody acknowledged it",
    not_known="Not acknowledged yet, and the time has not passed",
    reviewed_by=date(2027, 10, 1),
    excluded="acknowledge_within IS NULL OR (state = 'withdrawn' AND acknowledged_after IS NULL)",
    unknown="acknowledged_after IS NULL AND waited <= acknowledge_within",
    met="acknowledged_after <= acknowledge_within",
)
SEEN = Metric(
    key="seen_in_time",
    name="Seen in the time the home asked for",
    unit="residents named",
    owner=_OWNER,
    source=_SOURCE,
    numerator="A clinician's contact is recorded on the same day (same day) or within 48 hours (within 48 hours)",
    denominator="Residents named for the same day or within 48 hours, by what the home asked for",
    exclusions="This round and routine, which have no fixed time, and what was withdrawn",
    not_known="Not seen yet, and the time has not passed",
    reviewed_by=date(2027, 10, 1),
    excluded="urgency NOT IN ('same_day', 'within_48_hours') OR state = 'withdrawn'",
    unknown="seen_after IS NULL AND waited <= see_within",
    met="seen_after <= see_within",
)
WENT_WELL = Metric(
    key="seen_at_all",
    name="A clinician's contact followed",
    unit="residents named",
    owner=_OWNER,
    source=_SOURCE,
    numerator="A clinician's contact is recorded",
    denominator="Residents named for a NEWS2 score or for soft signs; who was named for both counts under each",
    exclusions="What was withdrawn",
    not_known="Nothing: who still waits counts as not met",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'withdrawn'",
    unknown="false",
    met="seen_after IS NOT NULL",
)


def _median(column: str) -> str:
    return f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {column})"


def _records(by: Acting, home_id: int) -> str:
    return address_of("checkins:priority", home_id) if by.may(Permission.SEE_NOMINATIONS) else ""


_URGENCY = Choice("urgency", "Urgency", "urgency", dict(Urgency.choices))

WAITS = Report(
    key="waits",
    title="From being named to being seen",
    question="How long do residents who need someone wait?",
    counted="residents named",
    facts="SELECT * FROM reported_nominations(%(first)s, %(last)s, %(now)s)",
    metrics=(ACKNOWLEDGED, SEEN),
    measures=(
        Measure("named", "Named", "count(*)"),
        OF_ALIGNED,
        Measure("waiting", "Still waiting", "count(*) FILTER (WHERE state NOT IN ('seen', 'withdrawn'))"),
        Measure(
            "to_acknowledged",
            "Median until acknowledged",
            _median("acknowledged_after"),
            Shown.MINUTES,
            base="count(acknowledged_after)",
        ),
        Measure(
            "to_agreed", "Median until triaged", _median("agreed_after"), Shown.MINUTES, base="count(agreed_after)"
        ),
        Measure("to_seen", "Median until seen", _median("seen_after"), Shown.MINUTES, base="count(seen_after)"),
    ),
    choices=(_URGENCY, PATIENTS),
    usual="urgency",
    people=True,
    records=_records,
)

ESCALATIONS = Report(
    key="escalations",
    title="Scores and soft signs: what happened",
    question="What became of residents named for a NEWS2 score or for soft signs?",
    counted="residents named for it",
    facts="""
        SELECT n.*, r.reason FROM reported_nominations(%(first)s, %(last)s, %(now)s) n
        CROSS JOIN LATERAL (VALUES ('news2', n.for_news2), ('soft_signs', n.for_soft_signs)) AS r (reason, named) WHERE r.named
    """,
    metrics=(WENT_WELL, ACKNOWLEDGED),
    measures=(
        Measure("named", "Named", "count(*)"),
        OF_ALIGNED,
        Measure("climbed", "Told further", "count(*) FILTER (WHERE climbed)"),
        Measure("withdrawn", "Withdrawn", "count(*) FILTER (WHERE state = 'withdrawn')"),
        Measure("to_hospital", "Hospital within 7 days", "count(*) FILTER (WHERE to_hospital)"),
        Measure("to_seen", "Median until seen", _median("seen_after"), Shown.MINUTES, base="count(seen_after)"),
    ),
    choices=(Choice("reason", "Reason", "reason", {"news2": "NEWS2", "soft_signs": "Soft signs"}), _URGENCY, PATIENTS),
    adds_up=(("withdrawn", "seen_at_all.excluded"),),
    usual="reason",
    people=True,
    records=_records,
)
