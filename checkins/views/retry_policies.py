"""The tries of unanswered calls of one's organisation: what holds, the draft of the next version, publishing from a date."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.issues.views import versions
from checkins.actions import retry_policies as actions
from checkins.forms.retry_policies import RetryForm
from checkins.models import RetryPolicy
from checkins.presenters.retry_policies import RetryPage
from checkins.queries.policies import retry_policies_of

TRIES = versions.Kept(
    versions=RetryPolicy.objects.all(),
    page=RetryPage,
    form=RetryForm,
    save_draft=actions.save_retry_draft,
    publish=actions.publish_retries,
    discard=actions.discard_retry_draft,
    template="checkins/tries/policy.jinja",
    edit_template="checkins/tries/edit.jinja",
    one="checkins:retry_policy",
    listed="checkins:retry_policies",
)


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


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with what a day of unanswered calls would be."""
    return versions.show(request, TRIES, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft."""
    return versions.edit(request, TRIES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds."""
    return versions.publish(request, TRIES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    return versions.discard(request, TRIES, pk)
