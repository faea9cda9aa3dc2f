"""A form says for which membership its page was drawn. One drawn for another than acts now is refused before anything is written.

Somebody with two memberships has two tabs and switches in one: the other still names the organisation before, and what is sent
there must not be saved for the new one. A form that says nothing (its page was drawn by an earlier version) is taken from somebody
with one membership; whoever has several is asked for which of them it is. Pages on which nobody acts (sign-in, one's own account,
signed addresses) carry no membership and are never asked: what is sent there is the person's own, whatever organisation they act for.
"""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html

from carehomes.access import kept_forms
from carehomes.access.acting import Acting
from carehomes.access.permissions import ScopedRequest, View
from carehomes.ui.jinja import csrf_input_once


def form_inputs(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `csrf_input`, which every form that posts writes, with the membership beside the token against forgery."""
    return {"csrf_input": SimpleLazyObject(partial(_inputs, request, csrf_input_once(request)["csrf_input"]))}


def _inputs(request: HttpRequest, token: Any) -> str:
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None:
        return token
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', token, kept_forms.OPENED_FOR, acting.membership_id
    )


def refused(request: ScopedRequest, view: View) -> HttpResponse | None:
    """The answer to a form of a page that was opened for another membership, or nobody knows for which; None for every other request.

    What was typed is kept for the membership for which it was typed. A script that saves keeps it in its page's boxes.
    """
    if request.method != "POST" or getattr(view, "from_any_page", False) or _is_for_this_one(request):
        return None
    before = kept_forms.opened_for(request)
    context = _context(request, next((each for each in request.memberships if each.membership_id == before), None))
    if request.headers.get("X-Requested-With") == "fetch":
        note = render_to_string("access/opened_for_note.jinja", context, request=request)
        return JsonResponse({"opened_for_note": note}, status=HTTPStatus.CONFLICT)
    kept = bool(context["ways_on"]) and kept_forms.keep_here(request, context["why"])
    context = {**context, "kept": kept, "words": "" if kept else kept_forms.words_of(request)}
    return render(request, "access/opened_for_another.jinja", context, status=HTTPStatus.CONFLICT)


def _is_for_this_one(request: ScopedRequest) -> bool:
    given = request.POST.get(kept_forms.OPENED_FOR, "")
    return given == str(request.acting.membership_id) or (not given and len(request.memberships) == 1)


def _context(request: ScopedRequest, before: Acting | None) -> dict[str, Any]:
    """What its template says. `ways_on`: for which memberships it may be sent after all, with what they are called."""
    unsaid = not request.POST.get(kept_forms.OPENED_FOR)
    now_for = _called(request.acting, before)
    ways_on = request.memberships if unsaid else [before] if before else []
    return {
        "before": before,
        "unsaid": unsaid,
        "now_for": now_for,
        "opened_for": _called(before, request.acting) if before else "",
        "ways_on": [(each.membership_id, _called(each, _twin(each, request.memberships))) for each in ways_on],
        "why": f"This was not sent{', for its page did not say for whom it was' if unsaid else f' while you acted for {now_for}'}.",
    }


def _twin(one: Acting, held: Sequence[Acting]) -> Acting | None:
    """Another membership of the same person in the same organisation."""
    return next((each for each in held if each != one and each.organisation_id == one.organisation_id), None)


def _called(one: Acting, other: Acting | None) -> str:
    """The organisation; with the role where somebody has two in the same one."""
    same = other is not None and other.organisation_id == one.organisation_id
    return f"{one.organisation} as {one.role.name.lower()}" if same else one.organisation
