"""Search over everything that somebody may see.

What is typed may be a resident's name or NHS number, so it is posted and kept out of addresses (carehomes/access/kept_searches.py).
"""

import re
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from carehomes.access.kept_forms import form_data
from carehomes.access.kept_searches import keep, kept
from carehomes.access.look_ups import TOO_MANY_REQUESTS
from carehomes.access.permissions import ScopedRequest, open_to_members
from carehomes.directory.search import SHORTEST, search

_KEPT = "searches"
_MOST_CHARACTERS = 100
_DIGITS = re.compile(r"(?:\d[\s-]*){10}")


@open_to_members
def find(request: ScopedRequest) -> HttpResponse:
    """A search that was posted gets a number and leads to the page of its results; one in the address may hold no NHS number."""
    kept_form = form_data(request)
    in_address = request.GET.get("q", "")
    if kept_form is not None or _DIGITS.search(in_address):
        words = (kept_form or request.GET).get("q", "")
        return redirect(f"{reverse('search')}?n={keep(request.session, _KEPT, words[:_MOST_CHARACTERS])}")
    words = in_address or kept(request.session, _KEPT, request.GET.get("n", "")) or ""
    words = words.strip()[:_MOST_CHARACTERS]
    groups = search(request.acting, words)
    context = {"words": words, "groups": groups, "too_short": 0 < len(words) < SHORTEST, "shortest": SHORTEST}
    status = TOO_MANY_REQUESTS if any(group.refused for group in groups) else HTTPStatus.OK
    return render(request, "directory/search.jinja", context, status=status)
