"""Signing in with an OpenID Connect provider: what we ask of it, and what we believe of its answer.

Beyond django-allauth: PKCE cannot be switched off, the signature of the ID token is always checked, and a nonce ties the token to the
browser session that asked for it (OpenID Connect Core 1.0, 3.1.2.1 and 3.1.3.7; RFC 9700, 2.1.1). What the provider tells of a person
beside the token counts only when it is about the same person (OpenID Connect Core 1.0, 5.3.2).
"""

import hashlib
from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare

from carehomes.access.permissions import outside_scope


def _nonce(code_verifier: str) -> str:
    """The nonce that belongs to a PKCE verifier: a digest of the secret in the session, which the address does not give away."""
    return hashlib.sha256(f"nonce:{code_verifier}".encode()).hexdigest()


class Provider(OpenIDConnectProvider):
    """Named by SOCIALACCOUNT_PROVIDERS. django-allauth keeps the verifier in the session and puts the rest into the address."""

    def get_pkce_params(self) -> dict[str, str]:
        pkce = generate_code_challenge()
        return {**pkce, "nonce": _nonce(pkce["code_verifier"])}


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Trusts a token for its signature, not for the connection that it came through, and only as the answer to our own question."""

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str = ""
    ) -> dict[str, Any]:
        self.nonce = _nonce(pkce_code_verifier)
        data: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        return data

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """OAuth2Error without an ID token: what a provider says of a person counts only beside one, and of the person it names."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no ID token")
        self.told: dict[str, Any] | None = None
        return super().complete_login(request, app, token, **kwargs)

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """Kept until the ID token is read, which comes after it: OAuth2Error there, where they are not of the same person."""
        self.told = super()._fetch_user_info(access_token)
        return self.told

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if not constant_time_compare(claims.get("nonce", ""), self.nonce):
            raise OAuth2Error("the nonce is not that of this sign-in")
        if self.told is not None and (not claims.get("sub") or self.told.get("sub") != claims["sub"]):
            raise OAuth2Error("the user information is not of the person in the ID token")
        return claims


@outside_scope
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends people back to, with a code that is exchanged for who they are."""
    try:
        view = OAuth2CallbackView.adapter_view(VerifyingAdapter(request, provider_id))
        return view(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
