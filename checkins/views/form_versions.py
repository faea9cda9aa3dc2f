"""The check-in form as its administrators keep it: versions, a draft with its preview, publishing, going back to the general one."""

from collections.abc import Sequence
from datetime import date
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
from carehomes.ui import forms
from carehomes.ui.formats import long_date
from carehomes.ui.numbers import revision_in
from checkins.actions import form_versions as actions
from checkins.check_in_form import editing
from checkins.check_in_form.schema import Question, Section, read_sections
from checkins.forms.form_versions import GiveUpForm, PublishForm, QuestionForm, SectionForm
from checkins.models import FormVersion
from checkins.presenters.form_versions import VersionPage, VersionsPage
from checkins.queries.forms import draft_of, versions_of
from checkins.transitions import Refused

UNPROCESSABLE = 422
NAV = "checkins:form_versions"


def _versions(request: ScopedRequest) -> list[FormVersion]:
    return versions_of(actions.whose_form(request.acting))


def _draft(request: ScopedRequest) -> FormVersion:
    """One's own organisation's: there is no address for another's."""
    found = draft_of(actions.whose_form(request.acting))
    if found is None:
        raise Http404
    return found


def _page(request: ScopedRequest, shown: FormVersion, kept: Sequence[FormVersion]) -> VersionPage:
    return VersionPage(shown, kept, london_today(), actions.whose_form(request.acting))


def _all(request: ScopedRequest, kept: Sequence[FormVersion]) -> VersionsPage:
    by = request.acting
    return VersionsPage(kept, london_today(), actions.whose_form(by), may_keep=actions.may_keep_form(by))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def versions(request: ScopedRequest) -> HttpResponse:
    """All versions; posted to, it starts a draft."""
    if request.method == "POST":
        try:
            actions.start_draft(by=request.acting, now=timezone.now())
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(NAV)
        return redirect("checkins:form_draft")
    return render(request, "checkins/form_versions.jinja", {"page": _all(request, _versions(request))})


@require_safe
@requires(Permission.EDIT_CHECK_IN_FORM)
def version(request: ScopedRequest, number: int) -> HttpResponse:
    """One version of one's own form as those who ring see it, and what it changes."""
    return _shown(request, number, actions.whose_form(request.acting))


@require_safe
@requires(Permission.EDIT_CHECK_IN_FORM)
def general(request: ScopedRequest, number: int) -> HttpResponse:
    """The same of the general form, which whoever keeps a form of their own looks at."""
    return _shown(request, number, None)


def _shown(request: ScopedRequest, number: int, organisation_id: int | None) -> HttpResponse:
    kept = _versions(request)
    found = (each for each in kept if each.organisation_id == organisation_id and each.number == number)
    shown = next(found, None)
    if shown is None:
        raise Http404
    return render(request, "checkins/form_version.jinja", {"page": _page(request, shown, kept)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def draft(request: ScopedRequest) -> HttpResponse:
    """The draft: its sections to move, change and take away, and what stands in the way of publishing."""
    if request.method == "POST":
        return _pressed(request)
    held, kept = _draft(request), _versions(request)
    context = {"page": _page(request, held, kept), "all": _all(request, kept)}
    return render(request, "checkins/form_draft.jinja", context)


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
    return revision_in(request.POST.get("seen", "") or request.GET.get("seen", ""), otherwise=-1)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def section(request: ScopedRequest, key: str = "") -> HttpResponse:
    """A section, to change or to add."""
    held = _draft(request)
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
    held = _draft(request)
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
    held, kept = _draft(request), _versions(request)
    form = PublishForm(form_data(request), initial={"valid_from": _first_day(request, kept)})
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
            _say(form, refused)
        else:
            messages.success(
                request, f"Form {done.number} is published. It is asked from {long_date(done.valid_from)} on."
            )
            return redirect(NAV)
    context = {"page": _page(request, held, kept), "form": form, "seen": held.revision}
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checkins/form_publish.jinja", context, status=status)


def _first_day(request: ScopedRequest, kept: Sequence[FormVersion]) -> date:
    return actions.first_day(_all(request, kept).latest, london_today())


def _say(form: forms.Form, refused: Refused) -> None:
    form.add_error("valid_from" if isinstance(refused, actions.TooEarly) else None, str(refused))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EDIT_CHECK_IN_FORM)
def give_up(request: ScopedRequest) -> HttpResponse:
    """From which day on the homes are asked the general form again instead of the organisation's own."""
    page = _all(request, _versions(request))
    if page.goes_on is None:
        raise Http404
    form = GiveUpForm(form_data(request), initial={"valid_from": actions.first_day(page.latest, page.today)})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["valid_from"]
        try:
            actions.return_to_general(day=day, by=request.acting, now=timezone.now())
        except Refused as refused:
            _say(form, refused)
        else:
            messages.success(request, f"From {long_date(day)} on your homes are asked the general form.")
            return redirect(NAV)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checkins/form_give_up.jinja", {"page": page, "form": form}, status=status)


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
