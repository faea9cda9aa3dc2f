"""Steps with an issue that need words: each a page with one form. What they differ in is a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.acting import Acting
from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.issues import actions
from carehomes.issues.actions import Stale
from carehomes.issues.forms.issues import HandOffForm, PriorityForm, SpokeToForm, WhoForm, WordsForm
from carehomes.issues.forms.versions import SeenForm
from carehomes.issues.models import Issue
from carehomes.issues.presenters.stale import stale_words
from carehomes.issues.presenters.words import full_title
from carehomes.issues.queries.people import people_around
from carehomes.issues.queries.record import issue_of, words_of
from carehomes.issues.transitions import MAY_CAUSE, Refused, events_of
from carehomes.issues.views.issue import UNPROCESSABLE, log_reading

Bound = Any  # what was posted, or nothing


@dataclass(frozen=True)
class Step:
    """One step: the event it needs, its words, its form, and the action that it calls."""

    event: str
    title: str
    submit: str
    form: Callable[[Bound, Issue, Acting], SeenForm]
    do: Callable[..., Issue]
    lead: str = ""


def _words(label: str, *, hint: str = "", needed: bool = True) -> Callable[[Bound, Issue, Acting], SeenForm]:
    return lambda data, issue, by: WordsForm(
        data, initial={"seen": issue.revision}, label=label, hint=hint, needed=needed
    )


def _plain(form: type[SeenForm], **from_issue: str) -> Callable[[Bound, Issue, Acting], SeenForm]:
    """A form whose fields begin as the issue has them."""

    def made(data: Bound, issue: Issue, by: Acting) -> SeenForm:
        return form(
            data, initial={"seen": issue.revision, **{name: getattr(issue, of) for name, of in from_issue.items()}}
        )

    return made


def _who(data: Bound, issue: Issue, by: Acting) -> SeenForm:
    return WhoForm(data, initial={"seen": issue.revision}, people=people_around(issue.home_id))


def _call(action: Callable[..., Issue], *names: str, words: str = "") -> Callable[..., Issue]:
    """Hands the form's fields to the action; `words` is the action's own name for what was typed."""

    def call(form: SeenForm, *, pk: int, by: Acting, now: datetime) -> Issue:
        given = {name: form.cleaned_data[name] for name in names}
        if words:
            given[words] = form.cleaned_data.get("words", "")
        return action(issue_id=pk, key=form.key, seen=form.revision, by=by, now=now, **given)

    return call


def _assign(form: WhoForm, *, pk: int, by: Acting, now: datetime) -> Issue:
    organisation_id, user_id = form.chosen
    return actions.assign(
        issue_id=pk,
        organisation_id=organisation_id,
        user_id=user_id,
        words=form.cleaned_data.get("words", ""),
        key=form.key,
        seen=form.revision,
        by=by,
        now=now,
    )


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "resolve": Step(
            "resolve",
            "Say that it is done",
            "Tell the home",
            _words("What was done", hint="The home reads this and says if it is so"),
            _call(actions.resolve, words="answer"),
        ),
        "hand-off": Step(
            "hand_off",
            "Hand off to an outside system",
            "Hand off",
            _plain(HandOffForm),
            _call(actions.hand_off, "system", "reference", "answer_by", words="words"),
            "It stays open here until somebody writes down what came back.",
        ),
        "outcome": Step(
            "came_back",
            "Write down what came back",
            "Save",
            _words("What came back"),
            _call(actions.record_outcome, words="outcome"),
        ),
        "owner": Step("assign", "Change owner", "Give it to them", _who, _assign),
        "priority": Step(
            "prioritise",
            "Change how soon",
            "Save",
            _plain(PriorityForm, priority="priority"),
            _call(actions.change_priority, "priority", words="why"),
            "The due date follows by policy, counted from when it was raised or reopened.",
        ),
        "withdraw": Step(
            "withdraw",
            "Withdraw it",
            "Withdraw",
            _words("Why it is not needed"),
            _call(actions.withdraw, words="reason"),
            "Whoever was told of it hears that it is not needed. It can be opened again.",
        ),
        "reopen": Step("reopen", "Open it again", "Open it again", _words("Why"), _call(actions.reopen, words="why")),
        "not-done": Step(
            "not_done",
            "Not done yet",
            "It is not done",
            _words("What is still not right", needed=False),
            _call(actions.home_says_no, words="why"),
        ),
        "they-say-yes": Step(
            "confirm",
            "The home says yes",
            "They say it is done",
            _plain(SpokeToForm),
            _call(actions.home_says_yes, "spoke_to"),
            "It closes. Only the home can say so: write down who said it.",
        ),
        "they-say-no": Step(
            "not_done",
            "The home says no",
            "They say it is not done",
            _plain(SpokeToForm),
            _call(actions.home_says_no, "spoke_to", words="why"),
            "It opens again and goes back to its owner.",
        ),
        "they-cannot-say": Step(
            "cannot_say",
            "The home cannot say yet",
            "Ask again tomorrow",
            _plain(SpokeToForm),
            _call(actions.home_cannot_say, "spoke_to"),
        ),
    }
)
NO_WORDS = ("they-say-yes", "they-cannot-say")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_ISSUES)
def step(request: ScopedRequest, pk: int, what: str) -> HttpResponse:
    """One step's page. Not found: no such step; not allowed: this person may never take it."""
    if what not in STEPS:
        raise Http404
    each, found = STEPS[what], issue_of(pk)
    if not any(map(request.acting.may, MAY_CAUSE[each.event])):
        raise PermissionDenied
    form = each.form(form_data(request), found, request.acting)
    if what in NO_WORDS or words_of(found) is None:  # who may not read its words adds none
        form.fields.pop("words", None)
    if request.method == "POST":
        if form.is_valid() and _done(request, each, form, found):
            return redirect("issues:issue", pk)
    elif not form.is_bound and each.event not in events_of(found, by=request.acting):
        return _not_now(request, found)  # words that waited for a sign-in are shown first
    log_reading(request, found)
    here = reverse("issues:issue", args=[pk])
    context = {
        "title": each.title,
        "lead": f"{full_title(found)}. {each.lead}",
        "issue": found,
        "words": words_of(found),
        "form": form,
        "submit_label": each.submit,
        "nav_key": "issues:issues",
        "trail": [("Issues", reverse("issues:issues")), (f"Issue {pk}", here), (each.title, "")],
        "cancel_url": here,
    }
    return render(request, "issues/step.jinja", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _not_now(request: ScopedRequest, found: Issue) -> HttpResponse:
    """Somebody did it before."""
    messages.info(request, f"This cannot be done now. The issue is: {found.get_state_display().lower()}.")
    return redirect("issues:issue", found.pk)


def _done(request: ScopedRequest, each: Step, form: SeenForm, found: Issue) -> bool:
    """Whether the action took it. What was typed stays in the form otherwise, with the reason."""
    try:
        each.do(form, pk=found.pk, by=request.acting, now=timezone.now())
    except Stale as stale:
        form.now_seen(stale.issue.revision)
        form.add_error(None, f"{stale_words(stale)} What you typed is kept: look at the issue, then send it again.")
        return False
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
