"""The escalation policies of one's organisation: what holds, drafts, preview, publishing from a date."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.issues import actions
from carehomes.issues.beside import beside
from carehomes.issues.forms.policies import NewPolicyForm, PolicyForm
from carehomes.issues.models import ABOUT, EscalationPolicy
from carehomes.issues.presenters.due_policies import DuePage
from carehomes.issues.presenters.policies import PolicyPage
from carehomes.issues.queries.policies import due_policies_of, policies_of
from carehomes.issues.views import versions
from carehomes.issues.views.issue import UNPROCESSABLE

POLICIES = versions.Kept(
    versions=EscalationPolicy.objects.prefetch_related("tiers"),
    page=PolicyPage,
    form=PolicyForm,
    save_draft=actions.save_draft,
    publish=actions.publish,
    discard=actions.discard_draft,
    template="issues/policy.jinja",
    edit_template="issues/policy_edit.jinja",
    one="issues:policy",
    listed=versions.NAV,
)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policies(request: ScopedRequest) -> HttpResponse:
    """The organisation's own policies, version by version, and the general ones that hold where it has none."""
    organisation = request.acting.organisation_id
    context = {
        **versions.listed(policies_of(organisation), PolicyPage),
        "due": versions.in_force(due_policies_of(organisation), DuePage),
        "beside": beside(organisation, london_today()),
    }
    return render(request, "issues/policies.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def new(request: ScopedRequest) -> HttpResponse:
    """A draft about one kind of thing: the first version, or the next."""
    form = NewPolicyForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        about = form.cleaned_data["about"]
        draft = actions.start_draft(about=about, name=f"{dict(ABOUT)[about]}", by=request.acting)
        return redirect("issues:policy_edit", draft.pk)
    context = {
        "title": "Write an escalation policy",
        "lead": "A draft changes nothing until you publish it from a date.",
        "form": form,
        "submit_label": "Start the draft",
        "nav_key": versions.NAV,
        "trail": [("Escalation", reverse(versions.NAV)), ("Write one", "")],
        "cancel_url": reverse("issues:policies"),
    }
    return render(request, "layouts/form.jinja", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with a preview: what would happen to something due today."""
    return versions.show(request, POLICIES, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft."""
    return versions.edit(request, POLICIES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds."""
    return versions.publish(request, POLICIES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    return versions.discard(request, POLICIES, pk)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def succeed(request: ScopedRequest, pk: int) -> HttpResponse:
    """The next version, as a draft that begins as a copy."""
    found = POLICIES.visible(request, pk)
    draft = actions.start_draft(about=found.about, name=found.name, by=request.acting)
    return redirect("issues:policy_edit", draft.pk)
