"""Sign-in, with the providers that are configured and, in the demonstration, the way to its people."""

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings

from carehomes.access.permissions import outside_scope
from carehomes.ui.shell import Link


class SignInView(LoginView):  # type: ignore[misc]  # django-allauth is not typed
    """django-allauth's, whose page also lists other ways in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = get_adapter().list_providers(self.request)
        links = [Link(provider.name, provider.get_login_url(self.request)) for provider in providers]
        return {**super().get_context_data(**kwargs), "providers": links, "demo": settings.DEMO}


sign_in = outside_scope(SignInView.as_view())
