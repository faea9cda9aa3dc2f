"""One round: being prepared, in session, written up, signed; and the card of each resident, saved as it is typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.formats import clock
from carehomes.ui.numbers import number_in, revision_in
from checkins.actions import round_agenda, round_cards, rounds
from checkins.actions.round_cards import CardIncomplete, CardTooLate, SavedCard
from checkins.models import COMING_STATES, WRITABLE_STATES, AgendaItem, Round
from checkins.presenters.here import here_too
from checkins.presenters.rounds import RoundPage
from checkins.queries.round_agenda import unread_today
from checkins.queries.rounds import (
    card_typed,
    categories_on,
    facts_of,
    history_of,
    record_of_round,
    round_with_home,
)
from checkins.rounds.card import known, names_in
from checkins.transitions import Refused

Typed = dict[str, list[str]]


@require_safe
@requires(Permission.SEE_ROUNDS)
def round_page(request: ScopedRequest, pk: int) -> HttpResponse:
    """A round as it stands: prepared, in session, or in the record."""
    found = round_with_home(pk)
    if found.state in COMING_STATES:
        return _prepared(request, found)
    if elsewhere := _typed_into_another_card(request, found):
        return elsewhere
    writes = request.acting.may(Permission.RUN_ROUNDS) and found.state in WRITABLE_STATES and found.now_item_id
    return _session(request, found) if writes else _record(request, found, "checkins/rounds/record.jinja")


def _typed_into_another_card(request: ScopedRequest, found: Round) -> HttpResponse | None:
    """Words that waited while their writer signed in again are never put into the card of another resident."""
    kept = form_data(request)
    if not kept or kept.get("card") == str(found.now_item_id):
        return None
    typed_for = number_in(kept.get("card", "")) or 0
    items = AgendaItem.objects.filter(round=found).select_related("resident")
    item = items.filter(pk=typed_for).first()
    list(messages.get_messages(request))  # "send it again" would be wrong here
    if item is None:
        return _too_late(request, found, _typed(kept), "The round has gone on.")
    record_reads({(item.resident_id, item.home_id)}, screen="round", by=request.acting)
    return _too_late(request, found, _typed(kept), f"The round has gone on. This was typed for {item.resident.name}.")


def _too_late(request: HttpRequest, found: Round, typed: Typed, words: str) -> HttpResponse:
    context = {"typed": typed, "words": words, "round": found}
    return render(request, "checkins/rounds/too_late.jinja", context, status=409)


def _page(request: ScopedRequest, found: Round, **more: Any) -> RoundPage:
    record = record_of_round(found)
    record_reads(record.reads, screen="round", by=request.acting)
    more.setdefault("facts", {})
    return RoundPage(record=record, by=request.acting, today=london_today(), now=timezone.now(), **more)


def _prepared(request: ScopedRequest, found: Round) -> HttpResponse:
    page = _page(request, found)
    unread = unread_today(found.home_id) if "set_agenda" in page.events else []
    record_reads({(each.resident_id, each.home_id) for each in unread}, screen="round", by=request.acting)
    return render(request, "checkins/rounds/prepared.jinja", {"page": page, "unread": unread})


def _session(request: ScopedRequest, meeting: Round, **more: Any) -> HttpResponse:
    """The meeting, with the open card as it is saved and with what this person typed on top."""
    page = _page(request, meeting, facts=facts_of(meeting), categories=categories_on(meeting.held_on))
    now = page.open_card
    if "fields" not in more and now is not None:
        card = card_typed(now.item)
        held = dict(card.fields) if card else round_cards.fields_done(now.item.pk) if now.done else {}
        kept = form_data(request)
        more["fields"] = {**held, **_typed(kept)} if kept else held
    card = card_typed(now.item) if now else None
    page = RoundPage(**{**_parts(page), "revision": card.revision if card else 0, **more})
    return render(request, "checkins/rounds/session.jinja", {"page": page})


def _parts(page: RoundPage) -> dict[str, Any]:
    names = ("record", "facts", "by", "today", "now", "categories")
    return {name: getattr(page, name) for name in names}


def _record(request: ScopedRequest, found: Round, template: str) -> HttpResponse:
    page = _page(request, found)
    statuses, addenda = history_of(found)
    return render(request, template, {"page": page, "statuses": statuses, "addenda": addenda})


@require_safe
@requires(Permission.SEE_ROUNDS)
def agenda(request: ScopedRequest, pk: int) -> HttpResponse:
    """The agenda to print, whatever has become of it since."""
    found = round_with_home(pk)
    page = _page(request, found, facts=facts_of(found))
    return render(request, "checkins/rounds/agenda.jinja", {"page": page})


@require_safe
@requires(Permission.SEE_ROUNDS)
def minutes(request: ScopedRequest, pk: int) -> HttpResponse:
    """The minutes to print: who was there, what was decided, who does what by when."""
    return _record(request, round_with_home(pk), "checkins/rounds/minutes.jinja")


def _typed(data: QueryDict) -> Typed:
    return known({name: list(values) for name, values in data.lists()})


def _seen(request: HttpRequest) -> int:
    return revision_in(request.POST.get("seen", ""))


def _item(pk: int, item_pk: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("round__home"), pk=item_pk, round_id=pk)


@require_POST
@requires(Permission.RUN_ROUNDS)
def card(request: ScopedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Whatever was pressed on the card, what was typed is saved first."""
    item, typed = _item(pk, item_pk), _typed(request.POST)
    try:
        saved = round_cards.save_card(
            item_id=item.pk,
            sent=typed,
            touched=names_in(typed, _held(item)),
            seen=_seen(request),
            by=request.acting,
            now=timezone.now(),
        )
    except CardTooLate as late:
        return _too_late(request, item.round, typed, str(late))
    if saved.merged.conflicts:
        yours = {each.name: each.yours for each in saved.merged.conflicts}
        return _again(request, item, {**saved.card.fields, **yours}, conflicts=saved.merged.conflicts)
    if request.POST.get("do") != "done":
        return redirect("checkins:round", pk)
    return _finish(request, item)


