"""The tries of unanswered calls of one's organisation: what holds, the draft of the next version, publishing from a date."""

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
from carehomes.issues.forms import PublishForm
from carehomes.issues.views import versions
from checkins.actions import retry_policies as actions
from checkins.forms.retry_policies import RetryForm
from checkins.models import RetryPolicy
from checkins.presenters.retry_policies import RetryPage
from checkins.queries.policies import retry_policies_of


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policies(request: ScopedRequest) -> HttpResponse:
    """What holds today, and every version of the organisation and the general one."""
    kept = retry_policies_of(request.acting.organisation_id)
    context = {"page": versions.in_force(kept, RetryPage), **versions.listed(kept, RetryPage)}
    return render(request, "checkins/tries/policies.jinja", context)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def start(request: ScopedRequest) -> HttpResponse:
    """The draft of the next version, which begins as a copy of what holds."""
    return redirect("checkins:retry_edit", actions.start_retry_draft(by=request.acting).pk)


def _visible(request: ScopedRequest, pk: int) -> RetryPolicy:
    return versions.visible(request, RetryPolicy.objects.all(), pk)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with what a day of unanswered calls would be."""
    return _draw(request, _visible(request, pk), PublishForm())


def _draw(request: ScopedRequest, found: RetryPolicy, form: PublishForm) -> HttpResponse:
    return versions.draw(request, "checkins/tries/policy.jinja", RetryPage(found, timezone.now()), form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft. What is published cannot be changed: its page offers the next version."""
    found = _visible(request, pk)
    if not versions.is_own_draft(request, found):
        return redirect("checkins:retry_policy", pk)
    form = RetryForm(form_data(request), policy=found)
    if request.method == "POST" and form.is_valid() and _saved(request, form, found):
        return redirect("checkins:retry_policy", pk)
    return versions.draw_draft(
        request,
        "checkins/tries/edit.jinja",
        RetryPage(found, timezone.now()),
        form,
        back=reverse("checkins:retry_policy", args=[pk]),
        trail=[("Unanswered calls", reverse("checkins:retry_policies")), ("Draft", "")],
    )


def _saved(request: ScopedRequest, form: RetryForm, found: RetryPolicy) -> bool:
    def save() -> None:
        actions.save_retry_draft(
            policy_id=found.pk,
            waits=form.waits,
            source=form.cleaned_data["source"],
            by=request.acting,
            seen=form.revision,
        )

    return versions.saved(form, found, save)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds, for good."""
    found = _visible(request, pk)
    form = PublishForm(request.POST)

    def publish_from(day: date) -> None:
        actions.publish_retries(policy_id=pk, valid_from=day, by=request.acting, now=timezone.now())

    if versions.published(form, publish_from):
        messages.success(request, f"Unanswered calls, version {found.version}, is published.")
        return redirect("checkins:retry_policy", pk)
    return _draw(request, found, form)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away; what is published stays."""
    found = _visible(request, pk)
    versions.discard(request, lambda: actions.discard_retry_draft(policy_id=found.pk, by=request.acting))
    return redirect("checkins:retry_policies")
