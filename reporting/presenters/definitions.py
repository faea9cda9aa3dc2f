"""What a number means, in words."""

from carehomes.ui import formats
from reporting.metrics import Metric
from reporting.models import Comparison

KEPT = "Counts of areas are kept week by week and follow every change within minutes."
SUPPRESSED = (
    "For readers who see no residents, counts of residents from 1 to 4 are written “1 to 4” and greater ones are rounded down to a "
    "multiple of 5; what would still give one away is not shown."
)


def definition(metric: Metric) -> list[tuple[str, str]]:
    """What a number means, line by line."""
    return [
        ("Met", metric.numerator),
        ("Of", metric.denominator),
        ("Left out", metric.exclusions),
        ("Not known", metric.not_known),
        ("Source", metric.source),
        ("Owner", metric.owner),
        ("Looked at again by", formats.long_date(metric.reviewed_by)),
    ]


def comparison(found: Comparison) -> str:
    """How a night's comparison of kept counts with the facts ended."""
    wrong = f"{formats.plural(found.differences, 'count')} differed and were counted anew"
    ended = wrong if found.differences else "no difference"
    return f"Compared with the facts on {formats.moment(found.compared_at)}: {formats.plural(found.weeks, 'week')}, {ended}."
