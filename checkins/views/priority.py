"""Who of a home is seen first: the computed order with its reasons, and beside it the order that the team agreed."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.residents.queries import home_with_residents
from carehomes.residents.views.sending import sent
from checkins import actions
from checkins.forms.residents import AgreementForm
from checkins.presenters.priority import PriorityPage, typed_order
from checkins.queries.prescribers import colleagues_around
from checkins.queries.priority import agreed_order, computed_list


def _page(request: ScopedRequest, home_pk: int) -> PriorityPage:
    home = home_with_residents(home_pk)
    if home is None:
        raise Http404
    now = timezone.now()
    computed = computed_list(home_pk, london_today(now), now)
    record_reads([(each.resident_id, home_pk) for each in computed.entries], screen="priority list", by=request.acting)
    return PriorityPage(home, computed, agreed_order(home_pk), request.acting)


@require_safe
@requires(Permission.SEE_NOMINATIONS)
def priority(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """The list, with the weight of each reason."""
    page = _page(request, home_pk)
    return render(request, "checkins/priority.jinja", {"page": page, "home": page.home})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_NOMINATIONS)
def agree(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """The order that the team agreed: a place for each, and why it differs."""
    page, here = _page(request, home_pk), reverse("checkins:priority", args=[home_pk])
    data = form_data(request)
    colleagues = colleagues_around(home_pk, but=request.acting.user_id)
    form = AgreementForm(data, colleagues=[(each.kept, each.words) for each in colleagues])

    def do() -> str:
        actions.agree_priority(
            home_id=home_pk,
            order=typed_order(data or {}, page.computed.entries),
            why=form.cleaned_data["why"],
            with_whom=form.agreed_with,
            key=form.key,
            result=here,
            by=request.acting,
            now=timezone.now(),
        )
        return here

    done = sent(request, form, do, "The agreed order is saved.")
    context = {"page": page, "home": page.home, "form": form, "typed": data or {}, "title": "Agree the order"}
    return done or render(request, "checkins/priority_agree.jinja", context)
