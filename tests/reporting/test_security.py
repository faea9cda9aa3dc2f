"""Who counts what: an area its own homes, a region its commissioners', England all; and nobody who sees no residents a small number."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import OrganisationParent
from carehomes.access.roles import ROLES, Permission
from carehomes.access.scopes import acting_scope
from carehomes.residents.models import Absence
from checkins.models import Nomination
from reporting.metrics import REPORTS
from reporting.presenters import ReportFile, ReportPage
from reporting.queries import count
from reporting.rules import is_small
from tests.factories import (
    LONG_AGO,
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    RoundFactory,
    StayFactory,
    acting_for,
)
from tests.reporting.conftest import NOW, TODAY, asked_by, counted, four
from tests.reporting.test_issues import issue

pytestmark = pytest.mark.django_db
READERS = ("care_coordinator", "clinician", "commissioner_lead", "regional_reader")


def fill(area, people: int):
    """The same things in each area, as many residents as said."""
    home = area.homes[0]
    for _ in range(people):
        person = ResidentFactory(home=home)
        StayFactory(resident=person)
        NominationFactory(resident=person, raised_at=NOW, reasons=["news2"])
    CheckInFactory(home=home, state="completed", completed_at=NOW, caller_user_id=1)
    RoundFactory(home=home, began_at=NOW, state="in_session")
    issue(home, area.pcn, NOW)


@pytest.fixture
def filled(here, there):
    fill(here, 3)
    fill(there, 8)


TOTALS = {
    "check-ins": ("check_in_done", 26),
    "waits": ("acknowledged_in_time", 3),
    "escalations": ("seen_at_all", 3),
    "rounds": ("round_held", 1),
    "residents": ("contact_in_90_days", 3),
    "issues": ("resolved_in_time", 1),
    "open-issues": ("open_in_time", 1),
}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("report", TOTALS)
def test_an_area_counts_its_own(here, filled, role, report):
    metric, expected = TOTALS[report]
    assert sum(four(counted(here.member(role), report, weeks="13").total, metric)) == expected


@pytest.mark.parametrize("report", ["waits", "residents", "issues"])
def test_england_counts_all(here, filled, report):
    metric, ours = TOTALS[report]
    theirs = 8 if ours == 3 else ours
    assert sum(four(counted(MembershipFactory(role="national_reader"), report).total, metric)) == ours + theirs


def test_a_council_counts_its_homes(here, there, filled):
    council = MembershipFactory(role="local_authority_officer")
    HomeRelationshipFactory(
        home=there.homes[0], organisation=council.organisation, kind=RelationshipKind.LOCAL_AUTHORITY
    )
    assert sum(four(counted(council, "waits").total, "acknowledged_in_time")) == 8


@pytest.mark.parametrize("report", TOTALS)
def test_whoever_works_with_no_home_counts_nothing(here, filled, report):
    stranger = MembershipFactory(role="commissioner_lead")
    assert not counted(stranger, report).lines
    assert sum(four(counted(stranger, report).total, TOTALS[report][0])) == 0


def test_an_ended_membership_counts_nothing(here, filled):
    lead = here.member("commissioner_lead")
    assert counted(lead, "waits").lines
    type(lead).objects.filter(pk=lead.pk).update(ends_on=LONG_AGO + timedelta(days=1))
    assert not counted(lead, "waits").lines


def test_an_area_in_the_address_that_is_another_ones_counts_nothing(here, there, filled):
    assert not counted(here.member("commissioner_lead"), "waits", area=f"pcn:{there.pcn.pk}").lines
    assert not counted(here.member("commissioner_lead"), "check-ins", home=str(there.homes[0].pk)).lines


FUNCTIONS = (
    "reported_nominations('2026-11-01', '2026-11-30', now())",
    "reported_contacts('2026-11-01', '2026-11-30')",
    "reported_residents('2026-11-25')",
    "reported_hospital_stays('2026-11-01', '2026-11-30')",
    "reported_reopenings('2026-11-01', '2026-11-30')",
)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_counts_past_the_policies_tells_no_names_and_no_ids(function, here):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function} LIMIT 0")
        columns = {column.name for column in cursor.description}
    allowed_id = {"issue_id"} if "reopenings" in function else set()  # whose row every reader of it may read
    assert not {name for name in columns if name.endswith(("_id", "name", "number", "at"))} - {"home_id"} - allowed_id


def test_a_commissioner_still_reads_no_nomination(here, filled):
    with acting_scope(acting_for(here.member("commissioner_lead"))):
        assert not Nomination.objects.exists()


def page(membership, report: str, /, **given: str) -> ReportPage:
    by = acting_for(membership)
    asked = asked_by(by, report, **given)
    with acting_scope(by):
        return ReportPage(asked=asked, counted=count(asked, NOW), weekly=None, names={"area": ""})


@pytest.mark.parametrize("role", ["commissioner_lead", "regional_reader"])
def test_one_to_four_is_not_shown_without_residents(here, filled, role):
    shown = page(here.member(role), "waits")
    assert shown.total.words("named") == "1 to 4"
    assert shown.total.share(REPORTS["waits"].metrics[0]) in ("0 of 3, 0%", "Not shown", "1 to 4")
    assert "3" not in " ".join(str(cell) for row in ReportFile(shown).lines for cell in row[1:])


def test_five_or_more_are_rounded_and_direct_care_sees_all(here, there, filled):
    assert page(there.member("commissioner_lead"), "waits").total.words("named") == "5", "of 8"
    assert page(there.member("clinician"), "waits").total.words("named") == "8"
    assert page(here.member("clinician"), "waits").total.words("named") == "3"


def test_a_median_of_few_is_not_shown(here):
    for _ in range(4):
        NominationFactory(
            resident=ResidentFactory(home=here.homes[0]),
            raised_at=NOW,
            seen_at=NOW,
            state="seen",
            seen_by_name="Dr Anna Betony",
            contact="video",
        )
    measure = next(each for each in REPORTS["waits"].measures if each.key == "to_seen")
    assert page(here.member("commissioner_lead"), "waits").total.measure(measure) == "Not shown"
    assert page(here.member("clinician"), "waits").total.measure(measure) == "0 min"


def test_counts_of_homes_and_issues_are_no_counts_of_residents(here, filled):
    assert page(here.member("commissioner_lead"), "issues").total.words("raised") == "1"


def test_england_never_sees_one_home_of_residents():
    by = acting_for(MembershipFactory(role="national_reader"))
    for report in (each for each in REPORTS.values() if each.people):
        assert "home" not in asked_by(by, report.key, area="pcn:1").breakdowns
    assert "home" in asked_by(by, "check-ins", area="pcn:1").breakdowns
    assert "home" not in asked_by(by, "check-ins").breakdowns


@pytest.mark.parametrize("role", [key for key, role in ROLES.items() if Permission.SEE_REPORTS not in role.permissions])
def test_other_roles_have_no_reports(client, role):
    client.act_as(MembershipFactory(role=role))
    for path in ("/reports/", "/reports/waits/", "/reports/waits/lines.csv", "/reports/how-numbers-are-made/"):
        assert client.get(path).status_code == 403


def test_no_resident_is_named_anywhere(client, here):
    person = ResidentFactory(home=here.homes[0], given_name="Ivy", family_name="Meadowsweet")
    StayFactory(resident=person)
    NominationFactory(resident=person, raised_at=NOW, sentence="Breathless")
    for role in READERS:
        client.act_as(here.member(role))
        for key in REPORTS:
            for path in (f"/reports/{key}/?by=home", f"/reports/{key}/lines.csv?by=home"):
                shown = client.get(path).content.decode()
                assert "Meadowsweet" not in shown
                assert "Breathless" not in shown


def cells_that_show(shown: ReportPage) -> dict[str, dict[str, int]]:
    """Line by line what a reader can read: every count that is not hidden."""
    lines, total = shown._cells
    return {
        cells.line.key: {name: count for name, count in cells.counts.items() if name not in cells.hidden}
        for cells in [*lines, total]
    }


def test_everybody_but_a_few_tells_the_few(here):
    """39 residents, 35 patients of the aligned PCN: four would be known to be patients of another."""
    practice = OrganisationFactory(kind="gp_practice")
    OrganisationParent.objects.create(child=practice, parent=here.pcn, kind="network", starts_on=LONG_AGO)
    for place in range(9):
        ResidentFactory(home=here.homes[0], registered_practice=practice if place < 7 else None)
    shown = cells_that_show(page(here.member("commissioner_lead"), "residents"))
    assert shown[str(here.homes[0].pk)].keys() & {"residents", "of_aligned"} != {"residents", "of_aligned"}


def many_homes(area) -> None:
    """Twelve homes with up to eight residents, of whom some were seen and some are in hospital."""
    drawn = random.Random(11)
    seen = {"state": "seen", "seen_at": NOW, "seen_by_name": "Anna Betony", "contact": "video"}
    for home in [area.home(f"Ash Grange {number}") for number in range(12)]:
        for _ in range(drawn.randrange(9)):
            person = ResidentFactory(home=home)
            stay = StayFactory(resident=person)
            raised_at, facts = NOW - timedelta(days=drawn.randrange(20)), drawn.choice((seen, {}))
            urgency, reason = (
                drawn.choice(("same_day", "within_48_hours", "routine")),
                drawn.choice(("news2", "soft_signs")),
            )
            NominationFactory(resident=person, raised_at=raised_at, urgency=urgency, reasons=[reason], **facts)
            if drawn.random() < 0.5:
                Absence.objects.create(resident=person, home=home, stay=stay, kind="hospital", went_on=TODAY)


def told(shown: ReportPage) -> list[str]:
    """The small numbers that somebody could work out from a line: a part of a share, or a whole less a part."""
    lines, total = shown._cells
    found = []
    for cells in [*lines, total]:
        for metric in shown.report.metrics:
            name = {
                part: f"{metric.key}.{part}" for part in ("met", "not_met", "unknown", "excluded", "counted", "all")
            }
            found += [part for part in name.values() if part not in cells.hidden and is_small(cells.counts[part])]
            if {name["counted"], name["all"]}.isdisjoint(cells.hidden) and name["excluded"] in cells.hidden:
                found.append(name["excluded"])
    return found


@pytest.mark.parametrize("report", [each.key for each in REPORTS.values() if each.people])
def test_no_cell_of_any_report_can_be_worked_out_from_the_others(here, report):
    many_homes(here)
    for way in ("home", "pcn", "patients"):
        shown = page(here.member("commissioner_lead"), report, by=way)
        assert not told(shown)
        lines, total = shown._cells
        for name in total.counts:
            hidden = [cells for cells in [*lines, total] if name in cells.hidden]
            others = [cells.counts[name] for cells in lines if cells not in hidden]
            assert len(hidden) != 1 or not any(others), f"{name} of {hidden[0].line.name} is what the others leave"


def test_overlapping_periods_do_not_leave_one_resident(client, here):
    """Eight named in four weeks, seven of them in the last three: exact counts would leave the one of the first week."""
    for place in range(8):
        NominationFactory(
            resident=ResidentFactory(home=here.homes[0]), raised_at=NOW - timedelta(weeks=3 if place == 0 else 1)
        )
    lead = here.member("commissioner_lead")
    of_four = page(lead, "waits", weeks="4").total
    of_one = page(lead, "waits", weeks="1", until="2026-W47").total
    assert (of_four.words("named"), of_one.words("named")) == ("5", "5")
    assert "7" not in "".join(str(cell) for row in ReportFile(page(lead, "waits", weeks="4")).lines for cell in row[1:])


def test_no_exact_count_of_residents_leaves_by_rate_share_order_or_file(here):
    """Every number of a page is one that rounded counts give."""
    many_homes(here)
    for report in (each for each in REPORTS.values() if each.people):
        for way in ("pcn", "home"):
            shown = page(here.member("commissioner_lead"), report.key, by=way)
            lines, total = shown._cells
            for cells in [*lines, total]:
                seen = {name: count for name, count in cells.counts.items() if name not in cells.hidden}
                assert not [name for name, count in seen.items() if count % 5], seen
            weights = [shown._weight(cells, shown._usual_order) for cells in shown.ordered]
            assert weights == sorted(weights, reverse=True)


def test_a_rate_is_worked_out_of_rounded_counts(here):
    """Seven stays of 13 residents: 5 for 10."""
    for place in range(13):
        person = ResidentFactory(home=here.homes[0])
        stay = StayFactory(resident=person)
        if place < 7:
            Absence.objects.create(resident=person, home=here.homes[0], stay=stay, kind="hospital", went_on=TODAY)
    measure = next(each for each in REPORTS["hospital"].measures if each.key == "per_hundred")
    assert page(here.member("commissioner_lead"), "hospital", by="pcn").total.measure(measure) == "50.0"
    assert page(here.member("clinician"), "hospital", by="pcn").total.measure(measure) == "53.8"
