"""Signing in through an OpenID Connect provider: invited people only, and only what the provider has proven."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse

from carehomes.access.models import User
from tests.access.identity_provider import IdentityProvider, running
from tests.access.test_sign_in import code_now
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
PATIENCE = 30  # seconds


@pytest.fixture
def provider(settings: Any) -> Iterator[IdentityProvider]:
    with running() as provider:
        provider.person = {"sub": "4711", "email": "basil.thyme@homeround.example", "email_verified": True}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [provider.app]}}
        yield provider


def through(client: ScopedClient, **more: str) -> Any:
    """Presses the button, follows the browser's way through the provider, and comes back."""
    leaving = client.post(reverse("openid_connect_login", args=["council"]), more)
    assert leaving.status_code == 302
    back = requests.get(leaving.url, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    return client.get(back.replace("http://testserver", ""))


def test_the_sign_in_page_offers_the_provider_as_a_button(client: ScopedClient, provider: IdentityProvider) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "Sign in with Westmere Council" in page
    assert f'method="post" action="{reverse("openid_connect_login", args=["council"])}"' in page


def test_an_invited_person_signs_in_and_the_provider_is_their_second_step(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    provider.person["amr"] = ["pwd", "mfa"]
    MembershipFactory(user=person, role="clinician")
    assert through(client, next="/your-details/").url == "/your-details/"
    assert client.get("/your-details/").status_code == 200
    assert provider.asked[0]["code_challenge_method"] == "S256"
    person.refresh_from_db()
    assert person.has_usable_password()
    assert SocialAccount.objects.get(user=person).uid == "4711"


@pytest.mark.parametrize("proof", [{"acr": "AAL3"}, {"acr": "AAL1", "amr": ["hwk"]}, {"amr": ["pwd", "mfa"]}])
def test_a_second_factor_that_the_provider_proves_is_not_asked_again(
    client: ScopedClient, provider: IdentityProvider, person: User, proof: dict[str, Any]
) -> None:
    MembershipFactory(user=person, role="clinician")
    provider.person |= proof
    through(client)
    assert client.get("/your-details/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"acr": "AAL1"},
        {"acr": "AAL"},
        {"acr": ""},
        {"amr": ["pwd"]},
        {"amr": []},
        {"amr": "mfa"},
        {"amr": {"mfa": 1}},
    ],
)
def test_a_sign_in_without_proof_of_a_second_factor_needs_ours(
    client: ScopedClient, provider: IdentityProvider, person: User, claims: dict[str, Any]
) -> None:
    MembershipFactory(user=person, role="clinician")
    provider.person |= claims
    through(client)
    assert client.get("/your-details/").url == reverse("mfa_index")


@pytest.mark.parametrize("counts", [None, {}, {"acr": "AAL3", "amr": "mfa"}, {"acr": [], "amr": []}])
def test_a_provider_of_whom_nothing_is_set_proves_no_second_factor(
    client: ScopedClient, provider: IdentityProvider, person: User, settings: Any, counts: dict[str, Any] | None
) -> None:
    app = provider.app
    app["settings"] = {"server_url": provider.address} | ({} if counts is None else {"second_factor": counts})
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    MembershipFactory(user=person, role="clinician")
    provider.person |= {"acr": "AAL3", "amr": ["mfa"]}
    through(client)
    assert client.get("/your-details/").url == reverse("mfa_index")


def test_what_only_the_user_information_says_proves_no_second_factor(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    """Nobody signs it."""
    MembershipFactory(user=person, role="clinician")
    provider.tells = {**provider.person, "acr": "AAL3", "amr": ["mfa"]}
    through(client)
    assert client.get("/your-details/").url == reverse("mfa_index")


def test_who_has_a_second_step_here_is_asked_for_it_where_the_provider_proves_none(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    MembershipFactory(user=person, role="clinician")
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    assert through(client).url == reverse("mfa_authenticate")
    assert client.get("/your-details/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert client.get("/your-details/").status_code == 200


def test_a_proof_of_yesterday_does_not_count_for_the_sign_in_of_today(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    MembershipFactory(user=person, role="clinician")
    provider.person["acr"] = "AAL3"
    through(client)
    assert client.get("/your-details/").status_code == 200
    provider.person["acr"] = "AAL1"
    through(client)
    assert client.get("/your-details/").url == reverse("mfa_index")


def test_somebody_whom_nobody_invited_is_told_so_and_not_kept(client: ScopedClient, provider: IdentityProvider) -> None:
    answer = through(client)
    assert answer.status_code == 403
    assert "Nobody has invited you yet" in answer.content.decode()
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()


def test_an_address_that_the_provider_has_not_checked_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    provider.person["email_verified"] = False
    answer = through(client)
    assert answer.status_code == 403
    assert "has not checked that the address is yours" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_token_signed_by_somebody_else_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    provider.forge = True
    assert "That did not work" in through(client).content.decode()
    assert client.get("/your-details/").status_code == 302


@pytest.mark.parametrize("nonce", [{}, {"nonce": "of another sign-in"}, {"nonce": ""}])
def test_a_token_of_another_sign_in_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User, nonce: dict[str, str]
) -> None:
    provider.nonce = nonce
    assert "That did not work" in through(client).content.decode()
    assert client.get("/your-details/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_provider_that_gives_no_token_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    provider.silent = True
    assert "That did not work" in through(client).content.decode()
    assert client.get("/your-details/").status_code == 302


@pytest.mark.parametrize("subject", [{"sub": "4712"}, {"sub": ""}, {"sub": 4711}, {}])
def test_user_information_of_somebody_else_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User, subject: dict[str, Any]
) -> None:
    """OpenID Connect Core 1.0, 5.3.2: what is told must be about the person of the ID token, or it must not be used."""
    provider.tells = {"email": "basil.thyme@homeround.example", "email_verified": True, **subject}
    provider.person = {"sub": "4711"}
    assert "That did not work" in through(client).content.decode()
    assert client.get("/your-details/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_no_user_information_at_all_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    provider.tells = {}
    assert "That did not work" in through(client).content.decode()
    assert not SocialAccount.objects.exists()


def test_each_sign_in_asks_with_a_nonce_of_its_own(client: ScopedClient, provider: IdentityProvider) -> None:
    address = reverse("openid_connect_login", args=["council"])
    chosen = f"{address}?{urlencode({'auth_params': 'nonce=chosen by somebody else'})}"
    for each in (address, address, chosen):
        requests.get(client.post(each).url, allow_redirects=False, timeout=PATIENCE)
    nonces = [asked["nonce"] for asked in provider.asked]
    assert len(set(nonces)) == 3
    assert all(len(nonce) == 64 for nonce in nonces)


def test_an_answer_to_a_question_that_nobody_asked_opens_nothing(
    client: ScopedClient, provider: IdentityProvider, person: User
) -> None:
    address = reverse("openid_connect_callback", args=["council"])
    assert "That did not work" in client.get(address, {"code": "stolen", "state": "made up"}).content.decode()


def test_a_code_without_its_verifier_is_refused(provider: IdentityProvider, client: ScopedClient) -> None:
    leaving = client.post(reverse("openid_connect_login", args=["council"]))
    back = requests.get(leaving.url, allow_redirects=False, timeout=PATIENCE).headers["Location"]
    code = back.split("code=")[1].split("&")[0]
    form = {"code": code, "client_id": "homeround", "client_secret": "a secret of the test", "code_verifier": "guess"}
    assert requests.post(f"{provider.address}/token", form, timeout=PATIENCE).status_code == 400


def test_a_closed_account_stays_closed(client: ScopedClient, provider: IdentityProvider, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    through(client)
    assert client.get("/your-details/").status_code == 302


def test_an_unknown_provider_does_not_exist(client: ScopedClient, provider: IdentityProvider) -> None:
    assert client.post(reverse("openid_connect_login", args=["nobody"])).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=["nobody"])).status_code == 404


def test_a_press_is_needed(client: ScopedClient, provider: IdentityProvider) -> None:
    page = client.get(reverse("openid_connect_login", args=["council"]))
    assert page.status_code == 200
    assert "You go to Westmere Council" in page.content.decode()
