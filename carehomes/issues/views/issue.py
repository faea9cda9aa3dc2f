"""One issue: its page, its files, and what is done with one press."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.issues import actions
from carehomes.issues.actions import Stale
from carehomes.issues.forms.issues import CommentForm, FileForm
from carehomes.issues.models import Issue, IssueFile, IssueNote
from carehomes.issues.presenters.record import IssuePage
from carehomes.issues.presenters.stale import stale_words
from carehomes.issues.presenters.words import full_title
from carehomes.issues.queries.people import people_around
from carehomes.issues.queries.record import Story, issue_of, story_of
from carehomes.issues.rules import names_nobody
from carehomes.issues.transitions import Refused
from carehomes.ui.formats import joined
from carehomes.ui.numbers import LARGEST_REVISION, number_in

UNPROCESSABLE = 422  # a form that was not taken
PRESSES = {
    "accept": actions.accept,
    "start": actions.start,
    "home-yes": actions.home_says_yes,
    "cannot-say": actions.home_cannot_say,
}


def log_reading(request: ScopedRequest, issue: Issue, screen: str = "issue") -> None:
    """Whoever reads about a resident is written down; whoever may only count the issue reads of nobody."""
    if issue.resident_id and issue.resident:
        record_reads([(issue.resident_id, issue.home_id)], screen=screen, by=request.acting)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.SEE_ISSUES)
def issue(request: ScopedRequest, pk: int) -> HttpResponse:
    """The issue with its story; a comment is posted here."""
    story = story_of(pk)
    form = CommentForm(form_data(request))
    if request.method == "POST":
        if not request.acting.may(Permission.RAISE_ISSUES) or story.words is None:
            raise PermissionDenied
        if form.is_valid():
            text = form.cleaned_data["text"]
            written = actions.comment(issue_id=pk, text=text, key=form.key, by=request.acting, now=timezone.now())
            _say_who_is_told(request, story.issue, written)
            return redirect("issues:issue", pk)
    return draw(request, story, form)


def _say_who_is_told(request: ScopedRequest, found: Issue, written: IssueNote) -> None:
    """A name that was not understood is told of nothing: whoever wrote it must not think otherwise."""
    named = {each.user_id: each.name for each in people_around(found.home_id) if each.user_id in written.mentioned}
    names = [name for user_id, name in named.items() if user_id != request.acting.user_id]
    if names:
        messages.success(request, f"Your comment is added. {joined(names)} {'is' if len(names) == 1 else 'are'} told.")
    if names_nobody(written.text, named.values()):
        messages.warning(
            request, "A name after @ is not that of somebody who works on this home: write it in full, or ring them."
        )


def draw(request: ScopedRequest, story: Story, form: CommentForm) -> HttpResponse:
    """The page of an issue."""
    page = IssuePage(story, request.acting, timezone.now(), newest_first=request.GET.get("order") != "oldest")
    log_reading(request, story.issue)
    context: dict[str, Any] = {"page": page, "issue": story.issue, "form": form, "press_key": uuid4()}
    return render(request, "issues/issue.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _key(request: HttpRequest) -> UUID:
    """The key that came with a button; a press without a usable one is a press of its own."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


def _seen(request: HttpRequest) -> int | None:
    return number_in(request.POST.get("seen", ""), LARGEST_REVISION)


@require_POST
@requires(Permission.SEE_ISSUES)
def press(request: ScopedRequest, pk: int, what: str) -> HttpResponse:
    """A step that needs no words. Who may take it, the action says."""
    found = issue_of(pk)
    try:
        PRESSES[what](issue_id=pk, key=_key(request), seen=_seen(request), by=request.acting, now=timezone.now())
    except Stale as stale:
        messages.warning(request, f"{stale_words(stale)} Nothing was changed: look at it and press again.")
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("issues:issue", found.pk)


@require_POST
@requires(Permission.SEE_ISSUES)
def watch(request: ScopedRequest, pk: int) -> HttpResponse:
    """Whether this person is told what becomes of it."""
    found = issue_of(pk)
    actions.set_watching(
        issue_id=pk, watching=request.POST.get("watching") == "1", by=request.acting, now=timezone.now()
    )
    return redirect("issues:issue", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RAISE_ISSUES)
def attach(request: ScopedRequest, pk: int) -> HttpResponse:
    """A file for an issue."""
    found = issue_of(pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            actions.attach(issue_id=pk, upload=upload, key=form.key, by=request.acting, now=timezone.now())
            return redirect("issues:issue", pk)
        except Refused as refused:
            form.add_error("file", str(refused))
    log_reading(request, found)
    context = {
        "title": "Attach a file",
        "lead": full_title(found),
        "form": form,
        "submit_label": "Attach the file",
        "multipart": True,
        "nav_key": "issues:issues",
        "trail": [("Issues", "/issues/"), (f"Issue {pk}", f"/issues/{pk}/"), ("Attach a file", "")],
        "cancel_url": f"/issues/{pk}/",
    }
    return render(request, "layouts/form.jinja", context, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_safe
@requires(Permission.SEE_ISSUES)
def file(request: ScopedRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of an issue, to whoever may read its words. Browsers save it: they neither guess what it is nor show it as a page."""
    kept = get_object_or_404(IssueFile.objects.select_related("issue__resident"), pk=file_pk, issue_id=pk)
    log_reading(request, kept.issue, "issue, file")
    answer = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "no-store, private"
    return answer
