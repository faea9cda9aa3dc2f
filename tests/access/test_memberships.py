"""Invitations and memberships: who may, what the database holds afterwards, and what the invited person meets."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from carehomes.access.models import Invitation, Membership, Organisation, User
from carehomes.deadlines import london_today
from carehomes.notifications.models import OutboxMessage
from tests.access.conftest import PASSWORD
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
ADMINISTRATOR = "organisation_administrator"


@pytest.fixture
def pcn(db: None) -> Organisation:
    return OrganisationFactory(name="Westmere PCN")


@pytest.fixture
def administrator(client: ScopedClient, pcn: Organisation) -> Membership:
    """Olga Alecost, who is signed in as `client`."""
    membership = MembershipFactory(user=UserFactory(name="Olga Alecost"), organisation=pcn, role=ADMINISTRATOR)
    client.act_as(membership)
    return membership


def invite(client: ScopedClient, **more: Any) -> Any:
    form = {"name": "Basil Thyme", "email": "basil.thyme@homeround.example", "role": "care_coordinator"}
    return client.post(reverse("access:invite"), {**form, "idempotency_key": str(uuid4()), **more})


def link() -> str:
    """The link of the latest invitation, as it stands in the e-mail."""
    body = OutboxMessage.objects.latest("pk").body
    return re.search(r"(/invitation/[^/]+/)", body)[1]


def accept(path: str, client: ScopedClient | None = None) -> Any:
    form = {"name": "Basil Thyme", "password": "three words to remember", "password_again": "three words to remember"}
    return (client or ScopedClient()).post(path, form)


def test_an_invited_person_becomes_a_member_and_sets_up_a_second_step(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    assert invite(client, job_title="Coordinator").url == reverse("access:people")
    message = OutboxMessage.objects.get()
    assert message.recipient == "basil.thyme@homeround.example"
    assert "Olga Alecost invites you" in message.subject
    assert Invitation.objects.get().token_digest not in message.body

    visitor = ScopedClient()
    page = visitor.get(link()).content.decode()
    assert "Olga Alecost invites you" in page
    assert "Join Westmere PCN" in page
    assert accept(link(), visitor).url == "/"
    assert visitor.get("/").url == reverse("mfa_index")
    assert "This session" in visitor.get(reverse("usersessions_list")).content.decode()

    member = Membership.objects.get(user__email="basil.thyme@homeround.example")
    assert (member.role, member.job_title, member.starts_on) == ("care_coordinator", "Coordinator", london_today())
    event = member.events.get()
    assert event.pgh_context["reason"] == "an invitation was accepted"
    assert event.pgh_context["user"] == str(member.user_id)


def test_a_link_works_once(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    path = link()
    accept(path)
    again = ScopedClient().get(path)
    assert again.status_code == 404
    assert "This invitation no longer works" in again.content.decode()


def test_a_link_ends_after_seven_days(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ScopedClient().get(link()).status_code == 404
    assert accept(link()).status_code == 404
    assert not User.objects.filter(email="basil.thyme@homeround.example").exists()


def test_an_invitation_for_a_time_that_is_over_opens_nothing(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    Invitation.objects.update(membership_ends_on=london_today())
    assert ScopedClient().get(link()).status_code == 404
    assert accept(link()).status_code == 404
    assert not User.objects.filter(email="basil.thyme@homeround.example").exists()


def test_an_invitation_to_an_organisation_that_has_ended_opens_nothing(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    invite(client)
    Organisation.objects.filter(pk=pcn.pk).update(active_to=london_today())
    assert "does not work any more" in accept(link()).content.decode()
    assert not User.objects.filter(email="basil.thyme@homeround.example").exists()


def test_an_existing_person_signs_in_and_gets_one_more_membership(
    client: ScopedClient, administrator: Membership, person: User
) -> None:
    MembershipFactory(user=person, role="commissioner_lead")
    invite(client)
    visitor = ScopedClient()
    assert "You have an account already" in visitor.get(link()).content.decode()
    asked = visitor.post(link())
    visitor.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert asked.url.endswith(f"next={link()}")
    assert visitor.post(link()).url == "/"
    assert person.memberships.count() == 2


def test_an_invitation_is_not_for_whoever_is_signed_in(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    assert "Sign out, then open the link again" in client.get(link()).content.decode()
    client.post(link())
    assert administrator.user.memberships.count() == 1


def test_sending_again_ends_the_earlier_link(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    first = link()
    client.post(reverse("access:resend", args=[Invitation.objects.get().pk]))
    assert ScopedClient().get(first).status_code == 404
    assert ScopedClient().get(link()).status_code == 200
    assert OutboxMessage.objects.count() == 2


def test_a_withdrawn_invitation_opens_nothing(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    address = reverse("access:withdraw", args=[Invitation.objects.get().pk])
    assert "Withdraw the invitation of Basil Thyme?" in client.get(address).content.decode()
    client.post(address)
    assert ScopedClient().get(link()).status_code == 404


def test_a_form_sent_twice_invites_once(client: ScopedClient, administrator: Membership) -> None:
    key = str(uuid4())
    invite(client, idempotency_key=key)
    invite(client, idempotency_key=key)
    assert Invitation.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_who_is_invited_or_a_member_is_not_invited_again(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    assert "has an open invitation to that role" in invite(client).content.decode()
    accept(link())
    assert "is a member in that role already" in invite(client).content.decode()


def test_a_role_of_another_kind_of_organisation_is_refused(client: ScopedClient, administrator: Membership) -> None:
    for role in ("care_home_staff", "platform_administrator", "national_reader"):
        assert invite(client, role=role).status_code == 200
    assert not Invitation.objects.exists()


def test_a_weak_password_is_refused_beside_its_field(client: ScopedClient, administrator: Membership) -> None:
    invite(client)
    form = {"name": "Basil Thyme", "password": "short", "password_again": "short"}
    page = ScopedClient().post(link(), form).content.decode()
    assert "Error: Join" in page
    assert 'href="#id_password"' in page


@pytest.mark.parametrize("role", ["care_coordinator", "clinician", "data_protection_officer"])
def test_nobody_else_invites(client: ScopedClient, pcn: Organisation, role: str) -> None:
    client.act_as(MembershipFactory(organisation=pcn, role=role))
    assert client.get(reverse("access:people")).status_code == 403
    assert invite(client).status_code == 403
    assert not Invitation.objects.exists()


def test_people_of_another_organisation_do_not_exist(client: ScopedClient, administrator: Membership) -> None:
    other = MembershipFactory(role="clinician")
    assert other.user.name not in client.get(reverse("access:people")).content.decode()
    for name in ("membership", "end_membership"):
        assert client.get(reverse(f"access:{name}", args=[other.pk])).status_code == 404
    assert client.post(reverse("access:restore_membership", args=[other.pk])).status_code == 404


@pytest.fixture
def colleague(pcn: Organisation) -> Membership:
    return MembershipFactory(organisation=pcn, role="care_coordinator", job_title="Coordinator")


def change(client: ScopedClient, member: Membership, **more: Any) -> Any:
    address = reverse("access:membership", args=[member.pk])
    version = re.search(r'name="version" value="(\d+)"', client.get(address).content.decode())[1]
    form = {"role": member.role, "job_title": member.job_title, "version": version}
    return client.post(address, {**form, **more})


def test_another_role_begins_today_and_the_first_stays_on_record(
    client: ScopedClient, administrator: Membership, colleague: Membership
) -> None:
    change(client, colleague, role="clinician")
    colleague.refresh_from_db()
    assert colleague.ends_on == london_today()
    assert colleague.user.memberships.get(ends_on=None).role == "clinician"


def test_a_job_title_changes_in_place_and_the_history_says_who(
    client: ScopedClient, administrator: Membership, colleague: Membership
) -> None:
    change(client, colleague, job_title="Lead coordinator")
    event = colleague.events.order_by("pgh_id").last()
    assert event.job_title == "Lead coordinator"
    assert event.pgh_context["membership"] == str(administrator.pk)


def test_a_stale_form_changes_nothing_and_loses_nothing(
    client: ScopedClient, administrator: Membership, colleague: Membership
) -> None:
    answer = change(client, colleague, job_title="Mine", version="0").content.decode()
    assert "A colleague has changed this membership" in answer
    assert 'value="Mine"' in answer


def test_ending_needs_a_reason_and_shuts_the_door_at_once(
    client: ScopedClient, administrator: Membership, colleague: Membership
) -> None:
    theirs = ScopedClient().act_as(colleague)
    assert theirs.get("/your-details/").status_code == 200
    address = reverse("access:end_membership", args=[colleague.pk])
    assert "Enter why it ends" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "Left for another practice"})
    assert theirs.get("/your-details/").status_code == 403

    client.post(reverse("access:restore_membership", args=[colleague.pk]))
    colleague.refresh_from_db()
    assert (colleague.ends_on, colleague.ended_reason) == (None, "")


def test_taking_an_ending_back_keeps_the_end_that_was_planned(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    planned = london_today() + timedelta(days=12)
    cover = MembershipFactory(organisation=pcn, role="care_coordinator", ends_on=planned)
    client.post(reverse("access:end_membership", args=[cover.pk]), {"reason": "Not needed"})
    client.post(reverse("access:restore_membership", args=[cover.pk]))
    cover.refresh_from_db()
    assert cover.ends_on == planned

    client.post(reverse("access:end_membership", args=[cover.pk]), {"reason": "Not needed"})
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        client.act_as(administrator)
        client.post(reverse("access:restore_membership", args=[cover.pk]))
    cover.refresh_from_db()
    assert cover.ended_reason == "Not needed"


def test_the_last_administrator_stays(client: ScopedClient, administrator: Membership, pcn: Organisation) -> None:
    address = reverse("access:end_membership", args=[administrator.pk])
    assert "This is the last administrator" in client.post(address, {"reason": "Leaving"}).content.decode()
    MembershipFactory(organisation=pcn, role=ADMINISTRATOR)
    assert client.post(address, {"reason": "Leaving"}).status_code == 302


def test_whose_account_is_closed_administers_nothing(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    closed = MembershipFactory(organisation=pcn, role=ADMINISTRATOR)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    answer = client.post(reverse("access:end_membership", args=[administrator.pk]), {"reason": "Left"})
    assert "This is the last administrator" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.ends_on is None


def test_a_membership_that_has_ended_is_not_changed(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    ended = MembershipFactory(organisation=pcn, job_title="", ends_on=london_today(), ended_reason="Left")
    answer = change(client, ended, job_title="Lead")
    assert "This membership has ended" in answer.content.decode()
    ended.refresh_from_db()
    assert (ended.ends_on, ended.job_title) == (london_today(), "")


def test_an_end_is_not_taken_away_where_the_role_has_begun_again(
    client: ScopedClient, administrator: Membership, pcn: Organisation
) -> None:
    cover = MembershipFactory(organisation=pcn, ends_on=london_today() + timedelta(days=30))
    MembershipFactory(organisation=pcn, user=cover.user, role=cover.role)
    answer = change(client, cover)
    assert "The person has this role here already, without an end" in answer.content.decode()


def test_the_page_of_people_takes_the_same_queries_for_many(
    client: ScopedClient, administrator: Membership, pcn: Organisation, django_assert_max_num_queries: Any
) -> None:
    for _ in range(60):
        MembershipFactory(organisation=pcn, role="clinician")
    client.get(reverse("access:people"))
    with django_assert_max_num_queries(16):  # includes the test's own set role and savepoints
        page = client.get(reverse("access:people")).content.decode()
    assert page.count("/end/") == 50
    assert "Page 2 of 2" in page


def test_platform_administrators_invite_administrators_and_nobody_else(client: ScopedClient, pcn: Organisation) -> None:
    client.act_as(MembershipFactory(role="platform_administrator"))
    address = reverse("access:invite_administrator", args=[pcn.pk])
    form = {"name": "Basil Thyme", "email": "basil.thyme@homeround.example", "idempotency_key": str(uuid4())}
    assert client.post(address, {**form, "role": "clinician"}).status_code == 200
    assert not Invitation.objects.exists()
    assert client.post(address, {**form, "role": ADMINISTRATOR}).status_code == 302
    accept(link())
    assert Membership.objects.get(organisation=pcn).role == ADMINISTRATOR


def test_the_platform_sends_and_withdraws_what_it_invited_as_administrators_do(
    client: ScopedClient, pcn: Organisation
) -> None:
    client.act_as(MembershipFactory(role="platform_administrator"))
    form = {"name": "Basil Thyme", "email": "basil.thyme@homeround.example", "idempotency_key": str(uuid4())}
    client.post(reverse("access:invite_administrator", args=[pcn.pk]), {**form, "role": ADMINISTRATOR})
    here = [pcn.pk, Invitation.objects.get().pk]
    first = link()
    client.post(reverse("access:resend_administrator", args=here))
    assert ScopedClient().get(first).status_code == 404
    assert ScopedClient().get(link()).status_code == 200

    withdraw = reverse("access:withdraw_administrator", args=here)
    assert "Withdraw the invitation of Basil Thyme?" in client.get(withdraw).content.decode()
    assert client.post(withdraw).url == reverse("access:keep_organisation", args=[pcn.pk])
    assert ScopedClient().get(link()).status_code == 404
    another = reverse("access:withdraw_administrator", args=[OrganisationFactory().pk, here[1]])
    assert client.get(another).status_code == 404
