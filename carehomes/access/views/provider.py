"""Back from an OpenID Connect provider. Unlike django-allauth's own view, the signature of the ID token is always checked."""

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponseBase

from carehomes.access.permissions import outside_scope


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):
    """Trusts a token for its signature, not for the connection that it came through."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )


@outside_scope
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends people back to, with a code that is exchanged for who they are."""
    try:
        view = OAuth2CallbackView.adapter_view(VerifyingAdapter(request, provider_id))
        return view(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
