"""A resident who is new to the home, added inside the check-in form by the rules and actions of the page that adds one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from carehomes.access import idempotency
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now, london_today
from carehomes.residents.actions import AlreadyDone, admit
from carehomes.residents.forms import AddForm, box_problems, spot_form
from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import said
from carehomes.residents.rules import Refused
from carehomes.residents.views.person import unseen_matches
from carehomes.ui.formats import clock
from carehomes.ui.numbers import number_in, revision_in
from checkins.actions.drafts import Saved, TooLate, save_draft
from checkins.check_in_form.presses import chosen
from checkins.check_in_form.sheet import Problem, TypedNomination, read
from checkins.models import CheckInDraft
from checkins.presenters.asking import Alike
from checkins.presenters.call import CallPage
from checkins.queries.check_in import Call, call_of, check_in_with_form

NOT_THERE = "Nobody is being named there any more: a colleague has taken it back. What you typed elsewhere is saved."


PRESSES = (
    "admit",
    "same",
)  # the buttons about a resident who is new: "admit:<key>:<told apart>", "same:<key>:<who it is>"


@dataclass(frozen=True)
class Outcome:
    """The resident who is named now, what to say of it, and the save; or what is wrong, and who might be the same person."""

    resident_id: int | None = None
    saved: Saved[CheckInDraft] | None = None
    words: str = ""
    found: Sequence[Problem] = ()
    alike: Sequence[Alike] = field(default_factory=list)


def pressed(request: ScopedRequest, call: Call, name: str, about: str, seen: int) -> Outcome | None:
    """Adds who is new, or takes the one in the register who it is; either is then the resident who is named, in the same place.

    What was typed about them stands in the draft; `seen` is the revision of it that the page holds.
    None where nobody is being named there. Raises `TooLate` as every save does.
    """
    key, _, more = about.partition(":")
    fields = call.draft.fields if call.draft else {}
    typed = next((each for each in read(fields).nominations if str(each.key) == key), None)
    if typed is None:
        return None
    if name == "admit":
        outcome = add_newcomer(request, call.home.pk, typed, told_apart=more)
    else:
        number = number_in(more)
        outcome = Outcome(resident_id=number if number in call.names else None)
    if outcome.resident_id is None:
        return outcome
    named = chosen({}, key, outcome.resident_id)
    saved = save_draft(
        check_in_id=call.check_in.pk, sent=named, touched=named, seen=seen, by=request.acting, now=timezone.now()
    )
    return replace(outcome, saved=saved)


def seen_in(request: HttpRequest) -> int:
    """The revision of the draft that the page held when it was sent."""
    return revision_in(request.POST.get("seen", ""))


@require_POST
@requires(Permission.TAKE_CHECK_INS)
def newcomer(request: ScopedRequest, pk: int) -> JsonResponse:
    """The same button pressed where the browser keeps the page: it has saved what was typed, and draws anew only this part of it."""
    name, _, about = request.POST.get("do", "").partition(":")
    call = call_of(check_in_with_form(pk), request.acting, timezone.now())
    try:
        outcome = pressed(request, call, name, about, seen_in(request)) if name in PRESSES else None
    except TooLate as late:
        return JsonResponse({"message": str(late)}, status=409)
    if outcome is None:
        return JsonResponse({"message": NOT_THERE}, status=409)
    return JsonResponse(
        _answer(request, call_of(check_in_with_form(pk), request.acting, timezone.now()), about, outcome)
    )


def _answer(request: ScopedRequest, call: Call, about: str, outcome: Outcome) -> dict[str, Any]:
    """What the page needs: as after every save, and the boxes as they are now, with who is named and may be chosen from now on."""
    key, fields = about.partition(":")[0], call.draft.fields if call.draft else {}
    page = CallPage(
        call=call,
        fields=fields,
        today=london_today(),
        now=timezone.now(),
        may_add=True,
        found=outcome.found,
        alike={key: outcome.alike},
    )
    typed = next(each for each in page.sheet.nominations if str(each.key) == key)
    person = next((each for each in call.people if outcome.saved and each.id == typed.resident_id), None)
    if person:
        record_reads([(person.id, person.home_id)], screen="check-in", by=request.acting)
    return {
        "newcomer": render_to_string("checkins/newcomer.jinja", {"block": page.block(typed)}, request=request),
        "fields": {each: values for each, values in fields.items() if each.endswith(key)},
        "chosen": [str(person.id), person.label] if person else None,
        "words": outcome.words,
        **_saved(outcome.saved, seen_in(request)),
    }


def _saved(saved: Saved[CheckInDraft] | None, seen: int) -> dict[str, Any]:
    """The revision that the page holds now, and what colleagues wrote since the one that it held."""
    if saved is None:
        return {"revision": seen, "theirs": {}}
    merged = saved.merged
    theirs = {name: merged.fields.get(name, []) for name in merged.others - merged.mine}
    return {"revision": saved.draft.revision, "saved": clock(saved.draft.saved_at), "theirs": theirs}


def add_newcomer(request: ScopedRequest, home_id: int, typed: TypedNomination, told_apart: str) -> Outcome:
    """Adds the resident whose boxes are filled; sent twice, the second gives the first one's resident.

    Nobody is added who might be somebody in the register, until a person has said that they are not (`told_apart`: their numbers).
    """
    key = str(typed.key)
    form = spot_form(typed.newcomer, key=uuid5(NAMESPACE_URL, f"newcomer/{key}"), told_apart=told_apart)
    if not form.is_valid():
        return Outcome(found=_problems(key, form))
    done = idempotency.first_result(form.key, by=request.acting)
    matches = [] if done else unseen_matches(form)
    if matches:
        people = [each.resident for each in matches]
        record_reads(((each.pk, each.home_id) for each in people), screen="Is this the same person?", by=request.acting)
        return Outcome(
            found=[Problem(f"alike-{key}", "Somebody like this is in the register already: say whether it is them")],
            alike=[_alike(each.resident, home_id, each.same_number) for each in matches],
        )
    return _add(request, home_id, key, form)


def _problems(key: str, form: AddForm) -> list[Problem]:
    return [Problem(f"{box}-{key}", words) for box, words in box_problems(form).items()]


def _alike(resident: Resident, home_id: int, same_number: bool) -> Alike:
    here = resident.home_id == home_id and resident.state not in ("left", "died")
    return Alike(resident.pk, resident.name, said(resident, london_today()), here, same_number)


def _add(request: ScopedRequest, home_id: int, key: str, form: AddForm) -> Outcome:
    try:
        resident = admit(
            by=request.acting, key=form.key, now=london_now(), home_id=home_id, facts=form.facts, arrival=form.arrival
        )
    except AlreadyDone as again:
        return Outcome(resident_id=int(resolve(again.result).kwargs["pk"]))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return Outcome(found=_problems(key, form))
    return Outcome(resident.pk, words=f"{resident.name} lives in the home now. Say here why they need someone.")
