"""Search over everything that somebody may see.

What is typed may be a resident's name or NHS number, so it is posted and kept in the session of its person, never in an address:
addresses end up in histories, logs and other sites' referrers. The page's address carries only the number of the search.
"""

import re
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.look_ups import TOO_MANY_REQUESTS
from carehomes.access.permissions import ScopedRequest, open_to_members
from carehomes.directory.search import SHORTEST, search

_KEPT = "searches"
_MOST_KEPT = 10
_MOST_CHARACTERS = 100
_DIGITS = re.compile(r"(?:\d[\s-]*){10}")


@open_to_members
def find(request: ScopedRequest) -> HttpResponse:
    """A search that was posted gets a number and leads to the page of its results; one in the address may hold no NHS number."""
    kept_form = form_data(request)
    in_address = request.GET.get("q", "")
    if kept_form is not None or _DIGITS.search(in_address):
        words = (kept_form or request.GET).get("q", "")
        return redirect(f"{reverse('search')}?n={_keep(request, words)}")
    words = in_address or _kept(request)
    words = words.strip()[:_MOST_CHARACTERS]
    groups = search(request.acting, words)
    context = {"words": words, "groups": groups, "too_short": 0 < len(words) < SHORTEST, "shortest": SHORTEST}
    status = TOO_MANY_REQUESTS if any(group.refused for group in groups) else HTTPStatus.OK
    return render(request, "directory/search.jinja", context, status=status)


def _keep(request: ScopedRequest, words: str) -> int:
    """Remembers a search and returns its number. The last few are kept, so that the browser's Back finds them."""
    searches = request.session.get(_KEPT, {})
    number = max((int(each) for each in searches), default=0) + 1
    latest = dict(list(searches.items())[1 - _MOST_KEPT :])
    request.session[_KEPT] = {**latest, str(number): words[:_MOST_CHARACTERS]}
    return number


def _kept(request: ScopedRequest) -> str:
    words: str = request.session.get(_KEPT, {}).get(request.GET.get("n", ""), "")
    return words
