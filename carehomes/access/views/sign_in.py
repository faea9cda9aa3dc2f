"""Sign-in with the other ways in, and the list of one's sessions: django-allauth's views with what our pages add."""

import time
from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from carehomes.access import actions, presenters
from carehomes.access.middleware import why_over
from carehomes.access.permissions import outside_scope
from carehomes.ui.numbers import number_in
from carehomes.ui.shell import Link


class SignInView(LoginView):
    """Lists the configured providers and, in the demonstration, the way to its people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = get_adapter().list_providers(self.request)
        links = [Link(provider.name, provider.get_login_url(self.request)) for provider in providers]
        return {**super().get_context_data(**kwargs), "providers": links, "demo": settings.DEMO}


class SessionsView(ListUserSessionsView):
    """Names the browsers in words, and leaves out sessions that the limits have ended."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = time.time()
        sessions = [each for each in context["sessions"] if not why_over(SessionStore(each.session_key), now)]
        return {
            **context,
            "sessions": sessions,
            "session_count": len(sessions),
            "browser_name": presenters.browser_name,
        }


sign_in = outside_scope(SignInView.as_view())
sessions = outside_scope(SessionsView.as_view())


@outside_scope
@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """Ends one other session of one's own."""
    number = number_in(request.POST.get("session", ""))
    if number and actions.end_session(user_id=request.user.pk or 0, session_id=number):
        messages.success(request, "That session was ended.")
    else:
        messages.info(request, "That session had ended already.")
    return redirect("usersessions_list")
