"""A page whose session ended gives the person back what they typed, after they have signed in again.

What was posted waits in the new, empty session for its person only, for an hour. It is used up when they come back to the page.
"""

import time

from django.contrib import messages
from django.http import HttpRequest, QueryDict

_KEY = "kept_form"
_SECONDS = 3600
_MAX_CHARACTERS = 100_000
_SECRETS = {"csrfmiddlewaretoken", "code", "credential"}


def keep(request: HttpRequest, user_id: int | None) -> None:
    """Called when a session has just ended: remembers what this request carried, if it carried a form.

    Only after the check against forgery: nobody can plant words that somebody finds on their page and sends.
    """
    if request.method != "POST" or not user_id:
        return
    typed = request.POST.copy()
    for name in [name for name in typed if name in _SECRETS or "password" in name]:
        del typed[name]
    body = typed.urlencode()
    if len(body) <= _MAX_CHARACTERS:
        request.session[_KEY] = {"user": user_id, "path": keep_path(request), "body": body, "at": time.time()}


def keep_path(request: HttpRequest) -> str:
    """Where to go back to after signing in: the page that has the form, which `form_page` names when it is another one."""
    page = request.POST.get("form_page", "")
    return page if page.startswith("/") and not page.startswith("//") else request.path


def give_back(request: HttpRequest) -> None:
    """On the first visit of that page by that person: `form_data(request)` has what they typed."""
    kept = request.session.get(_KEY)
    if not kept or request.method != "GET" or kept["path"] != request.path:
        return
    del request.session[_KEY]
    if kept["user"] == request.user.pk and time.time() - kept["at"] < _SECONDS:
        request.kept_form = QueryDict(kept["body"])  # type: ignore[attr-defined]  # read by `form_data`
        messages.info(
            request, "You were signed out before this was sent. What you typed is here: look it over and send it again."
        )


def form_data(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: what was posted, else what was kept, else nothing. Every view with a form asks this."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "kept_form", None)
