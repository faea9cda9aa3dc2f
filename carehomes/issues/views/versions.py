"""What the pages of everything kept in dated versions have in common: their list, one version, its draft, publishing, throwing away."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from carehomes.access.permissions import ScopedRequest
from carehomes.access.refusals import RefusedError
from carehomes.deadlines import london_today
from carehomes.issues.forms import PublishForm, SeenForm
from carehomes.issues.models import PolicyState, PolicyVersion
from carehomes.issues.presenters.versions import VersionPage
from carehomes.issues.queries.policies import holding_today
from carehomes.issues.views.issue import UNPROCESSABLE

NAV = "issues:policies"
Version = TypeVar("Version", bound=PolicyVersion)
PageOf = Callable[[Version, datetime], VersionPage]
Trail = Sequence[tuple[str, str]]


def listed(versions: Sequence[Version], page: PageOf[Version]) -> dict[str, list[VersionPage]]:
    """For issues/version_lists.jinja: the organisation's own versions, and the general ones."""
    now = timezone.now()
    return {
        "own": [page(each, now) for each in versions if each.organisation_id],
        "general": [page(each, now) for each in versions if not each.organisation_id],
    }


def in_force(versions: Sequence[Version], page: PageOf[Version]) -> VersionPage | None:
    """What holds today. `versions`: of one series, the organisation's own before the general ones."""
    now = timezone.now()
    found = holding_today(versions, london_today(now))
    return page(found, now) if found else None


def draw(request: ScopedRequest, template: str, page: VersionPage, publish: PublishForm) -> HttpResponse:
    """One version; `template` extends issues/version.jinja. The draft of one's own may be changed and published there."""
    may_change = is_own_draft(request, page.policy)
    context = {"page": page, "policy": page.policy, "publish": publish, "may_change": may_change}
    return render(request, template, context, status=UNPROCESSABLE if publish.errors else 200)


def draw_draft(
    request: ScopedRequest, template: str, page: VersionPage, form: SeenForm, *, back: str, trail: Trail
) -> HttpResponse:
    """The form of a draft. `back`: the address of its page; `trail`: what leads to it from the page of escalation."""
    context = {
        "title": f"{page.title}: draft",
        "form": form,
        "submit_label": "Save the draft",
        "nav_key": NAV,
        "trail": [("Escalation", reverse(NAV)), *trail],
        "cancel_url": back,
    }
    return render(request, template, context, status=UNPROCESSABLE if form.errors else 200)


def visible(request: ScopedRequest, versions: QuerySet[Version], pk: int) -> Version:
    """One's own, or the general one. Another organisation's is not found here, though its words are no secret."""
    owned = Q(organisation_id=None) | Q(organisation_id=request.acting.organisation_id)
    return get_object_or_404(versions.filter(owned), pk=pk)


def is_own_draft(request: ScopedRequest, found: PolicyVersion) -> bool:
    """Whether this person may change and publish it: their own organisation's, and not published yet."""
    return found.state == PolicyState.DRAFT and found.organisation_id == request.acting.organisation_id


def saved(form: SeenForm, found: PolicyVersion, save: Callable[[], object]) -> bool:
    """Whether the draft was saved; else the form says why, and may be sent again."""
    try:
        save()
    except RefusedError as refused:
        form.now_seen(found.revision)
        form.add_error(None, refused.words)
        return False
    return True


def published(form: PublishForm, publish: Callable[[date], object]) -> bool:
    """Whether the draft holds from the date of the form on; else the form says why."""
    if not form.is_valid():
        return False
    try:
        publish(form.cleaned_data["valid_from"])
    except RefusedError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return False
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return True


def discard(request: ScopedRequest, throw_away: Callable[[], object]) -> None:
    """Throws the draft away; what is published stays. Http404 when it is gone already."""
    try:
        throw_away()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, "The draft is gone. What is published holds on.")
