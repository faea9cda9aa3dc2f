"""Adding to a completed check-in, and putting it right."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.directory.queries import urgent_number
from carehomes.residents.queries import Listed, residents_of
from checkins.actions.afterwards import Need, Overtaken, Report, Right, add_report, correct
from checkins.actions.completing import Incomplete
from checkins.forms.check_ins import AddForm
from checkins.forms.correcting import CorrectForm
from checkins.models import CheckIn, CheckInState, Urgency
from checkins.presenters.asking import Difference
from checkins.presenters.call import title_of
from checkins.presenters.corrected import overtaken
from checkins.queries.correcting import standing
from checkins.queries.forms import form_version, sections_of
from checkins.transitions import Refused

UNPROCESSABLE = 422
SAME_DAY_TOO = "The clinical lead was told. Ring the urgent line as well."


def _completed(pk: int) -> CheckIn:
    return get_object_or_404(
        CheckIn.objects.select_related("home", "caller_organisation"), pk=pk, state=CheckInState.COMPLETED
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def add(request: ScopedRequest, pk: int) -> HttpResponse:
    """What the home said later in the week, added to the check-in of whoever rang first."""
    found = _completed(pk)
    sections, people = sections_of(form_version(found.home_id, found.due_on)), residents_of(found.home_id)
    form = AddForm(form_data(request), sections=[(each.key, each.title) for each in sections], names=_names(people))
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        report = Report(clean["section"], clean["text"], clean["spoke_to"], form.need or Need())
        done = f"Added to the check-in with {found.home.name}, in your name."
        return _do(
            request,
            found,
            lambda: add_report(check_in_id=pk, report=report, key=form.key, by=request.acting, now=timezone.now()),
            f"{done} {_told(form.need)}",
        )
    who = f"{found.caller_name}, {found.caller_organisation}" if found.caller_organisation else found.caller_name
    lead = f"{who} has rung {found.home.name} this week. What they noted stays as it is; yours is added with your name and the time."
    return _page(request, found, form, people, f"Add to the check-in with {found.home.name}", lead, "Add it")


def _names(people: Sequence[Listed]) -> dict[int, str]:
    return {each.id: each.name for each in people}


def _told(need: Need | None) -> str:
    """What to do besides where somebody must come today."""
    return SAME_DAY_TOO if need and need.urgency == Urgency.SAME_DAY else ""


def _do(request: ScopedRequest, found: CheckIn, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except (Overtaken, Incomplete):
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, done.strip())
    return redirect("checkins:check_in", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.TAKE_CHECK_INS)
def put_right(request: ScopedRequest, pk: int, section: str) -> HttpResponse:
    """One section that was noted wrongly."""
    found = _completed(pk)
    people = residents_of(found.home_id)
    held = standing(found, section, _names(people))
    if held is None:
        raise Http404
    title, labels = f"Put right: {title_of(held.answer)}", {str(each.id): _label(each) for each in people}
    form = CorrectForm(form_data(request), standing=held, names=_names(people), labels=labels)
    differences: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _put_right(request, found, form)
        except Overtaken as other:
            differences = overtaken(other.standing, form.sheet)
            form.now_seen(other.standing.version)
            form.add_error(None, f"{other} Look at both, then put it right or cancel")
        except Incomplete as incomplete:
            form.take(incomplete.problems)
    lead = "What stood there before stays in the record, with who changed it, when and why."
    return _page(request, found, form, people, title, lead, "Put it right", differences=differences, given=form.given)


def _label(each: Listed) -> str:
    """A resident as a box says them."""
    return f"{each.name}, {each.age}, room {each.room}" if each.room else f"{each.name}, {each.age}"


def _put_right(request: ScopedRequest, found: CheckIn, form: CorrectForm) -> HttpResponse:
    """Raises Overtaken and Incomplete, which the form shows."""
    clean, answer = form.cleaned_data, form.standing.answer
    something = clean["answer"] == "something"
    need = form.need if something else None
    right = Right(answer.section, something, clean["text"], clean["reason"], need, form.answers, form.revision)
    done = f"{title_of(answer)} is put right. What stood there before is kept with your reason."
    return _do(
        request,
        found,
        lambda: correct(check_in_id=found.pk, right=right, key=form.key, by=request.acting, now=timezone.now()),
        f"{done} {_told(need)}",
    )


def _page(
    request: ScopedRequest,
    found: CheckIn,
    form: Any,
    people: Sequence[Listed],
    title: str,
    lead: str,
    submit: str,
    **more: Any,
) -> HttpResponse:
    record_reads({(each.id, each.home_id) for each in people}, screen="check-in", by=request.acting)
    week = f"Check-in, week {found.week.isocalendar().week}"
    trail = [
        (found.home.name, reverse("directory:home", args=[found.home_id])),
        (week, reverse("checkins:check_in", args=[found.pk])),
    ]
    context = {
        "title": title,
        "form": form,
        "lead": lead,
        "submit_label": submit,
        "nav_key": "checkins:this_week",
        "trail": [*trail, (title, "")],
        "cancel_url": reverse("checkins:check_in", args=[found.pk]),
        "people": [_label(each) for each in people],
        "urgent": urgent_number(found.home),
        **more,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "checkins/later.jinja", context, status=status)
