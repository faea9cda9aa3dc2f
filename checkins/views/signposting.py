"""Signposting: whom a home was told to ask, noting one more, and what the home says of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.acting import Acting
from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome
from carehomes.residents.queries import homes_with_residents, residents_of
from carehomes.residents.rules import Refused
from carehomes.residents.views.sending import sent
from carehomes.ui.numbers import number_in
from checkins import actions
from checkins.forms.signposting import SignpostForm
from checkins.models import CheckIn, Nomination, Signpost, SignpostAnswer
from checkins.presenters.signposting import lines
from checkins.queries.signposting import known_around, of_home

A_PAGE = 20
ABOUT = ("resident", "nomination", "check_in")  # what the address of the form can say
PRESSES = {"reached": SignpostAnswer.Reached.YES, "not_reached": SignpostAnswer.Reached.NOT_YET}


def _home(pk: int) -> CareHome:
    """The home, or "not found" for one whose residents one may not see."""
    return get_object_or_404(homes_with_residents(), pk=pk)


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def signposts(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Every signpost of a home, the newest first."""
    home = _home(home_pk)
    page = Paginator(of_home(home_pk), A_PAGE).get_page(request.GET.get("page"))
    log_reads(page.object_list, request.acting)
    context = {
        "home": home,
        "lines": lines(page.object_list),
        "pages": page,
        "may_write": request.acting.may(Permission.SIGNPOST_HOMES),
        "may_answer": request.acting.may(Permission.ANSWER_SIGNPOSTS),
    }
    return render(request, "checkins/signposts.jinja", context)


def log_reads(found: Any, by: Acting) -> None:
    """The residents whom signposts name."""
    record_reads({(each.resident_id, each.home_id) for each in found if each.resident_id}, screen="signposts", by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SIGNPOST_HOMES)
def add(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Notes whom the home was told to ask. The address may say in which call, about whom, or which nomination it answers."""
    home, asked = _home(home_pk), _asked(request, home_pk)
    residents = residents_of(home_pk)
    record_reads({(each.id, each.home_id) for each in residents}, screen="signpost", by=request.acting)
    form = SignpostForm(
        form_data(request),
        known=known_around(home_pk, london_today()),
        residents=residents,
        initial={"resident": str(asked["resident"] or "")},
    )
    back = _back(home_pk, asked)

    def do() -> str:
        actions.signpost(
            home_id=home_pk,
            direction=form.direction(nomination_id=asked["nomination"], check_in_id=asked["check_in"]),
            key=form.key,
            result=back,
            by=request.acting,
            now=timezone.now(),
        )
        return back

    done = sent(request, form, do, "Noted. The next check-in asks whether the home has reached them.")
    context = {"home": home, "form": form, "title": "Signpost the home", "cancel_url": back}
    return done or render(request, "checkins/signpost.jinja", context)


def _asked(request: HttpRequest, home_pk: int) -> dict[str, int | None]:
    """The numbers of the address; each must be of this home."""
    asked = {name: number_in(request.GET.get(name, "")) for name in ABOUT}
    if asked["nomination"]:
        asked["resident"] = get_object_or_404(Nomination, pk=asked["nomination"], home_id=home_pk).resident_id
    if asked["check_in"]:
        get_object_or_404(CheckIn, pk=asked["check_in"], home_id=home_pk)
    return asked


def _back(home_pk: int, asked: dict[str, int | None]) -> str:
    """Where it was begun."""
    if asked["check_in"]:
        return f"{reverse('checkins:check_in', args=[asked['check_in']])}#signposts"
    if asked["nomination"]:
        return reverse("checkins:nomination", args=[asked["nomination"]])
    if asked["resident"]:
        return reverse("residents:resident", args=[asked["resident"]])
    return reverse("checkins:signposts", args=[home_pk])


@require_POST
@requires(Permission.ANSWER_SIGNPOSTS)
def answer(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the home says between two calls: reached, or not yet."""
    found = get_object_or_404(Signpost, pk=pk)
    said = PRESSES.get(request.POST.get("said", ""))
    if said:
        _answer(request, found.pk, said, None)
    return redirect("checkins:signposts", found.home_id)


def _answer(request: ScopedRequest, pk: int, said: str, check_in_id: int | None) -> None:
    try:
        actions.answer_signpost(
            signpost_id=pk, reached=said, check_in_id=check_in_id, by=request.acting, now=timezone.now()
        )
    except Refused as refused:
        messages.warning(request, refused.message)


def pressed(request: ScopedRequest, check_in: CheckIn, name: str, about: str) -> HttpResponse | None:
    """A button of the check-in form, once what was typed is saved: one more signpost, or what the home says of one. None: not ours."""
    if name == "signpost":
        address = reverse("checkins:add_signpost", args=[check_in.home_id])
        return redirect(f"{address}?{urlencode({'check_in': check_in.pk})}")
    if name not in PRESSES:
        return None
    pk = number_in(about)
    if pk and Signpost.objects.filter(pk=pk, home_id=check_in.home_id).exists():
        _answer(request, pk, PRESSES[name], check_in.pk)
    return redirect(f"{reverse('checkins:check_in', args=[check_in.pk])}#signposts")
