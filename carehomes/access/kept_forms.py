"""A page whose session ended gives the person back what they typed, after they have signed in again.

What was posted waits in the new, empty session for its person only, for an hour. It is used up when they come back to the page.
Whose it is says the session that ended; where that is gone (signed out in another tab, ended from another device), a signed cookie.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

_KEY = "kept_form"
_SECONDS = 3600
_MAX_CHARACTERS = 100_000
_SECRETS = {"csrfmiddlewaretoken", "code", "credential"}


def know_again(response: HttpResponseBase, user_id: int) -> None:
    """Called when a session begins: the browser carries whose it is. The cookie opens nothing."""
    response.set_signed_cookie(
        settings.PERSON_COOKIE_NAME,
        str(user_id),
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _person_before(request: HttpRequest) -> int | None:
    signed = request.get_signed_cookie(settings.PERSON_COOKIE_NAME, default="", max_age=settings.SESSION_COOKIE_AGE)
    return int(signed) if signed else None


def keep(request: HttpRequest, user_id: int | None) -> None:
    """Called when somebody who is not signed in asks for a page: remembers what this request carried, if it carried a form.

    `user_id`: whose session has ended with this request. Only after the check against forgery: nobody can plant words that
    somebody finds on their page and sends.
    """
    if request.method != "POST":
        return
    user_id = user_id or _person_before(request)
    if not user_id:
        return
    typed = request.POST.copy()
    for name in [name for name in typed if name in _SECRETS or "password" in name]:
        del typed[name]
    body = typed.urlencode()
    if len(body) <= _MAX_CHARACTERS:
        kept = {"user": user_id, "path": keep_path(request), "page": _page_before(request), "body": body}
        request.session[_KEY] = {**kept, "at": time.time()}


def keep_path(request: HttpRequest) -> str:
    """Where to go back to after signing in: the page that has the form, which `form_page` names when it is another one."""
    page = request.POST.get("form_page", "")
    return page if _is_ours(page) else request.path


def _page_before(request: HttpRequest) -> str:
    """The page on which the button stood, as the browser says; the first page where it does not."""
    named = urlsplit(request.headers.get("Referer", ""))
    return named.path if named.netloc == request.get_host() and _is_ours(named.path) else "/"


def _is_ours(path: str) -> bool:
    return path.startswith("/") and not path.startswith("//")


def give_back(request: HttpRequest) -> None:
    """On the first visit of that page by that person: `form_data(request)` has what they typed."""
    kept = request.session.get(_KEY)
    if not kept or request.method != "GET" or kept["path"] != request.path:
        return
    del request.session[_KEY]
    if kept["user"] == request.user.pk and time.time() - kept["at"] < _SECONDS:
        request.kept_form = QueryDict(kept["body"])  # type: ignore[attr-defined]  # read by `form_data`
        request.kept_page = kept["page"]  # type: ignore[attr-defined]  # read by `lead_back`
        messages.info(
            request, "You were signed out before this was sent. What you typed is here: look it over and send it again."
        )


def lead_back(request: HttpRequest) -> HttpResponse | None:
    """After signing in one comes to where a button led, and that address takes no visit: back to the page of the button."""
    page = getattr(request, "kept_page", None)
    if page is None:
        return None
    list(messages.get_messages(request))  # nothing was typed that could be looked over
    messages.info(request, "You were signed out before this was sent. Press the button again.")
    return redirect(page)


def form_data(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: what was posted, else what was kept, else nothing. Every view with a form asks this."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "kept_form", None)
