"""A form says for which membership its page was drawn. One drawn for another than acts now is refused before anything is written.

Somebody with two memberships has two tabs and switches in one: the other still names the organisation before, and what is sent
there must not be saved for the new one. Pages on which nobody acts (sign-in, one's own account, signed addresses) carry no
membership. A form without one is taken: it comes from a page that was drawn by an earlier version, and those are gone within the
twelve hours of a session.
"""

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
    """The answer to a form of a page that was opened for another membership; None for every other request.

    What was typed is kept for the membership for which it was typed. A script that saves keeps it in its page's boxes.
    """
    given = request.POST.get(kept_forms.OPENED_FOR, "")
    if given in ("", str(request.acting.membership_id)) or getattr(view, "from_any_page", False):
        return None
    before = next((each for each in request.memberships if str(each.membership_id) == given), None)
    now_for, opened_for = _called(request.acting, before), _called(before, request.acting) if before else ""
    context: dict[str, Any] = {"before": before, "now_for": now_for, "opened_for": opened_for}
    if request.headers.get("X-Requested-With") == "fetch":
        note = render_to_string("access/opened_for_note.jinja", context, request=request)
        return JsonResponse({"opened_for_note": note}, status=HTTPStatus.CONFLICT)
    kept = before is not None and kept_forms.keep_here(request, f"This was not sent while you acted for {now_for}.")
    context = {**context, "kept": kept, "words": "" if kept else kept_forms.words_of(request)}
    return render(request, "access/opened_for_another.jinja", context, status=HTTPStatus.CONFLICT)


def _called(one: Acting, other: Acting | None) -> str:
    """The organisation; with the role where somebody has two in the same one."""
    same = other is not None and other.organisation_id == one.organisation_id
    return f"{one.organisation} as {one.role.name.lower()}" if same else one.organisation
