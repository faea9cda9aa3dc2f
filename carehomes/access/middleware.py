"""Every request: session limits, then a transaction in the scope of the acting membership, in which the view runs and renders."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from carehomes.access import kept_forms, opened_for
from carehomes.access.acting import Acting, memberships_held
from carehomes.access.adapters import answered
from carehomes.access.errors import not_a_page
from carehomes.access.scopes import acting_scope, sign_in_scope
from carehomes.access.second_factor import must_enrol
from carehomes.logs import request_id

log = structlog.get_logger()
SEEN_EVERY_SECONDS = 60  # the session row is written at most this often
STARTED, SEEN, MEMBERSHIP = "started_at", "seen_at", "membership_id"

LISTENS = "X-Homeround-Listens"  # sent by a page that looks by itself what colleagues wrote: nobody did anything

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def why_over(session: SessionBase, now: float) -> str:
    """Why a session is over its limits, in words for its person; empty while it is not."""
    if now - session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS:
        return "You were signed out because nothing happened for a while. Sign in to go on."
    if now - session.get(STARTED, now) > settings.SESSION_HARD_LIMIT_SECONDS:
        return "You were signed out because you had been signed in for 12 hours. Sign in to go on."
    return ""


class AnyRequest(HttpRequest):
    """What this room adds to a request. Only where somebody acts (`ScopedRequest`) is `acting` set and the memberships are theirs."""

    acting: Acting | None
    memberships: list[Acting]
    request_id: str
    shows_person: bool  # somebody is signed in, and every page of theirs says who: no browser keeps it
    signed_out_user_id: int | None  # only of a session that has ended with this request


class SessionLimitsMiddleware:
    """Ends a session after 15 minutes without a request, and after 12 hours in all. What was typed is kept (ScopeMiddleware)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponseBase:
        if not request.session.session_key or not request.user.is_authenticated:
            return self.get_response(request)
        if STARTED not in request.session:
            return self._begin(request, request.user.pk)
        self._limit(request, time.time())
        return self.get_response(request)

    def _begin(self, request: AnyRequest, user_id: int) -> HttpResponseBase:
        request.session[STARTED] = request.session[SEEN] = time.time()
        response = self.get_response(request)
        kept_forms.know_again(response, user_id)
        return response

    def _limit(self, request: AnyRequest, now: float) -> None:
        if over := why_over(request.session, now):
            self._end(request, over)
        elif now - request.session[SEEN] > SEEN_EVERY_SECONDS and LISTENS not in request.headers:
            request.session[SEEN] = now

    def _end(self, request: AnyRequest, why: str) -> None:
        user_id = request.user.pk
        logout(request)
        request.signed_out_user_id = user_id
        messages.info(request, why)


class ScopeMiddleware:
    """Runs the view inside the scope of the acting membership. Nothing of a tenant can be read before or after it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: AnyRequest) -> HttpResponseBase:
        request.acting = None
        request.memberships = []
        request.request_id = request_id()
        request.shows_person = False
        response = self.get_response(request)
        if request.shows_person:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: AnyRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        request.shows_person = request.user.is_authenticated
        if getattr(view, "outside_scope", False) or view.__module__.startswith("allauth."):
            with sign_in_scope(request.user.pk, request_id=request.request_id):
                return _rendered(answered(request, lambda: view(request, *args, **kwargs)))
        if not request.user.is_authenticated:
            if LISTENS in request.headers:
                return redirect_to_login("/")  # it carries no form to keep
            if kept_forms.keep(request, getattr(request, "signed_out_user_id", None)):
                request.session[MEMBERSHIP] = kept_forms.opened_for(request)  # they come back as whom they typed it
            return redirect_to_login(
                request.get_full_path() if request.method == "GET" else kept_forms.keep_path(request)
            )
        return self._act(request, view, args, kwargs)

    def _act(
        self, request: AnyRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase:
        memberships = memberships_held(request.user)
        if not memberships:
            return render(request, "access/no_membership.jinja", status=403)
        acting = chosen(request, memberships)
        if must_enrol(request, acting):
            messages.info(request, f"{_why(acting)}, so it needs a second step at sign-in. Set it up to go on.")
            return redirect("mfa_index")
        request.acting, request.memberships = acting, memberships
        structlog.contextvars.bind_contextvars(
            user_id=acting.user_id, membership_id=acting.membership_id, organisation_id=acting.organisation_id
        )
        with acting_scope(acting, ones_own=getattr(view, "ones_own", False), request_id=request.request_id):
            if refused := opened_for.refused(request, view):  # type: ignore[arg-type]  # somebody acts now
                return refused
            kept_forms.give_back(request, acting.membership_id)
            response = _rendered(view(request, *args, **kwargs))
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                return kept_forms.lead_back(request) or not_a_page(request, response)
            return response


def _why(acting: Acting) -> str:
    return "Your role sees residents" if acting.role.sees_residents else "Your role runs the platform"


def chosen(request: HttpRequest, memberships: list[Acting]) -> Acting:
    """The membership that the person switched to, else their first."""
    wanted = request.session.get(MEMBERSHIP)
    return next((each for each in memberships if each.membership_id == wanted), memberships[0])


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Templates are rendered inside the transaction, where their rows are visible."""
    if isinstance(response, HttpResponse) and hasattr(response, "render"):
        return response.render()
    return response
