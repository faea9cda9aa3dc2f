"""Closing somebody's account: by the platform alone, with a reason, and back again."""

from typing import Any

import pytest
from django.urls import reverse

from carehomes.access.models import AccountStatus, Membership
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def platform(client: ScopedClient) -> ScopedClient:
    return client.act_as(MembershipFactory(role="platform_administrator", user=UserFactory(name="Rue Bergamot")))


@pytest.fixture
def somebody(db: None) -> Membership:
    return MembershipFactory(user=UserFactory(name="Basil Thyme", email="basil@homeround.example"))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def close(client: ScopedClient, somebody: Membership, reason: str = "The phone was stolen") -> Any:
    return client.post(reverse("access:close_account", args=[somebody.user_id]), {"reason": reason})


def test_an_account_is_found_by_its_whole_address_only(platform: ScopedClient, somebody: Membership) -> None:
    find = reverse("access:find_account")
    page = platform.post(find, {"email": "Basil@homeround.example"}, follow=True)
    assert "Basil Thyme" in text(page)
    assert somebody.organisation.name in text(page)
    assert "Nobody signs in with this address" in text(platform.post(find, {"email": "bas@homeround.example"}))
    assert f'href="{find}"' in text(platform.get(reverse("directory:organisations")))


def test_a_closed_account_is_out_at_the_next_page_and_in_again_when_it_is_opened(
    platform: ScopedClient, somebody: Membership
) -> None:
    theirs = ScopedClient().act_as(somebody)
    assert theirs.get(reverse("access:details")).status_code == 200
    assert "Close the account of Basil Thyme?" in text(
        platform.get(reverse("access:close_account", args=[somebody.user_id]))
    )
    page = platform.get(close(platform, somebody).url)
    assert "Basil Thyme is out from now on" in text(page)
    assert "Closed: The phone was stolen" in text(page)
    assert theirs.get(reverse("access:details")).status_code == 302

    reopened = platform.post(reverse("access:open_account", args=[somebody.user_id]), follow=True)
    assert "Basil Thyme can sign in again" in text(reopened)
    assert ScopedClient().act_as(somebody).get(reverse("access:details")).status_code == 200
    states = AccountStatus.objects.order_by("pk").values_list("state", "reason", "by_name")
    assert list(states) == [("closed", "The phone was stolen", "Rue Bergamot"), ("opened", "", "Rue Bergamot")]


def test_a_reason_is_asked_for_and_a_second_closing_is_refused(platform: ScopedClient, somebody: Membership) -> None:
    assert "Enter why it is closed" in text(close(platform, somebody, ""))
    close(platform, somebody)
    assert "This account is closed already" in text(close(platform, somebody, "Again"))
    assert AccountStatus.objects.count() == 1


def test_nobody_closes_their_own_account(platform: ScopedClient) -> None:
    own = Membership.objects.get()
    assert "Close the account" not in text(platform.get(reverse("access:account", args=[own.user_id])))
    assert "You cannot close your own account" in text(close(platform, own))


@pytest.mark.parametrize("role", ["organisation_administrator", "care_coordinator"])
def test_nobody_else_sees_or_closes_accounts(client: ScopedClient, somebody: Membership, role: str) -> None:
    client.act_as(MembershipFactory(role=role))
    assert client.get(reverse("access:account", args=[somebody.user_id])).status_code == 403
    assert close(client, somebody).status_code == 403
    somebody.user.refresh_from_db()
    assert somebody.user.is_active
