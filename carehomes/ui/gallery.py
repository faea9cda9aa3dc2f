"""The component gallery: every component in each of its states, and every layout, with invented people. Local only.

Its pages are drawn without context processors, so that the invented person of the shell stands on them and not whoever is
signed in.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input_lazy
from django.template.loader import render_to_string

from carehomes.ui import forms
from carehomes.ui.shell import Link, NavItem, Shell, Switch

SHELL = Shell(
    person="Priya Fennel",
    initials="PF",
    acting_name="Westmere PCN",
    acting_role="Care coordinator",
    switches=(
        Switch("Westmere PCN", "Care coordinator, 24 homes", "1", current=True),
        Switch("Harbour Partnership", "Care coordinator, cover until 4 December 2026", "2"),
    ),
    navigation=(
        NavItem("This week", "#", "week", count=13),
        NavItem("Residents", "#", "residents"),
        NavItem("Issues", "#", "issues", count=12),
        NavItem("Rounds", "#", "rounds"),
        NavItem("Homes", "#", "homes"),
    ),
    current_key="week",
    search_url="/gallery/",
    switch_url="/gallery/",
    sign_out_url="/gallery/",
    account_links=(
        Link("Your details and notifications", "#"),
        Link("Where you are signed in", "#"),
        Link("Second factor", "#"),
    ),
)
MOMENT = datetime(2026, 11, 25, 10, 42, tzinfo=UTC)
PAGES = {
    "resident": "gallery/resident.jinja",
    "check_in": "gallery/check_in.jinja",
    "figures": "gallery/figures.jinja",
    "corridor": "gallery/corridor.jinja",
    "door": "gallery/door.jinja",
    "confirm": "layouts/confirm.jinja",
    "messages": "gallery/messages.jinja",
    **{f"error-{code}": f"errors/{code}.jinja" for code in ("400", "403", "403_csrf", "404", "500", "503")},
}
WITHOUT_SHELL = ("door", "error")


class GalleryForm(forms.IdempotentForm):
    """Every kind of field, with conditional parts inside an answer, below a row of boxes, and below a drop-down list."""

    name = forms.CharField(label="Full name", hint="As on their NHS record", max_length=60, autocomplete="off")
    born = forms.DateField(label="Date of birth", hint="For example, 3 5 1935", past=True)
    came_from = forms.ChoiceField(
        label="Where they came from",
        choices=[("home", "Their own home"), ("hospital", "Hospital"), ("care_home", "Another care home")],
        choice_hints={"care_home": "The other home will see that they have moved"},
    )
    hospital = forms.CharField(label="Which hospital", max_length=100)
    discharged_on = forms.DateField(label="When they left hospital", called="the day they left hospital", past=True)
    other_home = forms.CharField(label="Which home")
    why = forms.MultipleChoiceField(
        label="Why now",
        display="choice",
        choices=[
            ("change", "Change in condition"),
            ("signs", "Soft signs"),
            ("fall", "Fall"),
            ("more", "More reasons"),
        ],
    )
    why_more = forms.TextArea(label="Which other reasons", rows=2)
    soon = forms.ChoiceField(
        label="How soon",
        display="choice",
        hint="In an emergency the home rings 999 first",
        choices=[("same_day", "Same day"), ("48", "Within 48 hours"), ("round", "This round"), ("routine", "Routine")],
        urgent={"same_day"},
    )
    spoke_to = forms.ChoiceField(
        label="Who you spoke to",
        display="select",
        choices=[("", "Choose a person"), ("moira", "Moira Sorrel, deputy manager"), ("other", "Someone else")],
    )
    spoke_to_name = forms.CharField(label="Their name")
    needs = forms.MultipleChoiceField(
        label="What they need", choices=[("oxygen", "Oxygen"), ("hoist", "A hoist"), ("none", "Nothing of these")]
    )
    phone = forms.PhoneField(label="Telephone number", required=False)
    email = forms.EmailField(label="Email address", required=False)
    room = forms.IntegerField(label="Room", min_value=1, max_value=200, required=False, suffix="of 200")
    window = forms.TimeField(label="Not before", hint="For example, 09:20", required=False)
    note = forms.TextArea(label="Note for next week", required=False, max_length=500)
    letter = forms.FileField(label="Discharge letter", required=False)
    password = forms.PasswordField(label="Password", required=False)
    agreed = forms.BooleanField(label="They agree to be written to")
    agreed_how = forms.CharField(label="How they said so")

    conditions = [
        forms.given("came_from", "hospital").require("hospital", "discharged_on"),
        forms.given("came_from", "care_home").require("other_home"),
        forms.given("why", "more").require("why_more"),
        forms.given("spoke_to", "other").offer("spoke_to_name"),
        forms.given("agreed").require("agreed_how"),
    ]


ANSWERS = [("nothing", "Nothing"), ("something", "Something")]


class CheckInForm(forms.IdempotentForm):
    """Two questions of a check-in."""

    medicines = forms.ChoiceField(label="Medicines", display="choice", choices=ANSWERS)
    medicines_note = forms.TextArea(label="What is the matter?", called="what is the matter", required=False)
    falls = forms.ChoiceField(label="Falls", display="choice", choices=ANSWERS)
    soon = forms.ChoiceField(
        label="How soon", display="choice", choices=[("now", "Same day"), ("later", "Routine")], urgent={"now"}
    )


class ReasonForm(forms.IdempotentForm):
    """What a confirmation asks for."""

    reason = forms.CharField(label="Reason", required=False)


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view that needs no sign-in and reads no table (the access app's middleware asks for this mark)."""
    view.outside_scope = True  # type: ignore[attr-defined]  # the mark itself
    return view


def _draw(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    context = {"shell": SHELL, "the_moment": MOMENT, "today": date(2026, 11, 25), "request": request}
    return HttpResponse(render_to_string(template, {**context, "csrf_input": csrf_input_lazy(request), **more}))


@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """Every macro in each of its states."""
    return _draw(request, "gallery/components.jinja")


@open_to_all
def form(request: HttpRequest) -> HttpResponse:
    """Every field: empty, and with its errors once it is sent."""
    shown = GalleryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and shown.is_valid():
        messages.success(request, "The form was taken")
    words = {"title": "Add a resident", "submit_label": "Add the resident", "lead": "Every field, in one form."}
    links = {"back_url": "/gallery/", "cancel_url": "/gallery/"}
    return _draw(request, "layouts/form.jinja", form=shown, multipart=True, **words, **links)


@open_to_all
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One layout or error page; the doors and the error pages have nobody signed in."""
    if name not in PAGES:
        raise Http404
    if name == "messages":
        for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
            messages.add_message(request, level, "The check-in with Larch House is complete")
    return _draw(request, PAGES[name], **_parts(name))


def _parts(name: str) -> dict[str, Any]:
    if name == "confirm":
        return CONFIRM
    if name == "check_in":
        return {"form": CheckInForm({"medicines": "something", "idempotency_key": str(uuid4())})}
    return {"shell": None} if name.startswith(WITHOUT_SHELL) else {}


CONFIRM = {
    "title": "End this membership?",
    "form": ReasonForm(),
    "submit_label": "End the membership",
    "submit_kind": "warning",
    "facts_list": [("Person", "Sam Tansy"), ("Organisation", "Harbour Partnership")],
    "lead": "Sam Tansy will see nothing of Harbour Partnership from the next page on.",
    "cancel_url": "/gallery/",
}
