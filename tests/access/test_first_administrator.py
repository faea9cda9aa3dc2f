"""`add_platform_administrator`: how an installation gets its first person, who then invites everybody else."""

import re
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from carehomes.access.models import Invitation, Membership, Organisation
from carehomes.notifications.models import OutboxMessage
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
PERSON = {"email": "Rue.Bergamot@homeround.example", "name": "Rue Bergamot"}
ROLE = "platform_administrator"


def add(**options: Any) -> str:
    said = StringIO()
    call_command("add_platform_administrator", stdout=said, **{**PERSON, **options})
    return said.getvalue()


def link() -> str:
    """The link of the latest e-mail."""
    return re.search(r"(/invitation/[^/]+/)", OutboxMessage.objects.latest("pk").body)[1]


def accept(path: str, visitor: ScopedClient) -> Any:
    form = {"name": "Rue Bergamot", "password": "three words to remember", "password_again": "three words to remember"}
    return visitor.post(path, form)


def administers() -> Membership:
    platform = OrganisationFactory(kind="platform", name="Homeround")
    return MembershipFactory(role=ROLE, organisation=platform, user=UserFactory(name="Rue Bergamot"))


def test_the_first_person_is_invited_sets_a_password_and_must_set_up_a_second_step() -> None:
    said = add()
    assert "Made the organisation Homeround." in said
    assert "Rue Bergamot is invited. The link goes to rue.bergamot@homeround.example" in said
    message = OutboxMessage.objects.get()
    assert message.recipient == "rue.bergamot@homeround.example"
    assert message.subject == "The service team invites you to Homeround"

    visitor = ScopedClient()
    assert "because your role runs the platform" in visitor.get(link()).content.decode()
    assert accept(link(), visitor).url == "/"
    assert visitor.get(reverse("access:add_organisation")).url == reverse("mfa_index")
    assert "Your role runs the platform" in visitor.get(reverse("mfa_index")).content.decode()

    member = Membership.objects.get()
    assert (member.role, member.organisation.kind, member.organisation.name) == (ROLE, "platform", "Homeround")
    assert (
        Invitation.objects.get()
        .events.filter(pgh_context__reason="a platform administrator was invited by command")
        .exists()
    )


def test_the_organisation_of_the_platform_is_found_again() -> None:
    platform = OrganisationFactory(kind="platform", name="Westmere Digital")
    assert "Made the organisation" not in add(organisation="Westmere Digital")
    assert Invitation.objects.get().organisation == platform
    with pytest.raises(CommandError, match="The platform's organisation is called Westmere Digital, not Elsewhere"):
        add(organisation="Elsewhere")
    assert Organisation.objects.filter(kind="platform").count() == 1


def test_one_is_enough_unless_another_is_asked_for() -> None:
    administers()
    with pytest.raises(CommandError, match="who can invite others"):
        add()
    assert not OutboxMessage.objects.exists()
    assert "is invited" in add(another=True)


def test_the_command_does_not_invite_who_administers_already() -> None:
    member = administers()
    with pytest.raises(CommandError, match="This person administers the platform already"):
        add(email=member.user.email, another=True)


def test_a_closed_account_or_an_ended_membership_is_no_administrator() -> None:
    member = administers()
    member.user.is_active = False
    member.user.save()
    assert "is invited" in add()


def test_whoever_waits_gets_a_new_link_and_a_second_person_only_with_another() -> None:
    add()
    first = link()
    add()
    assert Invitation.objects.count() == 1
    assert ScopedClient().get(first).status_code == 404
    assert ScopedClient().get(link()).status_code == 200
    with pytest.raises(CommandError, match="Somebody is invited already"):
        add(email="sorrel.dill@homeround.example")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "is invited" in add(email="sorrel.dill@homeround.example")


def test_what_is_no_address_or_no_name_is_refused() -> None:
    with pytest.raises(CommandError, match="is not an e-mail address"):
        add(email="rue")
    with pytest.raises(CommandError, match="full name"):
        add(name="  ")
