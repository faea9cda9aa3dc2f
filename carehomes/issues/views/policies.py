"""The escalation policies of one's organisation: what holds, drafts, preview, publishing from a date."""

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
from carehomes.issues.beside import beside
from carehomes.issues.forms import PublishForm
from carehomes.issues.models import ABOUT, EscalationPolicy
from carehomes.issues.policy_form import NewPolicyForm, PolicyForm
from carehomes.issues.presenters.due_policies import DuePage
from carehomes.issues.presenters.policies import PolicyPage, policy_rows, preview_of
from carehomes.issues.queries.policies import due_policies_of, holding_today, policies_of
from carehomes.issues.views import versions
from carehomes.issues.views.issue import UNPROCESSABLE

NAV = "issues:policies"


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policies(request: ScopedRequest) -> HttpResponse:
    """The organisation's own policies, version by version, and the general ones that hold where it has none."""
    rows = policies_of(request.acting.organisation_id)
    today = london_today()
    holding = holding_today(due_policies_of(request.acting.organisation_id), today)
    context = {
        "own": policy_rows([each for each in rows if each.organisation_id], today),
        "general": policy_rows([each for each in rows if not each.organisation_id], today),
        "due": DuePage(holding, timezone.now()) if holding else None,
        "beside": beside(request.acting.organisation_id, today),
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
        "nav_key": NAV,
        "trail": _trail("Write one"),
        "cancel_url": reverse("issues:policies"),
    }
    return render(request, "layouts/form.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _trail(here: str) -> list[tuple[str, str]]:
    return [("Escalation", reverse("issues:policies")), (here, "")]


def _visible(request: ScopedRequest, pk: int) -> EscalationPolicy:
    return versions.visible(request, EscalationPolicy.objects.prefetch_related("tiers"), pk)


@require_safe
@requires(Permission.KEEP_ESCALATION)
def policy(request: ScopedRequest, pk: int) -> HttpResponse:
    """One version, with a preview: what would happen to something due today."""
    return _draw(request, _visible(request, pk), PublishForm())


def _draw(request: ScopedRequest, found: EscalationPolicy, form: PublishForm) -> HttpResponse:
    context: dict[str, Any] = {
        "page": PolicyPage(found, timezone.now()),
        "policy": found,
        "preview": preview_of(found, timezone.now()),
        "publish": form,
        "may_change": versions.is_own_draft(request, found),
    }
    return render(request, "issues/policy.jinja", context, status=UNPROCESSABLE if form.errors else 200)


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
    context = {
        "title": f"{found.name}, version {found.version}: draft",
        "form": form,
        "submit_label": "Save the draft",
        "nav_key": NAV,
        "trail": _trail(found.name),
        "cancel_url": reverse("issues:policy", args=[pk]),
    }
    return render(request, "issues/policy_edit.jinja", context, status=UNPROCESSABLE if form.errors else 200)


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
