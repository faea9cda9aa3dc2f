"""The pages of everything kept in dated versions: the list, one version, its draft, publishing, throwing away.

A kind says in a `Kept` what is its own; its views are in the addresses, say who may open them, and call the functions here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest
from carehomes.access.refusals import RefusedError
from carehomes.deadlines import london_today
from carehomes.issues.forms.versions import PublishForm
from carehomes.issues.models import PolicyState, PolicyVersion
from carehomes.issues.presenters.versions import VersionPage
from carehomes.issues.queries.policies import holding_today
from carehomes.issues.views.issue import UNPROCESSABLE

NAV = "issues:policies"
Version = TypeVar("Version", bound=PolicyVersion)
PageOf = Callable[[Version, datetime], VersionPage]


@dataclass(frozen=True)
class Kept(Generic[Version]):
    """What one kind has of its own.

    `form` is made from what was typed and `policy`, and has the `draft` that `save_draft` takes. `template` extends issues/version.jinja,
    `edit_template` layouts/form.jinja. `one` and `listed` are the names of the pages of a version and of all.
    """

    versions: QuerySet[Version]
    page: PageOf[Version]
    form: Callable[..., Any]
    save_draft: Callable[..., object]
    publish: Callable[..., object]
    discard: Callable[..., object]
    template: str
    edit_template: str
    one: str
    listed: str

    def visible(self, request: ScopedRequest, pk: int) -> Version:
        """One's own, or the general one. Another organisation's is not found here, though its words are no secret."""
        owned = Q(organisation_id=None) | Q(organisation_id=request.acting.organisation_id)
        return get_object_or_404(self.versions.filter(owned), pk=pk)


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


def show(request: ScopedRequest, kept: Kept[Version], pk: int) -> HttpResponse:
    """One version. The draft of one's own may be changed and published there."""
    return _draw(request, kept, kept.visible(request, pk), PublishForm())


def _draw(request: ScopedRequest, kept: Kept[Version], found: Version, publish: PublishForm) -> HttpResponse:
    context = {
        "page": kept.page(found, timezone.now()),
        "policy": found,
        "publish": publish,
        "may_change": _is_own_draft(request, found),
    }
    return render(request, kept.template, context, status=UNPROCESSABLE if publish.errors else 200)


def _is_own_draft(request: ScopedRequest, found: PolicyVersion) -> bool:
    return found.state == PolicyState.DRAFT and found.organisation_id == request.acting.organisation_id


def edit(request: ScopedRequest, kept: Kept[Version], pk: int) -> HttpResponse:
    """The draft. What is published cannot be changed: its page offers the next version."""
    found = kept.visible(request, pk)
    if not _is_own_draft(request, found):
        return redirect(kept.one, pk)
    form = kept.form(form_data(request), policy=found)
    if request.method == "POST" and form.is_valid():
        try:
            kept.save_draft(policy_id=pk, draft=form.draft, by=request.acting, seen=form.revision)
        except RefusedError as refused:
            form.now_seen(found.revision)
            form.add_error(None, refused.words)
        else:
            return redirect(kept.one, pk)
    page = kept.page(found, timezone.now())
    series = [(page.kind, reverse(kept.listed))] if kept.listed != NAV else []
    context = {
        "title": f"{page.title}: draft",
        "form": form,
        "submit_label": "Save the draft",
        "nav_key": NAV,
        "trail": [("Escalation", reverse(NAV)), *series, (page.title, reverse(kept.one, args=[pk])), ("Draft", "")],
        "cancel_url": reverse(kept.one, args=[pk]),
    }
    return render(request, kept.edit_template, context, status=UNPROCESSABLE if form.errors else 200)


def publish(request: ScopedRequest, kept: Kept[Version], pk: int) -> HttpResponse:
    """From a date on the draft holds, for good."""
    found = kept.visible(request, pk)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _draw(request, kept, found, form)
    try:
        kept.publish(policy_id=pk, valid_from=form.cleaned_data["valid_from"], by=request.acting, now=timezone.now())
    except RefusedError as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return _draw(request, kept, found, form)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, f"{kept.page(found, timezone.now()).title}, is published.")
    return redirect(kept.one, pk)


def discard(request: ScopedRequest, kept: Kept[Version], pk: int) -> HttpResponse:
    """Throws the draft away; what is published stays. Http404 when it is gone already."""
    found = kept.visible(request, pk)
    try:
        kept.discard(policy_id=found.pk, by=request.acting)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, "The draft is gone. What is published holds on.")
    return redirect(kept.listed)
