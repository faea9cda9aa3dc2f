"""The due times of one's organisation: what holds, the draft of the next version, publishing from a date."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.issues import actions
from carehomes.issues.forms.due_policies import DueForm
from carehomes.issues.models import DuePolicy
from carehomes.issues.presenters.due_policies import DuePage
from carehomes.issues.queries.policies import due_policies_of
from carehomes.issues.views import versions

DUE_TIMES = versions.Kept(
    versions=DuePolicy.objects.prefetch_related("times"),
    page=DuePage,
    form=DueForm,
    save_draft=actions.save_due_draft,
    publish=actions.publish_due,
    discard=actions.discard_due_draft,
    template="issues/due_policy.jinja",
    edit_template="issues/due_edit.jinja",
    one="issues:due_policy",
    listed="issues:due_policies",
)


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


@require_safe
@requires(Permission.KEEP_ESCALATION)
def due_policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with when something raised now would be due."""
    return versions.show(request, DUE_TIMES, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft."""
    return versions.edit(request, DUE_TIMES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds."""
    return versions.publish(request, DUE_TIMES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    return versions.discard(request, DUE_TIMES, pk)
