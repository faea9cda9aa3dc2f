"""Signing in: password, second step, enrolment, recovery codes, sessions, and what is closed."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from carehomes.access.models import User
from carehomes.notifications.models import OutboxMessage
from carehomes.settings import base
from tests.access.conftest import PASSWORD
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(secret: str = SECRET) -> str:
    """What an authenticator app would show."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enter_password(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def works_as(person: User, role: str = "commissioner_lead") -> Any:
    return MembershipFactory(user=person, role=role)


def test_password_alone_opens_a_role_that_sees_no_resident(client: ScopedClient, person: User) -> None:
    works_as(person)
    answer = enter_password(client, "Basil.Thyme@Homeround.example")
    assert answer.url == "/"
    assert client.get(reverse("access:details")).status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client: ScopedClient, person: User) -> None:
    wrong = enter_password(client, person.email, "not this one, surely")
    unknown = enter_password(client, "nobody@homeround.example", "not this one, surely")
    words = "The email address and password do not match an account"
    assert words in wrong.content.decode()
    assert words in unknown.content.decode()
    assert "Error: Sign in" in wrong.content.decode()


def test_a_closed_account_does_not_sign_in(client: ScopedClient, person: User) -> None:
    works_as(person)
    person.is_active = False
    person.save()
    enter_password(client, person.email)
    assert client.get(reverse("access:details")).status_code == 302


def test_a_role_that_sees_residents_sets_up_a_second_step_and_comes_back(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    enter_password(client, person.email)

    wanted = reverse("access:matrix")
    assert client.get(wanted).url == reverse("mfa_index")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.search(r"<strong>([A-Z2-7 ]+)</strong>", page)[1].split())
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")

    codes = client.get(done.url).content.decode()
    assert "This is the only time that they are shown" in codes
    assert f'href="{wanted}"' in codes
    assert client.get(wanted).status_code == 200
    assert "This is the only time" not in client.get(done.url).content.decode()


def test_a_session_opened_with_the_password_alone_ends_when_the_second_step_is_set_up(
    client: ScopedClient, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    works_as(person, "clinician")
    elsewhere = ScopedClient()
    for each in (elsewhere, client):
        enter_password(each, person.email)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.search(r"<strong>([A-Z2-7 ]+)</strong>", page)[1].split())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    assert client.get(reverse("access:details")).status_code == 200
    assert elsewhere.get(reverse("access:details")).url.startswith(reverse("account_login"))


def test_the_second_step_is_asked_at_the_next_sign_in(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    TOTP.activate(person, SECRET)
    assert enter_password(client, person.email).url == reverse("mfa_authenticate")
    assert client.get(reverse("access:details")).status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "The code is not right, or it is too old" in wrong
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).status_code == 302
    assert client.get(reverse("access:details")).status_code == 200


def test_a_recovery_code_signs_in_once(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    TOTP.activate(person, SECRET)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(person).generate_codes()[0]
    enter_password(client, person.email)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("access:details")).status_code == 200

    second = ScopedClient()
    enter_password(second, person.email)
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert second.get(reverse("access:details")).status_code == 302


