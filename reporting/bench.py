"""Reports, and the SQL that a hand would write for the same numbers."""

# ruff: noqa: S608 - every part of these statements is written here; what differs comes as parameters

from carehomes.demo.bench.facts import Facts, finds_facts
from carehomes.demo.bench.pages import Page, measures_page
from carehomes.demo.england.accounts import COMMISSIONER, COORDINATOR, READER


@finds_facts
def reports_measured(facts: Facts) -> Facts:
    return {"check_ins_report": "check-ins", "waits_report": "waits"}


_SINCE = "(%(monday)s::date - 84)"
_WEEKS_SEEN = f"SELECT count(*) FROM checkins_checkin WHERE week >= {_SINCE}"
_WEEKS = f"""
    SELECT c.week, c.state, count(*) FROM directory_carehome h JOIN checkins_checkin c ON c.home_id = h.id AND c.week >= {_SINCE}
    WHERE h.in_scope AND h.deregistered_on IS NULL GROUP BY c.week, c.state
"""
_WAITS = f"""
    SELECT urgency, count(*), count(seen_after), percentile_cont(0.5) WITHIN GROUP (ORDER BY seen_after)
    FROM reported_nominations({_SINCE}, %(monday)s::date + 6, now()) GROUP BY urgency
"""
_WAITS_SEEN = f"SELECT count(*) FROM reported_nominations({_SINCE}, %(monday)s::date + 6, now())"

for _page in (
    Page("Report: check-ins of 13 weeks", "reporting:report", COORDINATOR, _WEEKS_SEEN, _WEEKS, ("check_ins_report",)),
    Page("Report: check-ins of 13 weeks", "reporting:report", COMMISSIONER, _WEEKS_SEEN, _WEEKS, ("check_ins_report",)),
    Page("Report: check-ins of 13 weeks", "reporting:report", READER, _WEEKS_SEEN, _WEEKS, ("check_ins_report",)),
    Page("Report: from named to seen", "reporting:report", COMMISSIONER, _WAITS_SEEN, _WAITS, ("waits_report",)),
):
    measures_page(_page)
