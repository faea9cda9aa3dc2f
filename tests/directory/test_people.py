"""Changing whom to ring at a home, who is named for it, and when it is rung."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope
from carehomes.deadlines import london_today
from carehomes.directory import actions
from carehomes.directory.models import CheckInSchedule, ContactNumber, NamedRole, NamedRoleKind
from tests.factories import (
    CheckInScheduleFactory,
    ContactNumberFactory,
    MembershipFactory,
    NamedRoleFactory,
    OrganisationFactory,
    home_of,
)

pytestmark = pytest.mark.django_db
MOIRA = {"person_name": "Moira Sorrel", "job": "Deputy manager", "phone": "01632 960142", "when_to_ring": "Mornings"}


@pytest.fixture
def pcn():
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def home(pcn):
    return home_of(pcn, name="Larch House")


@pytest.fixture
def wednesday(time_machine):
    time_machine.move_to(datetime(2026, 11, 25, 10, 42, tzinfo=UTC), tick=False)


@pytest.fixture
def ours(sign_in, pcn):
    return sign_in(organisation=pcn)


def url(name, home, *more):
    return reverse(f"directory:{name}", args=[home.pk, *more])


def send(client, address, **data):
    return client.post(address, {"idempotency_key": str(uuid.uuid4()), "version": "0", **data})


def version_in(client, address):
    return client.get(address).content.decode().split('name="version" value="')[1].split('"')[0]


# --- Numbers


def test_the_first_number_is_the_main_one_and_a_double_click_adds_one(ours, home):
    data = {"idempotency_key": str(uuid.uuid4()), "version": "0", **MOIRA}
    for _ in range(2):
        assert ours.post(url("add_number", home), data).status_code == 302
    contact = ContactNumber.objects.get()
    assert (contact.phone, contact.is_main) == ("01632960142", True)


def test_a_new_main_number_takes_the_place_of_the_old_one(ours, home):
    old = ContactNumberFactory(home=home)
    send(ours, url("add_number", home), **MOIRA, is_main="on")
    old.refresh_from_db()
    assert not old.is_main
    ours.post(url("make_main_number", home, old.pk))
    old.refresh_from_db()
    assert old.is_main
    assert ContactNumber.objects.filter(is_main=True).count() == 1


def test_a_wrong_number_is_said_beside_its_box_and_keeps_what_was_typed(ours, home):
    answer = send(ours, url("add_number", home), **{**MOIRA, "phone": "12"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "Deputy manager" in page
    assert not ContactNumber.objects.exists()


def test_a_removed_number_can_be_put_back(ours, home):
    contact = ContactNumberFactory(home=home)
    page = ours.post(url("remove_number", home, contact.pk), follow=True).content.decode()
    contact.refresh_from_db()
    assert contact.removed_on == london_today()
    assert "Numbers removed last" in page

    ours.post(url("put_back_number", home, contact.pk))
    contact.refresh_from_db()
    assert contact.removed_on is None


def test_who_changes_what_somebody_else_just_changed_is_told_and_loses_nothing(ours, home, pcn, acting):
    contact = ContactNumberFactory(home=home)
    address = url("number", home, contact.pk)
    seen = version_in(ours, address)
    colleague = acting(organisation=pcn)
    with acting_scope(colleague):
        ContactNumber.objects.filter(pk=contact.pk).update(phone="01632960199")

    answer = send(ours, address, **MOIRA, version=seen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"{colleague.person} changed this on" in page
    assert "Mornings" in page

    again = page.split('name="version" value="')[1].split('"')[0]
    assert send(ours, address, **MOIRA, version=again).status_code == 302
    contact.refresh_from_db()
    assert contact.when_to_ring == "Mornings"


@pytest.mark.parametrize("name", ["people", "add_number", "add_role", "schedule"])
def test_a_home_of_others_is_not_found(sign_in, home, name):
    assert sign_in().get(url(name, home)).status_code == 404
    assert send(sign_in(), url(name, home), **MOIRA).status_code == 404


def test_the_database_refuses_what_a_view_would_let_through(acting, home):
    from django.db import ProgrammingError

    contact = actions.Contact(person_name="Moira", phone="01632960142")
    with pytest.raises(ProgrammingError, match="row-level security"), acting_scope(acting()) as scope:
        actions.add_contact(by=scope.acting, home=home, contact=contact, key=uuid.uuid4())


def test_a_number_of_another_home_is_not_found_through_this_one(ours, home, pcn):
    contact = ContactNumberFactory(home=home_of(pcn))
    assert ours.get(url("number", home, contact.pk)).status_code == 404
    assert ours.post(url("remove_number", home, contact.pk)).status_code == 404


def test_a_role_that_may_not_change_a_home_is_refused_by_page_and_action(sign_in, acting, pcn, home):
    assert sign_in("pharmacist", organisation=pcn).get(url("people", home)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.make_main_contact(by=acting("pharmacist", organisation=pcn), home=home, contact_id=1)


# --- Named people


def name_somebody(client, home, **changes):
    data = {
        "kind": NamedRoleKind.CLINICAL_LEAD,
        "person_name": "Dr Anna Betony",
        "profession": "community_matron",
        "organisation": "",
        "share_percent": "60",
        "starts_on_0": "1",
        "starts_on_1": "10",
        "starts_on_2": "2026",
    }
    return send(client, url("add_role", home), **{**data, **changes})


def date_names(client, address):
    """The names of the three boxes of a date, as the page has them."""
    import re

    return re.findall(r'name="([a-z_]+[-_](?:day|month|year|\d))"', client.get(address).content.decode())


def test_a_clinical_lead_of_any_profession_is_named_with_a_share(ours, home):
    boxes = dict(zip(date_names(ours, url("add_role", home)), ("1", "10", "2026"), strict=True))
    assert name_somebody(ours, home, **boxes).status_code == 302
    role = NamedRole.objects.get()
    assert (role.profession, role.share_percent, role.starts_on) == ("community_matron", 60, date(2026, 10, 1))


def test_shares_of_clinical_leads_cannot_exceed_the_whole(acting, home, pcn):
    NamedRoleFactory(home=home, share_percent=60)
    by = acting(organisation=pcn)
    person = actions.Person(person_name="Dr Sage Tarragon", profession="gp", share_percent=50)
    with acting_scope(by), pytest.raises(Exception, match="at most 40% are left"):
        add(by, home, person)
    with acting_scope(by):
        add(by, home, actions.Person(person_name="Dr Sage Tarragon", profession="gp", share_percent=40))
    assert NamedRole.objects.count() == 2


def add(by, home, person, kind=NamedRoleKind.CLINICAL_LEAD):
    today = date(2026, 11, 25)
    actions.add_named_role(
        by=by, home=home, kind=kind, person=person, starts_on=today, key=uuid.uuid4(), today=london_today()
    )


def test_shares_do_not_bind_other_jobs_and_services_only_the_medicines_lead(acting, home, pcn):
    by = acting(organisation=pcn)
    person = actions.Person(person_name="Joe Lovage", share_percent=70, covers=["homely_remedies"])
    with acting_scope(by):
        add(by, home, person, NamedRoleKind.MEDICINES_LEAD)
        add(by, home, person, NamedRoleKind.COORDINATOR)
    lead, coordinator = NamedRole.objects.order_by("pk")
    assert (lead.covers, lead.share_percent) == (["homely_remedies"], 100)
    assert (coordinator.covers, coordinator.share_percent) == ([], 100)


def test_the_account_of_somebody_who_works_with_the_home_is_linked(acting, home, pcn):
    practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE)
    from tests.factories import HomeRelationshipFactory

    HomeRelationshipFactory(home=home, organisation=practice, kind=RelationshipKind.PRACTICE)
    lead = MembershipFactory(role="clinician", organisation=practice)
    stranger = MembershipFactory(role="clinician")
    by = acting(organisation=pcn)
    with acting_scope(by):
        add(by, home, actions.Person(person_name="Dr Anna Betony", email=lead.user.email.upper()))
    assert NamedRole.objects.get().user_id == lead.user_id
    with acting_scope(by), pytest.raises(Exception, match="Nobody with this address works with this home"):
        add(by, home, actions.Person(person_name="Dr X", share_percent=1, email=stranger.user.email))


def test_a_named_role_is_corrected_and_ended_and_stays_in_the_history(ours, home):
    role = NamedRoleFactory(home=home, person_name="Dr Ana Betony")
    address = url("role", home, role.pk)
    data = {"person_name": "Dr Anna Betony", "profession": "gp", "share_percent": "80"}
    assert send(ours, address, **data, version=version_in(ours, address)).status_code == 302
    role.refresh_from_db()
    assert (role.person_name, role.share_percent) == ("Dr Anna Betony", 80)

    end = url("end_role", home, role.pk)
    boxes = dict(zip(date_names(ours, end), ("31", "10", "2026"), strict=True))
    assert ours.post(end, boxes).status_code == 302
    role.refresh_from_db()
    assert role.ends_on == date(2026, 11, 1)
    assert "Named before" in ours.get(url("people", home)).content.decode()


def test_an_end_before_the_beginning_is_refused(ours, home):
    role = NamedRoleFactory(home=home)
    end = url("end_role", home, role.pk)
    boxes = dict(zip(date_names(ours, end), ("1", "1", "2019"), strict=True))
    answer = ours.post(end, boxes)
    assert answer.status_code == 422
    assert "must not be before the day it began" in answer.content.decode()


# --- When it is rung


DAY = {"weekday": "4", "window_starts": "9am", "window_ends": "11:30", "mode": "phone", "note": "Not at 10:30"}


def test_a_new_check_in_day_succeeds_the_old_one(wednesday, ours, home):
    """Nothing is overwritten: each row says from when until when."""
    address = url("schedule", home)
    data = {**DAY, "starts_on": "2026-11-30"}
    assert send(ours, address, **data, version=version_in(ours, address)).status_code == 302
    later = {**data, "weekday": "5", "mode": "video", "starts_on": "2026-12-07"}
    assert send(ours, address, **later, version=version_in(ours, address)).status_code == 302
    rows = CheckInSchedule.objects.order_by("starts_on").values_list("weekday", "mode", "starts_on", "ends_on")
    assert list(rows) == [
        (4, "phone", date(2026, 11, 30), date(2026, 12, 7)),
        (5, "video", date(2026, 12, 7), None),
    ]
    page = ours.get(url("people", home)).content.decode()
    assert "Mondays, 10:00 to 16:00" in page  # until then
    assert "Fridays, 09:00 to 11:30, by video" in page


def test_an_earlier_first_week_gives_up_what_was_planned_for_later(wednesday, ours, home):
    address = url("schedule", home)
    send(ours, address, **DAY, starts_on="2026-12-14", version=version_in(ours, address))
    send(ours, address, **{**DAY, "weekday": "2"}, starts_on="2026-12-07", version=version_in(ours, address))
    today = date(2026, 12, 14)
    assert [row.weekday for row in CheckInSchedule.objects.on(today)] == [2]


def test_this_week_keeps_its_day(wednesday, ours, home):
    address = url("schedule", home)
    answer = send(ours, address, **DAY, starts_on="2026-11-23", version=version_in(ours, address))
    assert answer.status_code == 422
    assert not CheckInSchedule.objects.exists()


def test_somebody_else_changed_the_day_meanwhile(wednesday, ours, home):
    address = url("schedule", home)
    opened = version_in(ours, address)
    send(ours, address, **DAY, starts_on="2026-11-30", version=opened)
    answer = send(ours, address, **{**DAY, "weekday": "1"}, starts_on="2026-11-30", version=opened)
    assert answer.status_code == 422
    assert [row.weekday for row in CheckInSchedule.objects.on(date(2026, 12, 1))] == [4]


def test_a_window_that_ends_before_it_starts_is_refused(ours, home):
    CheckInScheduleFactory(home=home)
    answer = send(ours, url("schedule", home), weekday="1", window_starts="11:00", window_ends="10:00")
    assert answer.status_code == 422
    assert "The end must be later than the start" in answer.content.decode()
