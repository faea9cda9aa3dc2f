"""15 minutes idle, 12 hours in all; who is out is out at the next request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from carehomes.access.models import User
from tests.access.conftest import PASSWORD
from tests.conftest import ScopedClient

pytestmark = pytest.mark.django_db
DETAILS = "/your-details/"


def sign_in(client: Client, person: User) -> Any:
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def test_idle_for_a_quarter_of_an_hour_ends_the_session(client: ScopedClient, member: User) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, member)
        assert client.get(DETAILS).status_code == 200
        clock.shift(timedelta(minutes=14))
        assert client.get(DETAILS).status_code == 200
        clock.shift(timedelta(minutes=14))
        assert client.get(DETAILS).status_code == 200
        clock.shift(timedelta(minutes=15, seconds=1))
        answer = client.get(DETAILS)
        assert answer.url == f"/account/login/?next={DETAILS}"
        assert "because nothing happened for a while" in client.get(answer.url).content.decode()


def test_a_page_that_looks_by_itself_what_colleagues_wrote_keeps_nobody_signed_in(
    client: ScopedClient, member: User
) -> None:
    listens = {"x-homeround-listens": "1", "x-requested-with": "fetch"}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        assert client.get(DETAILS).status_code == 200
        for _ in range(15):
            clock.shift(timedelta(minutes=1))
            assert client.get(DETAILS, headers=listens).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.post(DETAILS, headers=listens).url == "/account/login/?next=/"
        assert "kept_form" not in client.session
        assert "because nothing happened for a while" in client.get(reverse("account_login")).content.decode()


def test_twelve_hours_end_the_session_of_the_busiest(client: ScopedClient, member: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        for _ in range(72):
            assert client.get(DETAILS).status_code == 200
            clock.shift(timedelta(minutes=10))
        clock.shift(timedelta(seconds=1))
        answer = client.get(DETAILS)
        assert answer.status_code == 302
        assert "signed in for 12 hours" in client.get(answer.url).content.decode()


def test_somebody_whose_account_is_closed_is_out_at_the_next_request(client: ScopedClient, member: User) -> None:
    sign_in(client, member)
    assert client.get(DETAILS).status_code == 200
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get(DETAILS).status_code == 302


def test_somebody_whose_membership_ended_is_out_at_the_next_request(client: ScopedClient, member: User) -> None:
    sign_in(client, member)
    client.get(DETAILS)
    membership = member.memberships.get()
    membership.ends_on = membership.starts_on
    membership.save()
    answer = client.get(DETAILS)
    assert answer.status_code == 403
    assert "You have no current membership" in answer.content.decode()


def test_pages_of_members_are_stored_nowhere(client: ScopedClient, member: User) -> None:
    sign_in(client, member)
    assert client.get(DETAILS)["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["usersessions_list", "mfa_index", "account_change_password", "access:help"])
def test_no_page_that_says_who_is_here_is_kept_by_a_browser(client: ScopedClient, member: User, name: str) -> None:
    sign_in(client, member)
    page = client.get(reverse(name))
    assert member.name in page.content.decode()
    assert "no-store" in page.headers.get("Cache-Control", "")