def test_without_its_last_second_step_the_role_waits_for_a_new_one(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    TOTP.activate(person, SECRET)
    enter_password(client, person.email)
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.get(reverse("access:details")).status_code == 200

    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get(reverse("access:details")).url == reverse("mfa_index")


def test_a_forgotten_password_is_set_by_a_link_in_the_outbox(client: ScopedClient, person: User) -> None:
    works_as(person)
    sent = client.post(reverse("account_reset_password"), {"email": person.email})
    assert sent.url == reverse("account_reset_password_done")
    body = OutboxMessage.objects.get(recipient=person.email).body
    link = re.search(r"(/account/password/reset/key/\S+)", body)[1]

    form = client.get(link, follow=True)
    new = "another long password"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done.url == reverse("account_reset_password_from_key_done")
    assert enter_password(client, person.email, new).url == "/"


def test_nobody_learns_from_a_reset_whether_an_address_has_an_account(client: ScopedClient) -> None:
    sent = client.post(reverse("account_reset_password"), {"email": "nobody@homeround.example"})
    assert sent.url == reverse("account_reset_password_done")
    assert not OutboxMessage.objects.exists()


def test_sessions_are_listed_and_ended(client: ScopedClient, person: User) -> None:
    works_as(person)
    elsewhere = ScopedClient(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    enter_password(client, person.email)
    enter_password(elsewhere, person.email)
    assert "Firefox on Windows" in client.get(reverse("usersessions_list")).content.decode()

    other = UserSession.objects.get(user_agent__contains="Firefox")
    client.post(reverse("access:end_session"), {"session": other.pk})
    assert elsewhere.get(reverse("access:details")).status_code == 302
    assert client.get(reverse("access:details")).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client: ScopedClient, person: User) -> None:
    works_as(person)
    other = works_as(UserFactory())
    enter_password(client, person.email)
    elsewhere = ScopedClient()
    enter_password(elsewhere, other.user.email)
    client.post(reverse("access:end_session"), {"session": UserSession.objects.get(user=other.user).pk})
    assert elsewhere.get(reverse("access:details")).status_code == 200


def test_signing_out_ends_the_session(client: ScopedClient, person: User) -> None:
    works_as(person)
    enter_password(client, person.email)
    client.post(reverse("account_logout"))
    assert client.get(reverse("access:details")).status_code == 302


def test_sign_up_is_closed_and_what_we_do_not_use_does_not_exist(client: ScopedClient) -> None:
    assert "Homeround is by invitation" in client.get(reverse("account_signup")).content.decode()
    for name in ("account_email", "socialaccount_signup", "socialaccount_connections", "mfa_login_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("email/", "confirm-email/", "3rdparty/", "login/code/"):
        assert client.get(f"/account/{path}").status_code == 404


def test_too_many_wrong_passwords_are_told_to_wait(client: ScopedClient, person: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/300s/key"}
    person.email = "limited.thyme@homeround.example"
    person.save()
    from django.core.cache import cache

    pages = [enter_password(client, person.email, f"wrong number {number}").content.decode() for number in range(4)]
    cache.clear()
    assert "Wait 5 minutes, then try again" in pages[-1]


def test_too_many_requests_get_a_page_in_words(client: ScopedClient, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    from django.core.cache import cache

    answers = [client.get(reverse("account_login"), REMOTE_ADDR="192.0.2.7") for _ in range(2)]
    answers += [client.post(reverse("account_login"), {}, REMOTE_ADDR="192.0.2.7") for _ in range(3)]
    cache.clear()
    assert answers[-1].status_code == 429
    assert "Wait 5 minutes" in answers[-1].content.decode()


def test_somebody_elses_tries_are_not_counted_behind_one_proxy(client: ScopedClient, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    from django.core.cache import cache

    statuses = [
        client.post(reverse("account_login"), {}, REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": each}).status_code
        for each in ["192.0.2.7"] * 3 + ["192.0.2.8"]
    ]
    cache.clear()
    assert statuses == [200, 200, 429, 200]


@pytest.fixture
def as_delivered(settings: Any) -> Iterator[None]:
    """The limits with which the product runs, all tries in one moment: a slow machine makes no minute of them."""
    from django.core.cache import cache

    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    with time_machine.travel(timezone.now(), tick=False):
        yield
    cache.clear()


@pytest.mark.usefixtures("as_delivered")
def test_a_hospital_behind_one_address_signs_in_at_nine(client: ScopedClient, person: User) -> None:
    """Two hundred tries, twenty with a wrong password, then one more person."""
    works_as(person)
    hospital = {"REMOTE_ADDR": "192.0.2.20"}
    opened = [client.post(reverse("account_login"), {}, **hospital).status_code for _ in range(180)]
    wrong = [ScopedClient(**hospital) for _ in range(20)]
    told = [enter_password(each, f"ward-{n}@homeround.example", "not this one").content for n, each in enumerate(wrong)]
    assert set(opened) == {200}
    assert all(b"do not match an account" in page for page in told)
    assert enter_password(ScopedClient(**hospital), person.email).url == "/"


@pytest.mark.usefixtures("as_delivered")
def test_an_account_stays_strict_from_wherever_it_is_tried(person: User) -> None:
    works_as(person)
    elsewhere = [ScopedClient(REMOTE_ADDR=f"198.51.100.{n}") for n in range(1, 7)]
    pages = [enter_password(each, person.email, "not this one, surely").content.decode() for each in elsewhere]
    assert ["too many wrong passwords" in page for page in pages] == [False] * 5 + [True]
    assert "too many wrong passwords" in enter_password(elsewhere[0], person.email).content.decode()


@pytest.mark.usefixtures("as_delivered")
def test_one_password_is_not_tried_on_everybody_from_one_address() -> None:
    most = base.SIGN_INS_PER_ADDRESS // 5
    stranger = ScopedClient(REMOTE_ADDR="203.0.113.9")
    pages = [enter_password(stranger, f"nurse-{n}@homeround.example", "Summer 2026!").content for n in range(most + 1)]
    assert b"too many wrong passwords" not in pages[most - 1]
    assert b"too many wrong passwords" in pages[most]


ACCOUNT_PAGES = ["mfa_index", "usersessions_list", "account_change_password", "mfa_activate_totp"]
WORD_PAGES = ["access:help", "access:accessibility", "access:privacy"]


@pytest.mark.parametrize("name", [*ACCOUNT_PAGES, *WORD_PAGES])
def test_pages_of_ones_account_and_of_words_keep_the_navigation(client: ScopedClient, member: User, name: str) -> None:
    enter_password(client, member.email)
    page = client.get(reverse(name), follow=True).content.decode()
    assert 'aria-label="Main"' in page
    assert "Account of Basil Thyme" in page
    assert f'href="{reverse("directory:homes")}"' in page


@pytest.mark.parametrize("name", WORD_PAGES)
def test_pages_of_words_have_no_navigation_for_visitors(client: ScopedClient, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert 'aria-label="Main"' not in page
    assert reverse("account_login") in page


def test_who_must_still_set_up_a_second_step_is_shown_no_navigation(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    enter_password(client, person.email)
    assert 'aria-label="Main"' not in client.get(reverse("mfa_index")).content.decode()


def test_recovery_codes_can_be_downloaded_as_a_file_and_printed(client: ScopedClient, person: User) -> None:
    works_as(person, "clinician")
    enter_password(client, person.email)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.search(r"<strong>([A-Z2-7 ]+)</strong>", page)[1].split())
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    shown = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    href = re.search(r'href="data:text/plain;charset=utf-8,([^"]+)" download="homeround-recovery-codes.txt"', shown)
    file = unquote(href[1])
    codes = re.findall(r"<li>([^<]+)</li>", shown[shown.index("only time") :])
    assert len(codes) == 10
    assert [line for line in file.splitlines() if line in codes] == codes
    assert "data-hr-print" in shown
    assert "data:text" not in client.get(reverse("mfa_view_recovery_codes")).content.decode()
