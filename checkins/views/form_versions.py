"""The check-in form as its administrator keeps it: versions, a draft with its preview, publishing."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.ui.formats import long_date
from checkins import form_editing as editing
from checkins.actions import form_versions as actions
from checkins.form_forms import PublishForm, QuestionForm, SectionForm
from checkins.form_schema import Question, Section, read_sections
from checkins.models import FormState, FormVersion
from checkins.presenters.form_versions import VersionPage, VersionsPage
from checkins.transitions import Refused

UNPROCESSABLE = 422
NAV = "checkins:form_versions"


def _versions() -> list[FormVersion]:
    return list(FormVersion.objects.order_by("-number"))


def _draft() -> FormVersion:
    found = FormVersion.objects.filter(state=FormState.DRAFT).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def versions(request: ScopedRequest) -> HttpResponse:
    """All versions; posted to, it starts a draft."""
    if request.method == "POST":
        actions.start_draft(by=request.acting, now=timezone.now())
        return redirect("checkins:form_draft")
    return render(request, "checkins/form_versions.jinja", {"page": VersionsPage(_versions(), london_today())})


@require_safe
@requires(Permission.EDIT_CHECK_IN_FORM)
def version(request: ScopedRequest, number: int) -> HttpResponse:
    """One version as those who ring see it, and what it changes."""
    found = _versions()
    shown = next((each for each in found if each.number == number), None)
    if shown is None:
        raise Http404
    return render(request, "checkins/form_version.jinja", {"page": VersionPage(shown, found, london_today())})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def draft(request: ScopedRequest) -> HttpResponse:
    """The draft: its sections to move, change and take away, and what stands in the way of publishing."""
    if request.method == "POST":
        return _pressed(request)
    page = VersionPage(_draft(), _versions(), london_today())
    return render(request, "checkins/form_draft.jinja", {"page": page})


def _pressed(request: ScopedRequest) -> HttpResponse:
    what, _, name = request.POST.get("do", "").partition(":")
    changes = {"up": editing.move(name, -1), "down": editing.move(name, 1), "remove": editing.remove(name)}
    if what in changes:
        _change(request, changes[what])
    return redirect(f"{reverse('checkins:form_draft')}#{name.partition('.')[0] if what != 'remove' else 'sections'}")


def _change(request: ScopedRequest, change: editing.Change) -> bool:
    try:
        actions.change_draft(change=change, seen=_seen(request), by=request.acting, now=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    return True


def _seen(request: HttpRequest) -> int:
    given = request.POST.get("seen", "") or request.GET.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def section(request: ScopedRequest, key: str = "") -> HttpResponse:
    """A section, to change or to add."""
    held = _draft()
    sections = read_sections(held.sections)
    before = _found(sections, key)
    names = ("title", "help", "skip_when")
    form = SectionForm(form_data(request), initial={name: getattr(before, name) for name in names} if before else {})
    if request.method == "POST" and form.is_valid():
        wanted = form.section(before, [each.key for each in sections])
        if _change(request, editing.put_section(wanted)):
            messages.success(request, f"“{wanted.title}” is in the draft.")
            return redirect(f"{reverse('checkins:form_draft')}#{wanted.key}")
    return _form(request, form, held, f"Change “{before.title}”" if before else "Add a section")


def _found(sections: Sequence[Section], key: str) -> Section | None:
    found = next((each for each in sections if each.key == key), None)
    if key and found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def question(request: ScopedRequest, section_key: str, key: str = "") -> HttpResponse:
    """A question of a section, to change or to add."""
    held = _draft()
    parent = _found(read_sections(held.sections), section_key)
    if parent is None:
        raise Http404
    before = parent.question(key) if key else None
    if key and before is None:
        raise Http404
    form = QuestionForm(form_data(request), initial=_initial(before))
    if request.method == "POST" and form.is_valid():
        wanted = form.question(before, [each.key for each in parent.questions])
        if _change(request, editing.put_question(section_key, wanted)):
            messages.success(request, f"“{wanted.label}” is in the draft.")
            return redirect(f"{reverse('checkins:form_draft')}#{section_key}")
    return _form(request, form, held, "Change the question" if before else f"Add a question to “{parent.title}”")


def _initial(before: Question | None) -> dict[str, Any]:
    if before is None:
        return {}
    names = ("label", "kind", "help", "required_when", "skip_when", "fact")
    lines = "\n".join(label for _, label in before.choices)
    return {**{name: getattr(before, name) for name in names}, "choices": lines}


def _form(request: ScopedRequest, form: Any, held: FormVersion, title: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "nav_key": NAV,
        "seen": _seen(request) if request.method == "POST" else held.revision,
        "trail": [("Check-in form", reverse(NAV)), ("Draft", reverse("checkins:form_draft")), (title, "")],
        "cancel_url": reverse("checkins:form_draft"),
        "submit_label": "Put it into the draft",
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checkins/form_part.jinja", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def publish(request: ScopedRequest) -> HttpResponse:
    """From when the draft holds; afterwards nothing of it can be changed."""
    held, today = _draft(), london_today()
    page = VersionPage(held, _versions(), today)
    form = PublishForm(form_data(request), initial={"valid_from": actions.first_day(today)})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            done = actions.publish_draft(
                valid_from=clean["valid_from"],
                note=clean["note"],
                seen=_seen(request),
                by=request.acting,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error("valid_from" if "published from" in str(refused) else None, str(refused))
        else:
            messages.success(
                request, f"Form {done.number} is published. It is asked from {long_date(done.valid_from)} on."
            )
            return redirect(NAV)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(
        request, "checkins/form_publish.jinja", {"page": page, "form": form, "seen": held.revision}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def discard(request: ScopedRequest) -> HttpResponse:
    """Gives the draft up, once somebody has said that they mean it: a draft is hours of work, and does not come back."""
    if request.method != "POST":
        context = {
            "title": "Give this draft up?",
            "lead": "Everything that was changed in it is gone. The form that is in force stays as it is.",
            "nav_key": NAV,
            "submit_label": "Give it up",
            "submit_kind": "warning",
            "cancel_url": reverse("checkins:form_draft"),
        }
        return render(request, "layouts/confirm.jinja", context)
    actions.discard_draft(by=request.acting)
    messages.info(request, "The draft is given up. The form stays as it is.")
    return redirect(NAV)
