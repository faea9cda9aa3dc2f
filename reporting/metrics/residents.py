"""Residents: who has had no contact for long, and who went to hospital with and without having been named."""

from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.addresses import address_of
from reporting.metrics.definition import OF_ALIGNED, PATIENTS, Measure, Metric, Report, Shown

_OWNER = "Clinical lead for Enhanced Health in Care Homes of the commissioner"

DISCUSSED = Metric(
    key="contact_in_90_days",
    name="A contact in the last 90 days",
    unit="residents",
    owner=_OWNER,
    source="Entered: contacts on rounds, and contacts of residents who were named",
    numerator="Residents whom a clinician has seen, or discussed with the discussion written down, in the last 90 days",
    denominator="Residents who live in the homes today, whatever practice they are registered with",
    exclusions="Arrived less than 90 days ago and no contact yet",
    not_known="Nothing: without a recorded contact there was none",
    reviewed_by=date(2027, 10, 1),
    excluded="here_for < 90 AND (contact_ago IS NULL OR contact_ago > 90)",
    unknown="false",
    met="contact_ago <= 90",
)
NAMED_BEFORE = Metric(
    key="named_before_hospital",
    name="Named in the 7 days before hospital",
    unit="stays in hospital",
    owner=_OWNER,
    source="Entered: absences, and residents who were named",
    numerator="Stays in hospital of residents who had been named in the 7 days before, or on the day itself",
    denominator="Stays in hospital that began in the period",
    exclusions="Planned stays",
    not_known="Nothing: whether a stay was planned is often not known, and then it counts",
    reviewed_by=date(2027, 10, 1),
    excluded="planned",
    unknown="false",
    met="named_before",
    rows="is_stay",
)

_PLACES = frozenset({"home", "pcn", "council", "commissioner", "region"})


def _records(by: Acting, home_id: int) -> str:
    return address_of("residents:of_home", home_id) if by.may(Permission.SEE_RESIDENTS) else ""


RESIDENTS = Report(
    key="residents",
    title="Residents without a contact",
    question="Which homes have residents whom nobody has discussed in 90 days?",
    counted="residents",
    facts="SELECT *, %(today)s::date AS on_day FROM reported_residents(%(today)s)",
    metrics=(DISCUSSED,),
    measures=(
        Measure("residents", "Residents", "count(*)"),
        OF_ALIGNED,
        Measure(
            "per_year",
            "Contacts a resident, 12 months",
            "sum(contacts_in_year)::float / nullif(count(*), 0)",
            Shown.RATE,
            base="coalesce(sum(contacts_in_year), 0)",
        ),
    ),
    choices=(PATIENTS,),
    usual="home",
    now_only=True,
    people=True,
    records=_records,
)

HOSPITAL = Report(
    key="hospital",
    title="Stays in hospital",
    question="How many went to hospital, and had they been named before?",
    counted="stays in hospital",
    facts="""
        SELECT home_id, on_day, planned, named_before, patients, true AS is_stay
        FROM reported_hospital_stays(%(first)s, %(last)s)
        UNION ALL
        SELECT home_id, least(%(last)s::date, %(today)s::date), NULL, NULL, patients, false FROM reported_residents(%(today)s)
    """,
    metrics=(NAMED_BEFORE,),
    measures=(
        Measure("stays", "Stays in hospital", "count(*) FILTER (WHERE is_stay)"),
        Measure("planned", "Planned", "count(*) FILTER (WHERE planned)"),
        Measure(
            "per_hundred",
            "Stays for 100 residents of today",
            "100.0 * count(*) FILTER (WHERE is_stay) / nullif(count(*) FILTER (WHERE NOT is_stay), 0)",
            Shown.RATE,
            base="count(*) FILTER (WHERE is_stay)",
            tells="stays",
            only=_PLACES,
            per=100,
        ),
    ),
    choices=(PATIENTS,),
    adds_up=(("stays", "named_before_hospital.all"), ("planned", "named_before_hospital.excluded")),
    usual="week",
    people=True,
    records=_records,
)
