"""What care home staff do on the phone: tell the team something in three taps, and say whether something is done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.reads import record_reads
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, NamedRoleKind
from carehomes.directory.queries import home_of, homes_of, open_roles, urgent_number
from carehomes.issues import actions
from carehomes.issues.actions import Stale
from carehomes.issues.forms.issues import AnswerForm, TellForm
from carehomes.issues.models import Issue, IssueStatus
from carehomes.issues.presenters.stale import stale_words
from carehomes.issues.presenters.words import full_title
from carehomes.issues.queries.home import answered_today, to_answer
from carehomes.issues.telling import ABOUT_HOME, ABOUT_RESIDENT, Told, What, tell_the_team
from carehomes.issues.transitions import Refused
from carehomes.issues.views.issue import UNPROCESSABLE
from carehomes.residents.queries import Listed, find_in_home, residents_of
from carehomes.ui import formats
from carehomes.ui.numbers import number_in

FIRST = 5  # residents offered before anybody types
WHOLE_HOME = "home"


def _home(request: ScopedRequest) -> CareHome | None:
    """The home that is spoken for: the only one, or the one of the address. None where it must be chosen first."""
    asked = number_in(request.GET.get("home", ""))
    if asked is not None:
        home = home_of(request.acting, asked)
        return home if home and home.deregistered_on is None else None
    ours = [each for each in homes_of(request.acting) if each.deregistered_on is None]
    return ours[0] if len(ours) == 1 else None


def _choose(request: ScopedRequest, title: str, nav_key: str) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    found = homes_of(request.acting, typed)
    context = {
        "homes": [each for each in found if each.deregistered_on is None],
        "more": found.more,
        "typed": typed,
        "title": title,
        "nav_key": nav_key,
    }
    return render(request, "issues/choose_home.jinja", context)


def _suffix(home: CareHome, request: ScopedRequest) -> str:
    return f"?home={home.pk}" if request.GET.get("home") else ""


@require_safe
@requires(Permission.ANSWER_FOR_HOME)
def who(request: ScopedRequest) -> HttpResponse:
    """Step 1: about whom."""
    home = _home(request)
    if home is None:
        return _choose(request, "Tell the team", "issues:tell")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    everybody = residents_of(home.pk)
    shown = _shown(home, everybody, words, every="all" in request.GET)
    record_reads({(each.id, each.home_id) for each in shown}, screen="tell the team", by=request.acting)
    context = {
        "home": home,
        "people": shown,
        "number": len(everybody),
        "words": words,
        "every": "all" in request.GET,
        "suffix": _suffix(home, request),
    }
    return render(request, "issues/tell_who.jinja", context)


def _shown(home: CareHome, everybody: list[Listed], words: str, *, every: bool) -> list[Listed]:
    if words:
        return find_in_home(home.pk, words)
    return everybody if every or len(everybody) <= FIRST + 1 else everybody[:FIRST]


def _whom(home: CareHome, about: str) -> Listed | None:
    """The resident of the address; None for the whole home. Raises Http404 for somebody who does not live there."""
    if about == WHOLE_HOME:
        return None
    found = next((each for each in residents_of(home.pk) if str(each.id) == about), None)
    if found is None:
        raise Http404
    return found


def _about_words(home: CareHome, person: Listed | None) -> str:
    if person is None:
        return f"{home.name}, not one resident"
    return f"{person.name}, {person.age}" + (f", room {person.room}" if person.room else "")


def _choices(person: Listed | None) -> Mapping[str, What]:
    return ABOUT_HOME if person is None else ABOUT_RESIDENT


@require_safe
@requires(Permission.ANSWER_FOR_HOME)
def what(request: ScopedRequest, about: str) -> HttpResponse:
    """Step 2: what is different."""
    home = _home(request)
    if home is None:
        return _choose(request, "Tell the team", "issues:tell")
    person = _whom(home, about)
    if person:
        record_reads([(person.id, person.home_id)], screen="tell the team", by=request.acting)
    context = {
        "about": about,
        "about_words": _about_words(home, person),
        "person": person,
        "choices": _choices(person).values(),
        "suffix": _suffix(home, request),
    }
    return render(request, "issues/tell_what.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_FOR_HOME)
def send(request: ScopedRequest, about: str, key: str) -> HttpResponse:
    """Step 3: how soon, what one sees, and send."""
    home = _home(request)
    if home is None:
        return _choose(request, "Tell the team", "issues:tell")
    person = _whom(home, about)
    chosen = _choices(person).get(key)
    if chosen is None:
        raise Http404
    form = TellForm(form_data(request), what=chosen)
    if request.method == "POST" and form.is_valid():
        address = _tell(request, home, person, chosen, form)
        if address:
            messages.success(request, "Told. You see on this page what becomes of it.")
            return redirect(address)
    if person:
        record_reads([(person.id, person.home_id)], screen="tell the team", by=request.acting)
    context: dict[str, Any] = {
        "form": form,
        "what": chosen,
        "about": about,
        "about_words": _about_words(home, person),
        "suffix": _suffix(home, request),
        "urgent": urgent_number(home),
        "goes_to": _goes_to(home, chosen, person),
    }
    return render(request, "issues/tell_send.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _tell(request: ScopedRequest, home: CareHome, person: Listed | None, chosen: What, form: TellForm) -> str:
    """The address of what it became; nothing when it was not taken, and the form says why."""
    given = form.cleaned_data
    told = Told(
        home_id=home.pk,
        resident_id=person.id if person else None,
        what=chosen,
        soon=given["soon"],
        signs=given.get("signs", ()),
        words=given["words"],
        key=form.key,
    )
    try:
        return tell_the_team(told=told, by=request.acting, now=timezone.now())
    except Refused as refused:
        form.add_error("words", str(refused))
        return ""


def _goes_to(home: CareHome, chosen: What, person: Listed | None) -> str:
    """Who gets it, by name where the home has named people."""
    kinds = (
        (NamedRoleKind.CLINICAL_LEAD, NamedRoleKind.COORDINATOR)
        if chosen.reasons and person
        else (NamedRoleKind.COORDINATOR,)
    )
    names = [each.person_name for each in open_roles([home.pk], *kinds)]
    return formats.joined(list(dict.fromkeys(names))) or "the team that looks after your home"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.ANSWER_FOR_HOME)
def is_it_done(request: ScopedRequest) -> HttpResponse:
    """What waits for the home's yes or no, one at a time; and what was answered today, to be changed."""
    home = _home(request)
    if home is None:
        return _choose(request, "Is it done?", "issues:is_it_done")
    form = AnswerForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        _answer(request, form)
        return redirect(f"{reverse('issues:is_it_done')}{_suffix(home, request)}")
    today, now = london_today(), timezone.now()
    waiting = list(to_answer(home.pk, today, request.acting, now))
    asked = _asked(request, waiting)
    context = {
        "home": home,
        "issue": asked,
        "number": waiting.index(asked) + 1 if asked else 0,
        "waiting": waiting,
        "following": waiting[(waiting.index(asked) + 1) % len(waiting)] if asked and len(waiting) > 1 else None,
        "title_of": full_title,
        "answered": _answered(home, today),
        "form": form,
        "suffix": _suffix(home, request),
        "manager": _manager(home),
    }
    named = {(each.resident_id, each.home_id) for each in ([asked] if asked else []) if each.resident_id}
    record_reads(named, screen="is it done", by=request.acting)
    return render(request, "issues/is_it_done.jinja", context, status=UNPROCESSABLE if form.errors else 200)


