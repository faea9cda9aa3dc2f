"""The due times of one's organisation: what holds, the draft of the next version, publishing from a date."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.issues import actions
from carehomes.issues.due_form import DueForm
from carehomes.issues.forms import PublishForm
from carehomes.issues.models import DuePolicy
from carehomes.issues.presenters.due_policies import DuePage
from carehomes.issues.queries.policies import due_policies_of
from carehomes.issues.views import versions


@require_safe
@requires(Permission.KEEP_ESCALATION)
def due_policies(request: ScopedRequest) -> HttpResponse:
    """What holds today, and every version of the organisation and the general one."""
    kept = due_policies_of(request.acting.organisation_id)
    context = {"page": versions.in_force(kept, DuePage), **versions.listed(kept, DuePage)}
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
    return versions.draw(request, "issues/due_policy.jinja", DuePage(found, timezone.now()), form)


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
    return versions.draw_draft(
        request,
        "issues/due_edit.jinja",
        DuePage(found, timezone.now()),
        form,
        back=reverse("issues:due_policy", args=[pk]),
        trail=[("Due times", reverse("issues:due_policies")), ("Draft", "")],
    )


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
