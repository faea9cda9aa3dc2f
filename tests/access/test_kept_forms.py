"""A page whose session ended gives back what was typed: after signing in again, to the same person, and never a secret."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from carehomes.access.kept_forms import keep_path
from carehomes.access.models import User
from tests.access.conftest import PASSWORD
from tests.access.test_sessions import DETAILS, sign_in
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("away", [timedelta(minutes=20), timedelta(hours=14)], ids=["a while", "overnight"])
def test_what_was_typed_comes_back_after_signing_in_again(client: ScopedClient, member: User, away: timedelta) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        client.get(DETAILS)
        clock.shift(away)
        answer = client.post(DETAILS, {"name": "Dr Basil Thyme", "password": "never kept"})
        assert answer.url == f"/account/login/?next={DETAILS}"
        assert "never kept" not in str(dict(client.session))

        back = client.post(answer.url, {"login": member.email, "password": PASSWORD, "next": DETAILS})
        page = client.get(back.url).content.decode()
        assert 'value="Dr Basil Thyme"' in page
        assert "What you typed is here: look it over and send it again" in page
        member.refresh_from_db()
        assert member.name == "Basil Thyme"

        assert 'value="Dr Basil Thyme"' not in client.get(DETAILS).content.decode()


def test_a_file_is_kept_nowhere_and_its_person_is_told_to_choose_it_again(client: ScopedClient, member: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        client.get(DETAILS)
        clock.shift(timedelta(minutes=20))
        answer = client.post(
            DETAILS, {"name": "Dr Basil Thyme", "file": SimpleUploadedFile("chart.pdf", b"%PDF-1.7 a chart")}
        )
        assert "a chart" not in str(dict(client.session))
        back = client.post(answer.url, {"login": member.email, "password": PASSWORD, "next": DETAILS})
        page = client.get(back.url).content.decode()
        assert 'value="Dr Basil Thyme"' in page
        assert "What you typed is here: choose the file again, and send it." in page


def test_what_was_typed_comes_back_when_the_session_was_ended_elsewhere(client: ScopedClient, member: User) -> None:
    sign_in(client, member)
    client.get(DETAILS)
    Session.objects.all().delete()
    answer = client.post(DETAILS, {"name": "Dr Basil Thyme"})
    back = client.post(answer.url, {"login": member.email, "password": PASSWORD, "next": DETAILS})
    assert 'value="Dr Basil Thyme"' in client.get(back.url).content.decode()


def test_a_button_is_pressed_again_on_the_page_where_it_stands(client: ScopedClient, member: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        client.get(DETAILS)
        clock.shift(timedelta(minutes=20))
        button = reverse("access:switch")
        answer = client.post(button, {"membership": 1}, headers={"Referer": f"http://testserver{DETAILS}"})
        back = client.post(answer.url, {"login": member.email, "password": PASSWORD, "next": button})
        assert back.url == button
        assert client.get(button).url == DETAILS
        assert "Press the button again" in client.get(DETAILS).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://another.example/your-details/", "http://testserver//another.example", ""]
)
def test_nobody_is_led_to_another_site(client: ScopedClient, member: User, elsewhere: str) -> None:
    sign_in(client, member)
    client.get(DETAILS)
    Session.objects.all().delete()
    button = reverse("access:switch")
    client.post(button, {"membership": 1}, headers={"Referer": elsewhere})
    sign_in(client, member)
    assert client.get(button).url == "/"


def test_the_address_of_a_button_says_that_it_is_no_page(client: ScopedClient, member: User) -> None:
    sign_in(client, member)
    answer = client.get(reverse("access:switch"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This is not a page" in answer.content.decode()


def test_nothing_is_kept_for_a_stranger_or_for_whom_a_cookie_names_unsigned(client: ScopedClient, member: User) -> None:
    client.post(DETAILS, {"name": "Planted"})
    client.cookies[settings.PERSON_COOKIE_NAME] = f"{member.pk}:1vz:nobody-signed-this"
    client.post(DETAILS, {"name": "Planted"})
    assert not Session.objects.exists()


def test_what_was_typed_is_not_for_the_next_person_at_the_desk(client: ScopedClient, member: User) -> None:
    other = MembershipFactory(user=UserFactory(), role="commissioner_lead").user
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, member)
        client.get(DETAILS)
        clock.shift(timedelta(minutes=20))
        client.post(DETAILS, {"name": "Dr Basil Thyme"})
        sign_in(client, other)
        assert "Dr Basil Thyme" not in client.get(DETAILS).content.decode()
        client.post(reverse("account_logout"))
        sign_in(client, member)
        assert "Dr Basil Thyme" not in client.get(DETAILS).content.decode()


def test_a_forged_form_is_not_kept(member: User) -> None:
    client = ScopedClient(enforce_csrf_checks=True)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(member)
        client.get(DETAILS)
        clock.shift(timedelta(minutes=20))
        assert client.post(DETAILS, {"name": "Planted"}).status_code == 403
        assert "Planted" not in str(dict(client.session))


@pytest.mark.parametrize("page", ["//elsewhere.example/", "/\\elsewhere.example/", "https://elsewhere.example/", ""])
def test_a_page_that_a_form_names_is_one_of_ours(rf: Any, page: str) -> None:
    assert keep_path(rf.post("/issues/add/", {"form_page": page})) == "/issues/add/"