def _asked(request: ScopedRequest, waiting: list[Issue]) -> Issue | None:
    """The one of the address, else the oldest."""
    wanted = request.GET.get("issue", "")
    return next((each for each in waiting if str(each.pk) == wanted), waiting[0] if waiting else None)


def _answered(home: CareHome, today: date) -> list[tuple[IssueStatus, str]]:
    """What the home said today, each with the words of its title."""
    return [(status, full_title(status.issue)) for status in answered_today(home.pk, today)]


def _manager(home: CareHome) -> str:
    names = [each.person_name for each in open_roles([home.pk], NamedRoleKind.REGISTERED_MANAGER)]
    return names[0] if names else ""


def _answer(request: ScopedRequest, form: AnswerForm) -> None:
    """Writes the answer; a second person who answers the same is told what the first said."""
    given = form.cleaned_data
    common = {
        "issue_id": given["issue"],
        "key": form.key,
        "seen": form.revision,
        "by": request.acting,
        "now": timezone.now(),
    }
    try:
        if given["answer"] == "yes":
            done = actions.home_says_yes(**common)
        elif given["answer"] == "no":
            done = actions.home_says_no(why=given["words"], **common)
        else:
            done = actions.home_cannot_say(**common)
    except Issue.DoesNotExist as missing:
        raise Http404 from missing
    except Stale as stale:
        messages.warning(request, f"{stale_words(stale)} Look at it again before you answer.")
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        words = {"yes": "It is closed", "no": "It is open again", "cannot-say": "You are asked again tomorrow"}
        messages.success(request, f"Thank you. {words[given['answer']]}, issue {done.pk}.")
