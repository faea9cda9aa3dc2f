"""The escalation policies of one's organisation: what holds, drafts, preview, publishing from a date."""

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
from carehomes.deadlines import london_today
from carehomes.issues import actions
from carehomes.issues.beside import beside
from carehomes.issues.forms import PublishForm
from carehomes.issues.models import ABOUT, EscalationPolicy
from carehomes.issues.policy_form import NewPolicyForm, PolicyForm
from carehomes.issues.presenters.due_policies import DuePage
from carehomes.issues.presenters.policies import PolicyPage
from carehomes.issues.queries.policies import due_policies_of, policies_of
from carehomes.issues.views import versions
from carehomes.issues.views.issue import UNPROCESSABLE


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


def _visible(request: ScopedRequest, pk: int) -> EscalationPolicy:
    return versions.visible(request, EscalationPolicy.objects.prefetch_related("tiers"), pk)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with a preview: what would happen to something due today."""
    return _draw(request, _visible(request, pk), PublishForm())


def _draw(request: ScopedRequest, found: EscalationPolicy, form: PublishForm) -> HttpResponse:
    return versions.draw(request, "issues/policy.jinja", PolicyPage(found, timezone.now()), form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.KEEP_ESCALATION)
def edit(request: ScopedRequest, pk: int) -> HttpResponse:
    """The draft. What is published cannot be changed: its page offers the next version."""
    found = _visible(request, pk)
    if not versions.is_own_draft(request, found):
        return redirect("issues:policy", pk)
    form = PolicyForm(form_data(request), policy=found)
    if request.method == "POST" and form.is_valid() and _saved(request, form, found):
        return redirect("issues:policy", pk)
    return versions.draw_draft(
        request,
        "issues/policy_edit.jinja",
        PolicyPage(found, timezone.now()),
        form,
        back=reverse("issues:policy", args=[pk]),
        trail=[(found.name, "")],
    )


def _saved(request: ScopedRequest, form: PolicyForm, found: EscalationPolicy) -> bool:
    def save() -> None:
        actions.save_draft(policy_id=found.pk, draft=form.draft, by=request.acting, seen=form.revision)

    return versions.saved(form, found, save)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def publish(request: ScopedRequest, pk: int) -> HttpResponse:
    """From a date on the draft holds, for good."""
    found = _visible(request, pk)
    form = PublishForm(request.POST)

    def publish_from(day: date) -> None:
        actions.publish(policy_id=pk, valid_from=day, by=request.acting, now=timezone.now())

    if versions.published(form, publish_from):
        messages.success(request, f"{found.name}, version {found.version}, is published.")
        return redirect("issues:policy", pk)
    return _draw(request, found, form)


@require_POST
@requires(Permission.KEEP_ESCALATION)
def discard(request: ScopedRequest, pk: int) -> HttpResponse:
    """Throws a draft away; what is published stays."""
    found = _visible(request, pk)
    versions.discard(request, lambda: actions.discard_draft(policy_id=found.pk, by=request.acting))
    return redirect("issues:policies")


@require_POST
@requires(Permission.KEEP_ESCALATION)
def succeed(request: ScopedRequest, pk: int) -> HttpResponse:
    """The next version, as a draft that begins as a copy."""
    found = _visible(request, pk)
    draft = actions.start_draft(about=found.about, name=found.name, by=request.acting)
    return redirect("issues:policy_edit", draft.pk)
