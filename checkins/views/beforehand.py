"""The home fills in the check-in before it is rung: on a phone, by whoever is there, saved as it is typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.numbers import revision_in
from checkins.actions.beforehand import THEIRS, save_beforehand, send_beforehand
from checkins.actions.drafts import TooLate
from checkins.check_in_form.presses import Typed, press
from checkins.check_in_form.sheet import field_names, known
from checkins.models import OPEN_STATES
from checkins.presenters.call import CallPage
from checkins.presenters.here import here_too
from checkins.queries.check_in import Call, call_of, check_in_with_form
from checkins.views.check_in import answer_to_save, too_late


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.FILL_IN_BEFOREHAND)
def beforehand(request: ScopedRequest, pk: int) -> HttpResponse:
    """The sections of the form, without the call around them."""
    found = check_in_with_form(pk)
    sent = form_data(request)
    if found.state not in OPEN_STATES:
        if sent:
            return too_late(request, pk, _typed(sent))
        messages.info(request, "This check-in is done: see what was said.")
        return redirect("checkins:check_in", pk)
    call = call_of(found, request.acting, timezone.now())
    if request.method == "POST":
        return _posted(request, call)
    return _form(request, call, {**_theirs(call), **(_typed(sent) if sent else {})})


def _theirs(call: Call) -> Typed:
    return dict(call.beforehand.fields) if call.beforehand else {}


def _typed(data: QueryDict) -> Typed:
    fields = known({name: list(values) for name, values in data.lists()})
    return {name: values for name, values in fields.items() if THEIRS.fullmatch(name)}


def _form(request: ScopedRequest, call: Call, fields: Typed, **more: Any) -> HttpResponse:
    page = CallPage(call=call, fields=fields, today=london_today(), now=timezone.now(), **more)
    record_reads(((each.id, each.home_id) for each in call.people), screen="check-in", by=request.acting)
    here = here_too(call.beforehand.changes if call.beforehand else {}, request.acting.person, page.now)
    return render(request, "checkins/beforehand.jinja", {"page": page, "held": call.beforehand, "here": here})


def _posted(request: ScopedRequest, call: Call) -> HttpResponse:
    do, now = request.POST.get("do", "save"), timezone.now()
    typed = press(do, _typed(request.POST), call.sections, now) if do == "nothing_left" else _typed(request.POST)
    touched = field_names(call.sections, [typed, _theirs(call)], [])
    pk = call.check_in.pk
    try:
        saved = save_beforehand(
            check_in_id=pk, sent=typed, touched=touched, seen=_seen(request), by=request.acting, now=now
        )
        if saved.merged.conflicts:
            fields = {**saved.draft.fields, **{each.name: each.yours for each in saved.merged.conflicts}}
            call.check_in.beforehand = saved.draft
            return _form(request, call, fields, conflicts=saved.merged.conflicts)
        if do == "send":
            send_beforehand(check_in_id=pk, by=request.acting, now=now)
    except TooLate:
        return too_late(request, pk, typed)
    if do == "send":
        messages.success(request, "Sent. It is confirmed with you in the call; until then you can change it here.")
        return redirect("directory:home", call.check_in.home_id)
    return redirect(f"{reverse('checkins:beforehand', args=[pk])}{'#end' if do == 'nothing_left' else ''}")


def _seen(request: HttpRequest) -> int:
    return revision_in(request.POST.get("seen", ""))


@require_POST
@requires(Permission.FILL_IN_BEFOREHAND)
def draft(request: ScopedRequest, pk: int) -> JsonResponse:
    """What is typed, saved every few seconds. Answers with what a colleague of the home wrote meanwhile."""
    found = check_in_with_form(pk)
    try:
        saved = save_beforehand(
            check_in_id=pk,
            sent=_typed(request.POST),
            touched=known({name: [] for name in request.POST.getlist("touched")}),
            seen=_seen(request),
            by=request.acting,
            now=timezone.now(),
        )
    except TooLate as late:
        return JsonResponse({"message": str(late), "address": reverse("checkins:check_in", args=[pk])}, status=409)
    return JsonResponse(answer_to_save(request, found.pk, saved))
