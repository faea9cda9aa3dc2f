"""Home rounds and MDT meetings: held, written up, who came, and the contacts that were made."""

from datetime import date

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.ui.addresses import address_of
from checkins.models import Contact, InvitedAs, RoundKind, RoundMode
from reporting.metrics.definition import PATIENTS, Choice, Measure, Metric, Report

_OWNER = "Clinical lead for Enhanced Health in Care Homes of the commissioner"
_SOURCE = "Entered by the team that held the round"

HELD = Metric(
    key="round_held",
    name="Round held",
    unit="rounds",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Rounds that were begun",
    denominator="Rounds convened for a day of the period on which the home was registered",
    exclusions="Cancelled with a reason",
    not_known="The day has not passed and it has not begun",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'cancelled'",
    unknown="NOT held AND on_day >= %(today)s::date",
    met="held",
)
WRITTEN_UP = Metric(
    key="round_written_up",
    name="Round written up and signed off",
    unit="rounds",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Rounds signed off by a clinician",
    denominator="Rounds held",
    exclusions="Cancelled or not held",
    not_known="Held today and not signed off yet",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'cancelled' OR NOT held",
    unknown="state <> 'signed_off' AND on_day >= %(today)s::date",
    met="state = 'signed_off'",
)
CAME = Metric(
    key="invited_came",
    name="Invited people came",
    unit="invitations",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Invited people whose attendance was counted",
    denominator="Invitations to rounds that were held",
    exclusions="Rounds cancelled or not held, invitations taken back",
    not_known="The round is not written up yet",
    reviewed_by=date(2027, 10, 1),
    excluded="state = 'cancelled' OR NOT held",
    unknown="NOT attended AND state = 'in_session'",
    met="attended",
)
CONTACT = Metric(
    key="contact_made",
    name="A contact was made",
    unit="residents on an agenda",
    owner=_OWNER,
    source=_SOURCE,
    numerator="Seen by a clinician, or discussed with one and the discussion written down",
    denominator="Residents on the agendas of rounds that were held; being on an agenda is no contact",
    exclusions="Put off to a day, with a reason",
    not_known="Nothing is recorded yet",
    reviewed_by=date(2027, 10, 1),
    excluded="outcome = 'put_off'",
    unknown="outcome IS NULL",
    met="counts",
)

_KIND = Choice("kind", "Kind", "kind", dict(RoundKind.choices))
_MODE = Choice("mode", "Way", "mode", dict(RoundMode.choices))


def _records(by: Acting, home_id: int) -> str:
    return f"{address_of('checkins:rounds')}?home={home_id}" if by.may(Permission.SEE_ROUNDS) else ""


ROUNDS = Report(
    key="rounds",
    title="Home rounds and MDT meetings",
    question="Are rounds held, written up and attended?",
    counted="rounds",
    facts="""
        SELECT r.home_id, r.held_on AS on_day, r.kind, r.mode, r.state, r.began_at IS NOT NULL AS held,
               r.on_agenda, r.seen, r.discussed, r.invited, r.attended
        FROM checkins_round r JOIN homes h ON h.id = r.home_id
            AND (h.registration_date IS NULL OR h.registration_date <= r.held_on)
            AND (h.deregistered_on IS NULL OR h.deregistered_on > r.held_on)
        WHERE r.held_on BETWEEN %(first)s::date AND %(last)s::date
    """,
    metrics=(HELD, WRITTEN_UP),
    measures=(
        Measure("cancelled", "Cancelled", "count(*) FILTER (WHERE state = 'cancelled')"),
        Measure("invited", "Invited", "coalesce(sum(invited) FILTER (WHERE held), 0)"),
        Measure("attended", "Came", "coalesce(sum(attended) FILTER (WHERE held), 0)"),
    ),
    choices=(_KIND, _MODE),
    kept=True,
    records=_records,
)

ATTENDANCE = Report(
    key="attendance",
    title="Who comes to rounds",
    question="Which professions come to the rounds that they are invited to?",
    counted="invitations",
    facts="""
        SELECT r.home_id, r.held_on AS on_day, r.kind, r.mode, r.state, r.began_at IS NOT NULL AS held, i.attended, i.invited_as
        FROM checkins_round r JOIN checkins_roundinvitation i ON i.round_id = r.id AND i.removed_at IS NULL
        WHERE r.held_on BETWEEN %(first)s::date AND %(last)s::date
    """,
    metrics=(CAME,),
    measures=(Measure("rounds", "Invitations to rounds held", "count(*) FILTER (WHERE held)"),),
    choices=(Choice("profession", "Profession", "invited_as", dict(InvitedAs.choices)), _KIND, _MODE),
    usual="profession",
    national=False,  # who was invited is not in what they may read
    records=_records,
)

CONTACTS = Report(
    key="contacts",
    title="Contacts on rounds",
    question="How many residents on an agenda had a contact, and of which category?",
    counted="residents on an agenda",
    facts="SELECT * FROM reported_contacts(%(first)s, %(last)s)",
    metrics=(CONTACT,),
    measures=(
        Measure("contacts", "Contacts", "count(*) FILTER (WHERE counts)"),
        Measure("seen", "Seen", "count(*) FILTER (WHERE counts AND outcome = 'seen')"),
        Measure("discussed", "Discussed", "count(*) FILTER (WHERE counts AND outcome = 'discussed')"),
        Measure("not_reached", "Not reached", "count(*) FILTER (WHERE outcome = 'not_reached')"),
    ),
    choices=(
        Choice("category", "Category", "category", {"": "No category"}),
        Choice("profession", "Clinician", "clinician_as", {**dict(InvitedAs.choices), "": "No clinician"}),
        Choice("how", "How", "how", {**dict(Contact.choices), "": "No contact"}),
        _KIND,
        PATIENTS,
    ),
    adds_up=(
        ("contacts", "contact_made.met"),
        ("seen", "discussed", "contacts"),
        ("not_reached", "contact_made.not_met"),
    ),
    usual="category",
    people=True,
    records=_records,
)
