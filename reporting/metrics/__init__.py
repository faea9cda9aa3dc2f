"""Every number of the reports, defined once. Pages and files read these definitions; none has one of its own."""

from collections.abc import Mapping

from reporting.metrics.check_ins import CHECK_INS
from reporting.metrics.definition import Choice, Measure, Metric, Report, Shown
from reporting.metrics.issues import ISSUES, OPEN_ISSUES
from reporting.metrics.nominations import ESCALATIONS, WAITS
from reporting.metrics.residents import HOSPITAL, RESIDENTS
from reporting.metrics.rounds import ATTENDANCE, CONTACTS, ROUNDS

REPORTS: Mapping[str, Report] = {
    report.key: report
    for report in (
        CHECK_INS,
        WAITS,
        ESCALATIONS,
        ROUNDS,
        ATTENDANCE,
        CONTACTS,
        RESIDENTS,
        HOSPITAL,
        ISSUES,
        OPEN_ISSUES,
    )
}

__all__ = ["REPORTS", "Choice", "Measure", "Metric", "Report", "Shown"]
