"""A page whose form was not taken gives the person back what they typed: after signing in again, or acting again for whom it was.

What was posted waits in the session for its person and membership only, for an hour. It is used up when they come back to the page.
Whose it is says the session that ended; where that is gone (signed out in another tab, ended from another device), a signed cookie.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from carehomes.ui.numbers import number_in

_KEY = "kept_form"
_SECONDS = 3600
_MAX_CHARACTERS = 100_000
_SECRETS = {"csrfmiddlewaretoken", "code", "credential"}
_SIGNED_OUT = "You were signed out before this was sent."
OPENED_FOR = "opened_for"  # the hidden field with the membership for which the page of a form was drawn


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


def keep(request: HttpRequest, user_id: int | None) -> bool:
    """Called when somebody who is not signed in asks for a page: remembers what this request carried, if it carried a form.

    `user_id`: whose session has ended with this request. Only after the check against forgery: nobody can plant words that
    somebody finds on their page and sends. Returns whether it was kept.
    """
    if request.method != "POST":
        return False
    user_id = user_id or _person_before(request)
    return bool(user_id) and _keep(request, user_id, _SIGNED_OUT)


def keep_here(request: HttpRequest, why: str) -> bool:
    """The same for somebody who is signed in, and whose form was refused. `why`: the sentence they read when it comes back."""
    return _keep(request, request.user.pk, why)


def _keep(request: HttpRequest, user_id: int | None, why: str) -> bool:
    body = _typed(request).urlencode()
    if len(body) > _MAX_CHARACTERS:
        return False
    place = {"path": keep_path(request), "page": _page_before(request), "membership": opened_for(request)}
    about = {"why": why, "at": time.time(), "files": bool(request.FILES)}  # files are not kept
    request.session[_KEY] = {"user": user_id, "body": body, **about, **place}
    return True


def _typed(request: HttpRequest) -> QueryDict:
    typed = request.POST.copy()
    for name in [name for name in typed if name in _SECRETS or "password" in name]:
        del typed[name]
    return typed


def words_of(request: HttpRequest) -> str:
    """What was typed as sentences, to be copied by somebody to whom it cannot be given back."""
    values = [value.strip() for _, each in _typed(request).lists() for value in each]
    return "\n\n".join(value for value in values if " " in value)


def opened_for(request: HttpRequest) -> int | None:
    """The membership for which the page of this form was drawn, as the form says; None where it says nothing."""
    return number_in(request.POST.get(OPENED_FOR, ""))


def keep_path(request: HttpRequest) -> str:
    """Where to go back to after signing in: the page that has the form, which `form_page` names when it is another one."""
    page = request.POST.get("form_page", "")
    return page if _is_ours(page) else request.path


def _page_before(request: HttpRequest) -> str:
    """The page on which the button stood, as the browser says; the first page where it does not."""
    named = urlsplit(request.headers.get("Referer", ""))
    return named.path if named.netloc == request.get_host() and _is_ours(named.path) else "/"


def _is_ours(path: str) -> bool:
    return path.startswith("/") and not path.startswith("//") and "\\" not in path  # browsers read it as a slash


def waits_at(request: HttpRequest) -> str:
    """The address of the page for which something is kept; empty where nothing is."""
    return request.session.get(_KEY, {}).get("path", "")


def give_back(request: HttpRequest, membership_id: int) -> None:
    """On the first visit of that page by that person, acting for whom it was typed: `form_data(request)` has what they typed."""
    kept = request.session.get(_KEY)
    if not kept or request.method != "GET" or kept["path"] != request.path:
        return
    if kept.get("membership") not in (None, membership_id):
        return
    del request.session[_KEY]
    if kept["user"] == request.user.pk and time.time() - kept["at"] < _SECONDS:
        why = kept.get("why", _SIGNED_OUT)
        request.kept_form = QueryDict(kept["body"])  # type: ignore[attr-defined]  # read by `form_data`
        request.kept_page = kept["page"], why  # type: ignore[attr-defined]  # read by `lead_back`
        again = "choose the file again, and send it" if kept.get("files") else "look it over and send it again"
        messages.info(request, f"{why} What you typed is here: {again}.")


def lead_back(request: HttpRequest) -> HttpResponse | None:
    """One comes to where a button led, and that address takes no visit: back to the page of the button."""
    page, why = getattr(request, "kept_page", (None, ""))
    if page is None:
        return None
    list(messages.get_messages(request))  # nothing was typed that could be looked over
    messages.info(request, f"{why} Press the button again.")
    return redirect(page)


def form_data(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: what was posted, else what was kept, else nothing. Every view with a form asks this."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "kept_form", None)
