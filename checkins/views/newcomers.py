"""A resident who is new to the home, added inside the check-in form by the rules and actions of the page that adds one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from django.contrib import messages
from django.urls import resolve

from carehomes.access import idempotency
from carehomes.access.permissions import ScopedRequest
from carehomes.access.reads import record_reads
from carehomes.deadlines import london_now, london_today
from carehomes.residents.actions import AlreadyDone, admit
from carehomes.residents.forms import AddForm, box_problems, spot_form
from carehomes.residents.models import Resident
from carehomes.residents.presenters.words import said
from carehomes.residents.rules import Refused
from carehomes.residents.views.person import unseen_matches
from checkins.presenters.asking import Alike
from checkins.sheet import Problem, TypedNomination


@dataclass(frozen=True)
class Outcome:
    """The resident who was added; or what is wrong, and who might be the same person."""

    resident_id: int | None = None
    found: Sequence[Problem] = ()
    alike: Sequence[Alike] = field(default_factory=list)


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
    messages.success(request, f"{resident.name} lives in the home now. Say here why they need someone.")
    return Outcome(resident_id=resident.pk)
