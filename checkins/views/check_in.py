"""One check-in: the form while it is open, what was said once it is not."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import Week, london_today
from carehomes.issues.links import Target
from carehomes.issues.panels import lines_of
from carehomes.residents.queries import names_in
from carehomes.ui.formats import clock
from checkins import actions
from checkins.actions.becoming import LINK
from checkins.actions.drafts import Saved, TooLate
from checkins.check_in_form.facts import values_of
from checkins.check_in_form.presses import Typed, confirmed, kept, press, spared
from checkins.check_in_form.sheet import Problem, field_names, known, of_nomination, problems, read
from checkins.forms.check_ins import RingBackForm
from checkins.models import OPEN_STATES, Attempt, CheckIn, CheckInDraft, Urgency
from checkins.presenters.asking import suggested
from checkins.presenters.call import CallPage
from checkins.presenters.here import here_too
from checkins.presenters.record import RecordPage
from checkins.presenters.signposting import lines
from checkins.queries.check_in import Call, call_of, check_in_with_form, record_of
from checkins.queries.signposting import asked_in, said_in
from checkins.rules import Fields
from checkins.transitions import Refused, events_of
from checkins.views import newcomers, signposting

ATTEMPTS = [
    (Attempt.Outcome.NO_ANSWER, "No answer"),
    (Attempt.Outcome.ENGAGED, "Engaged"),
    (Attempt.Outcome.WRONG_NUMBER, "Wrong number"),
]
IN_HAND = "nomination"  # in the address: the resident whose boxes are open


@require_POST
@requires(Permission.TAKE_CHECK_INS)
def start(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Somebody rings this home now: this week's check-in, begun."""
    week = Week.containing(london_today())
    check_in = get_object_or_404(CheckIn, home_id=home_pk, week=week.monday)
    try:
        actions.start(check_in_id=check_in.pk, by=request.acting, now=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("checkins:check_in", check_in.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_CHECK_INS)
def check_in(request: ScopedRequest, pk: int) -> HttpResponse:
    """The form while the check-in is open and this person may ring; else the record."""
    found = check_in_with_form(pk)
    if request.method == "POST":
        if not request.acting.may(Permission.TAKE_CHECK_INS):
            raise PermissionDenied
        return _posted(request, found)
    today = london_today()
    may_type = {"start", "complete"} & events_of(found, by=request.acting, today=today)
    if not may_type or found.state not in OPEN_STATES:
        kept = form_data(request)
        return too_late(request, pk, _typed(kept)) if kept else _record(request, found)
    call = call_of(found, request.acting, timezone.now())
    return _form(request, call, _kept(request, call))


@require_GET
@requires(Permission.TAKE_CHECK_INS)
def naming(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the browser draws with once something is reported. Only for an open check-in; without a script the form does without."""
    found = check_in_with_form(pk)
    if found.state not in OPEN_STATES:
        raise Http404
    call = call_of(found, request.acting, timezone.now())
    _log_reads(request, call)
    return render(request, "checkins/naming.jinja", {"page": _page(request, call, {})})


def _kept(request: ScopedRequest, call: Call) -> Typed:
    """The draft, and on top what the person typed before their session ended."""
    kept = form_data(request)
    draft = dict(call.draft.fields) if call.draft else {}
    return {**draft, **_typed(kept)} if kept else draft


def _typed(data: QueryDict) -> Typed:
    return known({name: list(values) for name, values in data.lists()})


def _page(request: ScopedRequest, call: Call, fields: Typed, **more: Any) -> CallPage:
    may_add, asked_for = request.acting.may(Permission.EDIT_RESIDENTS), request.GET.get(IN_HAND, "")
    return CallPage(
        call=call,
        fields=fields,
        today=london_today(),
        now=timezone.now(),
        may_add=may_add,
        asked_for=asked_for,
        **more,
    )


def _form(request: ScopedRequest, call: Call, fields: Typed, **more: Any) -> HttpResponse:
    page = _page(request, call, fields, **more)
    _log_reads(request, call)
    context = {
        "page": page,
        "acting": request.acting,
        "form_key": uuid4(),
        "attempts": ATTEMPTS,
        "ring_back_at": request.POST.get("ring_back_at"),
        "signposts": lines(asked_in(call.check_in.pk, call.home.pk), call.check_in.pk),
        "here": here_too(call.draft.changes if call.draft else {}, request.acting.person, page.now),
    }
    return render(request, "checkins/check_in.jinja", context)


def _log_reads(request: ScopedRequest, call: Call) -> None:
    record_reads(((each.id, each.home_id) for each in call.people), screen="check-in", by=request.acting)


def _posted(request: ScopedRequest, found: CheckIn) -> HttpResponse:
    """Whatever was pressed, what was typed is saved first."""
    call, do = call_of(found, request.acting, timezone.now()), request.POST.get("do", "save")
    draft = call.draft.fields if call.draft else {}
    held = kept(draft, request.POST.get("kept", "").split())
    typed = press(do, {**held, **_typed(request.POST)}, call.sections, timezone.now())
    if call.beforehand and do == "confirm_home":
        typed = confirmed(typed, dict(call.beforehand.fields), call.sections)
    elif call.beforehand and do == "nothing_left":
        typed = spared(typed, _typed(request.POST), dict(call.beforehand.fields))
    touched = field_names(call.sections, [typed, draft], call.open_names)
    touched -= {name for name, values in held.items() if typed.get(name, []) == values}
    try:
        saved = actions.save_draft(
            check_in_id=found.pk,
            sent=typed,
            touched=touched,
            seen=newcomers.seen_in(request),
            by=request.acting,
            now=timezone.now(),
        )
    except TooLate:
        return too_late(request, found.pk, typed)
    found.draft = saved.draft
    return _after(request, replace(call), saved, do)


def _after(request: ScopedRequest, call: Call, saved: Saved[CheckInDraft], do: str) -> HttpResponse:
    """What follows the save: the button's own work, unless somebody else wrote into the same boxes."""
    name, _, about = do.partition(":")
    if name in Attempt.Outcome.values:
        return _attempt(request, call, name)
    fields = {**saved.draft.fields, **{each.name: each.yours for each in saved.merged.conflicts}}
    if saved.merged.conflicts:
        return _form(request, call, fields, conflicts=saved.merged.conflicts)
    found = _missing(call, fields, name, about)
    if found:
        return _form(request, call, fields, found=found)
    if name == "add":
        _raise_same_day(request, call, about)
    if name in newcomers.PRESSES:
        return _newcomer(request, call, fields, name, about)
    return signposting.pressed(request, call.check_in, name, about) or redirect(_next(call, name, about))


def _newcomer(request: ScopedRequest, call: Call, fields: Typed, name: str, about: str) -> HttpResponse:
    """A resident who is new is named on the same page, in the same place."""
    key, seen = about.partition(":")[0], call.draft.revision if call.draft else 0
    outcome = newcomers.pressed(request, call, name, about, seen)
    if outcome is None:
        return redirect("checkins:check_in", call.check_in.pk)
    if outcome.resident_id is None:
        return _form(request, call, fields, found=outcome.found, alike={key: outcome.alike})
    if outcome.words:
        messages.success(request, outcome.words)
    return redirect(f"{reverse('checkins:check_in', args=[call.check_in.pk])}#nomination-{key}")


def _missing(call: Call, fields: Typed, name: str, about: str) -> Sequence[Problem]:
    """What is missing for what was pressed; a mere save lacks nothing."""
    sheet = read(fields, known=values_of(call.facts(timezone.now())))
    if name == "complete":
        return problems(sheet, call.sections, call.names)
    if name == "add":
        return [
            each for typed in sheet.nominations if str(typed.key) == about for each in of_nomination(typed, call.names)
        ]
    return []


def _raise_same_day(request: ScopedRequest, call: Call, key: str) -> None:
    """A same-day concern does not wait for the end of the call."""
    sheet = read(call.draft.fields if call.draft else {})
    typed = [each for each in sheet.nominations if str(each.key) == key and each.urgency == Urgency.SAME_DAY]
    if typed:
        now = timezone.now()
        raised = actions.raise_nominations(check_in=call.check_in, typed=typed, by=request.acting, now=now)
        messages.success(
            request, f"The clinical lead was told at {clock(raised[0].raised_at)}. Ring the urgent line as well."
        )


def _next(call: Call, name: str, about: str) -> str:
    """Where the button leads."""
    found = call.check_in
    if name == "arrived":  # the one that was opened last
        opened = [each for each in read(call.draft.fields if call.draft else {}).nominations if each.newcomer_open]
        name, about = "change", str(opened[-1].key) if opened else ""
    if name == "leave":
        return reverse("checkins:this_week")
    if name == "complete":
        return reverse("checkins:confirm", args=[found.pk])
    if name == "about":
        about = about.partition(":")[0]
    places = {
        "new": f"#section-{about}",
        "about": f"#section-{about}",
        "nothing_left": "#nothing-left",
        "drop": "#asks",
        "confirm_home": "#asks",
    }
    place = f"#nomination-{about}" if name in ("add", "change") else places.get(name, "")
    query = f"?{urlencode({IN_HAND: about})}" if name == "change" and about else ""
    return f"{reverse('checkins:check_in', args=[found.pk])}{query}{place}"


def _attempt(request: ScopedRequest, call: Call, outcome: str) -> HttpResponse:
    home, form = call.home.name, RingBackForm(request.POST)
    if not form.is_valid():
        problem = Problem("ring_back_at", str(form.errors["ring_back_at"][0]))
        return _form(request, call, dict(call.draft.fields) if call.draft else {}, found=[problem])
    try:
        attempt = actions.note_attempt(
            check_in_id=call.check_in.pk,
            outcome=outcome,
            ring_back_at=form.cleaned_data["ring_back_at"] if outcome == Attempt.Outcome.RING_BACK else None,
            key=_key(request),
            by=request.acting,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:check_in", call.check_in.pk)
    messages.info(request, f"{_noted(attempt)}. {home} stays on the list. {_again(attempt)}".strip())
    return redirect("checkins:this_week")


def _noted(attempt: Attempt) -> str:
    """When the call was; of a home that asks to be rung back, when it asks for."""
    if attempt.outcome != Attempt.Outcome.RING_BACK:
        return f"{attempt.get_outcome_display()} at {clock(attempt.at)}"
    asked_for = f" at {clock(attempt.ring_back_at)}" if attempt.ring_back_at else " later"
    return f"{attempt.get_outcome_display()}{asked_for}"


def _again(attempt: Attempt) -> str:
    if attempt.outcome == Attempt.Outcome.RING_BACK:
        return ""
    if attempt.again_at is None:
        return "No further try fits into today: it becomes an issue by itself."
    return f"Try again at {clock(attempt.again_at)}."


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("attempt_key", ""))
    except ValueError:
        return uuid4()


def too_late(request: ScopedRequest, pk: int, typed: Typed) -> HttpResponse:
    """Somebody else completed it. What was typed is shown, to be copied or told; nothing of it is thrown away."""
    call = call_of(check_in_with_form(pk), request.acting, timezone.now())
    _log_reads(request, call)
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "checkins/too_late.jinja", {"page": _page(request, call, typed)}, status=status)


@require_POST
@requires(Permission.TAKE_CHECK_INS)
def draft(request: ScopedRequest, pk: int) -> JsonResponse:
    """What is typed, saved every few seconds. Answers with what a colleague wrote meanwhile."""
    try:
        saved = actions.save_draft(
            check_in_id=pk,
            sent=_typed(request.POST),
            touched=known({name: [] for name in request.POST.getlist("touched")}),
            seen=newcomers.seen_in(request),
            by=request.acting,
            now=timezone.now(),
        )
    except TooLate as late:
        address = reverse("checkins:check_in", args=[pk])
        return JsonResponse({"message": str(late), "address": address}, status=409)
    except CheckIn.DoesNotExist as error:
        raise Http404 from error
    return JsonResponse(answer_to_save(request, pk, saved))


def answer_to_save(request: ScopedRequest, pk: int, saved: Saved[Any]) -> dict[str, Any]:
    """What the page does after a save: its revision now, what others wrote and who they are, both texts where two wrote into one box."""
    merged = saved.merged
    answer: dict[str, Any] = {"revision": saved.draft.revision, "saved": clock(saved.draft.saved_at)}
    answer["theirs"] = {name: merged.fields.get(name, []) for name in merged.others - merged.mine}
    answer["here"] = here_too(merged.changes, request.acting.person, timezone.now())
    answer["suggested"] = suggestions(saved.draft.home_id, merged.fields, request.POST.getlist("touched"))
    if merged.conflicts:
        page = CallPage(
            call=call_of(check_in_with_form(pk), request.acting, timezone.now()),
            fields=merged.fields,
            today=london_today(),
            now=timezone.now(),
            conflicts=merged.conflicts,
        )
        answer["conflicts"] = [each.name for each in merged.conflicts]
        answer["differences"] = render_to_string("checkins/differences.jinja", {"page": page}, request=request)
    return answer


def suggestions(home_id: int, fields: Fields, touched: Sequence[str]) -> dict[str, list[str]]:
    """For each section whose words were typed just now: the one resident whom they name, by number and name."""
    sections = [name.removeprefix("text-") for name in touched if name.startswith("text-")]
    names = names_in(home_id) if sections else {}
    sheet = read(fields)
    found = {key: suggested(sheet.texts.get(key, ""), sheet.abouts.get(key, ""), names) for key in sections}
    return {key: [str(each.id), each.name] for key, each in found.items() if each}


@require_GET
@requires(Permission.SEE_CHECK_INS)
def record(request: ScopedRequest, pk: int) -> HttpResponse:
    """A check-in as it stands in the record, also while somebody is still ringing."""
    return _record(request, check_in_with_form(pk))


def _record(request: ScopedRequest, found: CheckIn) -> HttpResponse:
    page = RecordPage(record_of(found), by=request.acting, today=london_today())
    said = said_in(found.pk, found.home_id)
    named = {(each.resident_id, each.home_id) for each in said if each.resident_id}
    record_reads(page.reads | named, screen="check-in", by=request.acting)
    issues = lines_of(Target(LINK, found.pk), request.acting, timezone.now(), screen="check-in")
    context = {"page": page, "signposts": lines(said), "issues": issues}
    return render(request, "checkins/record.jinja", context)
