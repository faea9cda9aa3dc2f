"""Weekly check-ins: done, missed, declined, never made; and the homes that went without for weeks."""

from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.addresses import address_of
from reporting.metrics.definition import Choice, Measure, Metric, Report

# One row for each home and week in which it was registered. `counts_as` says what the coverage of a week says (a test holds them
# together). The week before the period is read only for `gap_before`.
FACTS = """
    SELECT weeks.*
    FROM (
        SELECT each.*, coalesce(lag(gap) OVER (PARTITION BY home_id ORDER BY week), false) AS gap_before
        FROM (
            SELECT h.id AS home_id, w.week::date AS week, least(w.week::date + 6, %(today)s::date) AS on_day, c.state,
                   h.in_scope AND w.week::date + 7 <= %(today)s::date AND c.state IS DISTINCT FROM 'completed' AS gap,
                   CASE WHEN c.state = 'completed' THEN 'done'
                        WHEN c.state IN ('declined', 'cancelled') THEN c.state
                        WHEN c.state = 'in_progress' AND (c.started_at AT TIME ZONE 'Europe/London')::date = %(today)s::date
                            THEN 'today'
                        WHEN c.due_on < %(today)s::date THEN 'overdue'
                        WHEN c.state = 'no_answer' THEN 'no_answer'
                        WHEN c.due_on = %(today)s::date THEN 'today'
                        WHEN c.due_on > %(today)s::date THEN 'later'
                        WHEN h.in_scope THEN 'without'
                        ELSE 'out_of_scope' END AS counts_as
            FROM homes h
            CROSS JOIN generate_series(%(first)s::date - 7, %(last)s::date, interval '7 days') AS w (week)
            LEFT JOIN checkins_checkin c ON c.home_id = h.id AND c.week = w.week::date
                AND c.week BETWEEN %(first)s::date - 7 AND %(last)s::date
            WHERE (h.registration_date IS NULL OR h.registration_date <= w.week::date + 6)
              AND (h.deregistered_on IS NULL OR h.deregistered_on > w.week::date)
        ) each
    ) weeks
    WHERE week >= %(first)s::date
"""

# `run`: the closed weeks up to now without a completed check-in. Costs as much as all the rest, so it is asked only where it is shown.
IN_ORDER = f"""
    SELECT seen.*, count(*) FILTER (WHERE gap AND (last_done IS NULL OR week > last_done)) OVER (PARTITION BY home_id) AS run
    FROM (
        SELECT f.*, max(week) FILTER (WHERE counts_as = 'done') OVER (PARTITION BY home_id) AS last_done FROM ({FACTS}) f
    ) seen
"""  # noqa: S608 - the words are those above

DONE = Metric(
    key="check_in_done",
    name="Weekly check-in done",
    unit="check-ins",
    owner="Clinical lead for Enhanced Health in Care Homes of the commissioner",
    source="Entered by whoever rang the home",
    numerator="Weeks of a home with a completed check-in in that ISO week",
    denominator="Weeks of homes in scope: one check-in for each home in each ISO week",
    exclusions="Homes not in scope, weeks in which a home was not registered, check-ins cancelled with a reason",
    not_known="Not due yet, begun today, or no check-in was planned in the week",
    reviewed_by=date(2027, 10, 1),
    excluded="counts_as IN ('cancelled', 'out_of_scope')",
    unknown="counts_as IN ('today', 'later', 'without')",
    met="counts_as = 'done'",
)


def _records(by: Acting, home_id: int) -> str:
    return address_of("checkins:of_home", home_id) if by.may(Permission.SEE_CHECK_INS) else ""


def _as(state: str) -> str:
    return f"count(*) FILTER (WHERE counts_as = '{state}')"


CHECK_INS = Report(
    key="check-ins",
    title="Weekly check-ins",
    question="Which homes have gone without a check-in?",
    counted="weeks of homes",
    facts=FACTS,
    facts_in_order=IN_ORDER,
    metrics=(DONE,),
    measures=(
        Measure("missed", "Missed or overdue", "count(*) FILTER (WHERE counts_as IN ('overdue', 'no_answer'))"),
        Measure("no_answer", "Of them no answer", "count(*) FILTER (WHERE state = 'no_answer')"),
        Measure("declined", "Declined", _as("declined")),
        Measure("cancelled", "Cancelled", _as("cancelled")),
        Measure("without", "None planned", _as("without")),
        Measure("two_running", "Two weeks running", "count(*) FILTER (WHERE gap AND gap_before)"),
        Measure("run", "Weeks in a row, until now", "max(run)", only=frozenset({"home"})),
    ),
    choices=(
        Choice(
            "gap",
            "Without a check-in",
            "CASE WHEN run >= 2 THEN '2' ELSE '' END",
            {"2": "For two weeks or more, until now"},
            breaks_down=False,
            in_order=True,
        ),
    ),
    kept=True,
    weekly=True,
    passing="counts_as = 'today'",  # a call begun today
    records=_records,
)