def _held(item: AgendaItem) -> Mapping[str, Sequence[str]]:
    card = card_typed(item)
    return card.fields if card else {}


def _again(request: ScopedRequest, item: AgendaItem, fields: Mapping[str, Sequence[str]], **more: Any) -> HttpResponse:
    """The same card again: with what is missing, or with what a colleague wrote."""
    found = round_with_home(item.round_id)
    found.now_item_id = item.pk
    return _session(request, found, fields=fields, **more)


def _finish(request: ScopedRequest, item: AgendaItem) -> HttpResponse:
    try:
        found = round_cards.finish_card(item_id=item.pk, by=request.acting, now=timezone.now())
    except CardIncomplete as incomplete:
        return _again(request, item, _held(_item(item.round_id, item.pk)), found=incomplete.problems)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("checkins:round", item.round_id)
    address = reverse("checkins:round", args=[found.pk])
    return redirect(f"{address}#card-{found.now_item_id}" if found.now_item_id else address)


@require_POST
@requires(Permission.RUN_ROUNDS)
def draft(request: ScopedRequest, pk: int, item_pk: int) -> JsonResponse:
    """What is typed into a card, saved every few seconds. Answers with what a colleague wrote meanwhile."""
    item = _item(pk, item_pk)
    try:
        saved = round_cards.save_card(
            item_id=item.pk,
            sent=_typed(request.POST),
            touched=[name for name in request.POST.getlist("touched") if known({name: ["x"]})],
            seen=_seen(request),
            by=request.acting,
            now=timezone.now(),
        )
    except CardTooLate as late:
        return JsonResponse({"message": str(late), "address": reverse("checkins:round", args=[pk])}, status=409)
    return JsonResponse(_answer(request, item, saved))


def _answer(request: ScopedRequest, item: AgendaItem, saved: SavedCard) -> dict[str, Any]:
    merged = saved.merged
    answer: dict[str, Any] = {"revision": saved.card.revision, "saved": clock(saved.card.saved_at)}
    answer["here"] = here_too(merged.changes, request.acting.person, timezone.now(), what="this card")
    answer["theirs"] = {name: merged.fields.get(name, []) for name in merged.others - merged.mine}
    if merged.conflicts:
        found = item.round
        page = RoundPage(
            record=record_of_round(found),
            facts={},
            by=request.acting,
            today=london_today(),
            now=timezone.now(),
            categories=categories_on(found.held_on),
            conflicts=merged.conflicts,
        )
        answer["conflicts"] = [each.name for each in merged.conflicts]
        answer["differences"] = render_to_string("checkins/differences.jinja", {"page": page}, request=request)
    return answer


@require_POST
@requires(Permission.RUN_ROUNDS)
def take_now(request: ScopedRequest, pk: int, item_pk: int) -> HttpResponse:
    """Opens somebody's card: out of turn, or again to change it."""
    item = _item(pk, item_pk)
    _tried(request, lambda: round_agenda.take_now(item_id=item.pk, by=request.acting, now=timezone.now()))
    return redirect(f"{reverse('checkins:round', args=[pk])}#card-{item.pk}")


def _tried(request: ScopedRequest, act: Callable[[], object], done: str = "") -> bool:
    """Does it, or says why not."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True


STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "publish": (rounds.publish, "Published. Everybody invited gets an email with a calendar file."),
    "begin": (rounds.begin, ""),
    "end": (rounds.end, "Ended. What was agreed has become issues of those named. A clinician signs it off."),
    "sign_off": (rounds.sign_off, "Signed off. From now on it is only added to."),
}


@require_POST
@requires(Permission.RUN_ROUNDS)
def step(request: ScopedRequest, pk: int) -> HttpResponse:
    """Publish, begin, end, sign off: one button each."""
    get_object_or_404(Round, pk=pk)
    act, done = STEPS.get(request.POST.get("do", ""), (None, ""))
    if act is not None:
        _tried(request, lambda: act(round_id=pk, by=request.acting, now=timezone.now()), done)
    return redirect("checkins:round", pk)


@require_safe
@requires(Permission.RUN_ROUNDS)
def end(request: ScopedRequest, pk: int) -> HttpResponse:
    """Who is carried over if the meeting ends now: asked before a slip of the finger does it, because it does not begin again."""
    page = _page(request, round_with_home(pk))
    if "end" not in page.events:
        return redirect("checkins:round", pk)
    return render(request, "checkins/rounds/end.jinja", {"page": page})


@require_http_methods(["POST"])
@requires(Permission.RUN_ROUNDS)
def refresh(request: ScopedRequest, pk: int) -> HttpResponse:
    """Adds whoever has come up since."""
    get_object_or_404(Round, pk=pk)
    now = timezone.now()
    _tried(
        request,
        lambda: round_agenda.refresh_agenda(round_id=pk, by=request.acting, now=now),
        "The agenda is up to date.",
    )
    return redirect("checkins:round", pk)
