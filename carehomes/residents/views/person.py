"""Adding somebody, and changing the facts about them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from carehomes.access import idempotency
from carehomes.access.kept_forms import OPENED_FOR, form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_now, london_today
from carehomes.directory.models import CareHome
from carehomes.residents import actions, queries
from carehomes.residents.forms import AddForm, FactsForm
from carehomes.residents.presenters.words import called, place, said, state_of
from carehomes.residents.views.sending import draw_form, resident_or_404, sent


@requires(Permission.EDIT_RESIDENTS)
def add(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Somebody comes to live in this home. Whoever looks like the same person is shown first."""
    home = _home_or_404(home_pk)
    form = AddForm(form_data(request), practices=queries.practices_near(home_pk))
    done = None
    if request.method == "POST" and "look_again" not in request.POST and form.is_valid():
        matches = unseen_matches(form)
        if matches and idempotency.first_result(form.key, by=request.acting) is None:
            return _ask_whether_the_same(request, home, form, matches)
        done = sent(request, form, lambda: _admit(request, home_pk, form), "The resident was added.")
    return done or render(request, "residents/add.jinja", {"home": home, "form": form})


def _home_or_404(home_pk: int) -> CareHome:
    home = queries.homes_with_residents().filter(pk=home_pk).first()
    if home is None:
        raise Http404
    return home


def unseen_matches(form: AddForm) -> list[queries.Match]:
    """Those who might be the same person and were not yet told apart. The same NHS number cannot be told apart: one of them is wrong."""
    facts = form.facts
    found = queries.same_person(
        family_name=facts.family_name, date_of_birth=facts.date_of_birth, nhs_number=facts.nhs_number
    )
    return [each for each in found if each.same_number or each.resident.pk not in form.told_apart]


def _ask_whether_the_same(
    request: ScopedRequest, home: CareHome, form: AddForm, matches: list[queries.Match]
) -> HttpResponse:
    shown = [each.resident for each in matches]
    record_reads(((each.pk, each.home_id) for each in shown), screen="Is this the same person?", by=request.acting)
    today = london_today()
    context = {
        "home": home,
        "form": form,
        "matches": [(each.resident, said(each.resident, today), state_of(each.resident)) for each in matches],
        "same_number": any(each.same_number for each in matches),
        "told_apart": ",".join(str(pk) for pk in sorted(form.told_apart | {each.pk for each in shown})),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", OPENED_FOR, "not_the_same", "look_again")
        ],
    }
    return render(request, "residents/same_person.jinja", context)


def _admit(request: ScopedRequest, home_pk: int, form: AddForm) -> str:
    resident = actions.admit(
        by=request.acting, key=form.key, now=london_now(), home_id=home_pk, facts=form.facts, arrival=form.arrival
    )
    return actions.address_of(resident.pk)


@requires(Permission.EDIT_RESIDENTS)
def change(request: ScopedRequest, pk: int) -> HttpResponse:
    """The facts about a person."""
    resident = resident_or_404(pk)
    form = FactsForm(
        form_data(request),
        practices=queries.practices_near(resident.home_id, resident.registered_practice_id),
        version=actions.version_of(resident),
        initial=FactsForm.initial_of(resident),
    )
    done = sent(request, form, lambda: _change(request, pk, form), "The facts were saved.")
    title = f"Change the facts about {called(resident)}"
    return done or draw_form(
        request, resident, form, title=title, screen="Change the facts", submit_label="Save the facts"
    )


def _change(request: ScopedRequest, pk: int, form: FactsForm) -> str:
    _check_number_is_free(request, pk, form)
    actions.change_facts(
        by=request.acting, key=form.key, now=london_now(), resident_id=pk, facts=form.facts, version=form.seen
    )
    return actions.address_of(pk)


def _check_number_is_free(request: ScopedRequest, pk: int, form: FactsForm) -> None:
    facts = form.facts
    if not facts.nhs_number:
        return
    found = [each for each in queries.with_number(facts.nhs_number) if each.pk != pk]
    if found:
        named = [(found[0].pk, found[0].home_id)]
        record_reads(named, screen="NHS number of somebody else", by=request.acting)
        words = (
            f"{found[0].name}, {place(found[0])}, already has this NHS number. Check which of the two records is right"
        )
        raise actions.Refused("nhs_number", words)
