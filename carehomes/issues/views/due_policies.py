"""The due times of one's organisation: what holds, the draft of the next version, publishing from a date."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.issues import actions
from carehomes.issues.due_form import DueForm
from carehomes.issues.forms import PublishForm
from carehomes.issues.models import DuePolicy
from carehomes.issues.presenters.due_policies import DuePage, version_rows
from carehomes.issues.queries.policies import due_policies_of, holding_today
from carehomes.issues.views import versions
from carehomes.issues.views.issue import UNPROCESSABLE

NAV = "issues:policies"


@require_safe
@requires(Permission.KEEP_ESCALATION)
def due_policies(request: ScopedRequest) -> HttpResponse:
    """What holds today, and every version of the organisation and the general one."""
    kept, today = due_policies_of(request.acting.organisation_id), london_today()
    holding = holding_today(kept, today)
    context = {
        "page": DuePage(holding, timezone.now()) if holding else None,
        "own": version_rows([each for each in kept if each.organisation_id], today),
        "general": version_rows([each for each in kept if not each.organisation_id], today),
    }
    return render(request, "issues/due_policies.jinja", context)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def start(request: ScopedRequest) -> HttpResponse:
    """The draft of the next version, which begins as a copy of what holds."""
    return redirect("issues:due_edit", actions.start_due_draft(by=request.acting).pk)


def _visible(request: ScopedRequest, pk: int) -> DuePolicy:
    return versions.visible(request, DuePolicy.objects.prefetch_related("times"), pk)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def due_policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with when something raised now would be due."""
    return _draw(request, _visible(request, pk), PublishForm())


def _draw(request: ScopedRequest, found: DuePolicy, form: PublishForm) -> HttpResponse:
    context: dict[str, Any] = {
        "page": DuePage(found, timezone.now()),
        "policy": found,
        "publish": form,
        "may_change": versions.is_own_draft(request, found),
    }
    return render(request, "issues/due_policy.jinja", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft. What is published cannot be changed: its page offers the next version."""
    found = _visible(request, pk)
    if not versions.is_own_draft(request, found):
        return redirect("issues:due_policy", pk)
    form = DueForm(form_data(request), policy=found)
    if request.method == "POST" and form.is_valid() and _saved(request, form, found):
        return redirect("issues:due_policy", pk)
    context = {
        "title": f"Due times, version {found.version}: draft",
        "form": form,
        "submit_label": "Save the draft",
        "nav_key": NAV,
        "trail": [
            ("Escalation", reverse("issues:policies")),
            ("Due times", reverse("issues:due_policies")),
            ("Draft", ""),
        ],
        "cancel_url": reverse("issues:due_policy", args=[pk]),
    }
    return render(request, "issues/due_edit.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _saved(request: ScopedRequest, form: DueForm, found: DuePolicy) -> bool:
    def save() -> None:
        actions.save_due_draft(policy_id=found.pk, draft=form.draft, by=request.acting, seen=form.revision)

    return versions.saved(form, found, save)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds, for good."""
    found = _visible(request, pk)
    form = PublishForm(request.POST)

    def publish_from(day: date) -> None:
        actions.publish_due(policy_id=pk, valid_from=day, by=request.acting, now=timezone.now())

    if versions.published(form, publish_from):
        messages.success(request, f"Due times, version {found.version}, are published.")
        return redirect("issues:due_policy", pk)
    return _draw(request, found, form)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away; what is published stays."""
    found = _visible(request, pk)
    versions.discard(request, lambda: actions.discard_due_draft(policy_id=found.pk, by=request.acting))
    return redirect("issues:due_policies")
