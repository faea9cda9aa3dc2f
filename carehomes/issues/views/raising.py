"""Raising an issue, and giving several to somebody at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.directory.queries import home_of, homes_of
from carehomes.issues import actions
from carehomes.issues.actions import NewIssue
from carehomes.issues.forms.issues import RaiseForm, WhoForm
from carehomes.issues.models import Issue, SaidBy
from carehomes.issues.presenters.words import full_title
from carehomes.issues.queries.people import Person, people_around
from carehomes.issues.transitions import Refused
from carehomes.issues.views.issue import UNPROCESSABLE
from carehomes.residents.models import Resident
from carehomes.ui import formats
from carehomes.ui.numbers import number_in, numbers_in

MOST_AT_ONCE = 100


def _home_id(request: ScopedRequest, data: QueryDict | None) -> int:
    return number_in((data or request.GET).get("home", "")) or 0


def _homes(request: ScopedRequest, data: QueryDict | None) -> tuple[list[tuple[int, str]], bool]:
    """The homes to choose from, the one of the address among them; and whether there are more."""
    ours = homes_of(request.acting)
    found = [(each.pk, each.name) for each in ours]
    asked = _home_id(request, data)
    if ours.more and asked and asked not in dict(found):
        home = home_of(request.acting, asked)
        found += [(home.pk, home.name)] if home else []
    return found, ours.more


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.RAISE_ISSUES)
def add(request: ScopedRequest) -> HttpResponse:
    """A new issue of one of the reader's homes. The address may name the home and the resident; without a home it is asked first,
    so that its residents can be listed.
    """
    data = form_data(request)
    homes, more = _homes(request, data)
    chosen = homes[0][0] if len(homes) == 1 else _home_id(request, data)
    if data is None and chosen not in dict(homes):
        return render(request, "issues/raise_where.jinja", {"homes": homes, "more": more})
    residents = list(Resident.objects.filter(home_id=chosen).living_here().order_by("family_key", "name_key"))
    form = RaiseForm(
        data,
        homes=[(str(pk), name) for pk, name in homes],
        residents=[(str(each.pk), f"{each.name}, room {each.room}" if each.room else each.name) for each in residents],
        initial={"home": str(chosen or ""), "resident": request.GET.get("resident", "")},
    )
    if request.method == "POST" and form.is_valid():
        issue = _raise(request, form)
        messages.success(request, f"Raised. It goes to {issue.owner_name or issue.owner_organisation.name}.")
        return redirect("issues:issue", issue.pk)
    record_reads({(each.pk, each.home_id) for each in residents}, screen="raise an issue", by=request.acting)
    context = {
        "title": "Raise an issue",
        "lead": "For a resident who must be seen today, ring as well. Homeround is never the only way.",
        "form": form,
        "submit_label": "Raise the issue",
        "nav_key": "issues:issues",
        "trail": [("Issues", reverse("issues:issues")), ("Raise an issue", "")],
        "cancel_url": reverse("issues:issues"),
        "home": dict(homes).get(chosen, ""),
        "one_of_several": len(homes) > 1,
    }
    return render(request, "issues/raise.jinja", context, status=UNPROCESSABLE if request.method == "POST" else 200)


def _raise(request: ScopedRequest, form: RaiseForm) -> Issue:
    given = form.cleaned_data
    own = request.acting.may(Permission.ANSWER_FOR_HOME)
    new = NewIssue(
        home_id=int(given["home"]),
        resident_id=int(given["resident"]) if given["resident"] else None,
        kind=given["kind"],
        priority=given["priority"],
        title=given["title"],
        said=given["said"],
        said_by=given["said_by"] or (request.acting.person if own else ""),
        said_how=SaidBy.HERE if own else SaidBy.PHONE,
        key=form.key,
    )
    return actions.raise_issue(new=new, by=request.acting, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ASSIGN_ISSUES)
def give(request: ScopedRequest) -> HttpResponse:
    """Several issues, chosen on a list, to one owner."""
    ids = _chosen(request)
    issues = list(
        Issue.objects.filter(pk__in=ids, closed_at=None).select_related("home", "resident", "words").order_by("pk")
    )
    if not issues:
        messages.info(request, "Choose at least one issue first.")
        return redirect(f"{reverse('issues:issues')}?give=1")
    form = WhoForm(form_data(request), people=_people(issues))
    del form.fields["words"]  # what one of them needs to be told is none of the others' affair
    if request.method == "POST" and "owner" in request.POST and form.is_valid():
        return _give(request, form, issues)
    named = {(each.resident_id, each.home_id) for each in issues if each.resident_id and each.resident}
    record_reads(named, screen="issues", by=request.acting)
    context: dict[str, Any] = {
        "title": f"Give {formats.plural(len(issues), 'issue')} to somebody",
        "form": form,
        "issues": issues,
        "full_title": full_title,
        "submit_label": "Give them",
        "nav_key": "issues:issues",
        "trail": [("Issues", reverse("issues:issues")), ("Give to somebody", "")],
        "cancel_url": reverse("issues:issues"),
    }
    return render(request, "issues/give.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _chosen(request: ScopedRequest) -> list[int]:
    given = request.POST.getlist("issue") or request.GET.getlist("issue")
    return numbers_in(given)[:MOST_AT_ONCE]


def _people(issues: list[Issue]) -> list[Person]:
    """Those who work with any of the homes; who does not work with all is given those that they can have."""
    found = {each for home_id in {issue.home_id for issue in issues} for each in people_around(home_id)}
    return sorted(found, key=lambda each: (each.organisation, each.name))


def _give(request: ScopedRequest, form: WhoForm, issues: list[Issue]) -> HttpResponse:
    organisation_id, user_id = form.chosen
    try:
        done = actions.bulk_assign(
            issue_ids=[each.pk for each in issues],
            organisation_id=organisation_id,
            user_id=user_id,
            key=form.key,
            by=request.acting,
            now=timezone.now(),
        )
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("issues:issues")
    left = len(issues) - len(done)
    more = f" {formats.plural(left, 'issue')} left as they are: they do not work with that home." if left else ""
    messages.success(request, f"{formats.plural(len(done), 'issue')} given.{more}")
    return redirect("issues:issues")
