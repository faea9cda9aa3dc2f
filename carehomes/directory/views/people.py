"""Changing whom to ring at a home, who is named for it, and when it is rung."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from carehomes.access.kept_forms import form_data
from carehomes.access.permissions import ScopedRequest, requires
from carehomes.access.roles import Permission
from carehomes.deadlines import london_today
from carehomes.directory import actions, queries
from carehomes.directory.forms import ChangeRoleForm, ContactForm, EndForm, NamedRoleForm, ScheduleForm
from carehomes.directory.models import CareHome, ContactNumber, NamedRole, NamedRoleKind
from carehomes.directory.presenters import home as words
from carehomes.directory.views.saving import form_page, saved
from carehomes.ui.formats import day
from carehomes.ui.forms.fields import sentence_part


@requires(Permission.EDIT_HOME)
def people(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Everything of a home that is ours to change."""
    home = queries.home_with_facts(home_pk, request.acting)
    roles = list(queries.open_roles([home_pk]))
    context = {
        "home": home,
        "nav_key": words.nav_key(request.acting),
        "words": words,
        "today": london_today(),
        "contacts": queries.contacts_of(home_pk),
        "removed": queries.removed_contacts(home_pk),
        "roles": words.in_order(roles),
        "coming": queries.roles_to_come(home_pk),
        "ended": queries.ended_roles(home_pk),
        "led": any(role.kind == NamedRoleKind.CLINICAL_LEAD for role in roles),
        "schedules": queries.schedules_of(home, london_today()),
    }
    return render(request, "directory/people.jinja", context)


def _back(home: CareHome) -> str:
    return reverse("directory:people", args=[home.pk])


def _page(request: ScopedRequest, home: CareHome, form: Any, title: str, **more: Any) -> HttpResponse:
    trail = [(home.name, reverse("directory:home", args=[home.pk])), ("People and numbers", _back(home)), (title, "")]
    key = words.nav_key(request.acting)
    return form_page(request, form, title, trail=trail, cancel_url=_back(home), **{"nav_key": key, **more})


@requires(Permission.EDIT_HOME)
def add_number(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """A number more to ring."""
    home = queries.home_with_facts(home_pk, request.acting)
    form = ContactForm(form_data(request), version=0)
    if request.method == "POST" and saved(
        form, lambda: actions.add_contact(by=request.acting, home=home, contact=form.contact, key=form.key)
    ):
        messages.success(request, f"The number of {form.contact.person_name} is added")
        return redirect(_back(home))
    return _page(request, home, form, "Add a number to ring", submit_label="Add the number")


@requires(Permission.EDIT_HOME)
def number(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """One number, to change."""
    home = queries.home_with_facts(home_pk, request.acting)
    contact = get_object_or_404(ContactNumber, home=home, pk=pk, removed_on=None)
    names = ("person_name", "job", "phone", "when_to_ring", "is_main")
    initial = {name: getattr(contact, name) for name in names}
    form = ContactForm(form_data(request), version=actions.version_of(contact), initial=initial)

    def save() -> None:
        actions.change_contact(by=request.acting, home=home, contact_id=pk, contact=form.contact, version=form.seen)

    if request.method == "POST" and saved(form, save, row=contact):
        messages.success(request, f"The number of {form.contact.person_name} is changed")
        return redirect(_back(home))
    return _page(request, home, form, f"Change the number of {contact.person_name}")


@requires(Permission.EDIT_HOME)
@require_POST
def remove_number(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Takes a number off the list; the page then offers to put it back."""
    home = queries.home_with_facts(home_pk, request.acting)
    get_object_or_404(ContactNumber, home=home, pk=pk)
    removed = actions.remove_contact(by=request.acting, home=home, contact_id=pk, today=london_today())
    messages.success(request, f"The number of {removed.person_name} is removed. You can put it back below")
    return redirect(_back(home))


@requires(Permission.EDIT_HOME)
@require_POST
def put_back_number(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Undoes the removal."""
    home = queries.home_with_facts(home_pk, request.acting)
    get_object_or_404(ContactNumber, home=home, pk=pk)
    found = actions.put_back_contact(by=request.acting, home=home, contact_id=pk)
    messages.success(request, f"The number of {found.person_name} is back")
    return redirect(_back(home))


@requires(Permission.EDIT_HOME)
@require_POST
def make_main_number(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Makes it the number that worklists show."""
    home = queries.home_with_facts(home_pk, request.acting)
    get_object_or_404(ContactNumber, home=home, pk=pk, removed_on=None)
    main = actions.make_main_contact(by=request.acting, home=home, contact_id=pk)
    messages.success(request, f"Worklists now show the number of {main.person_name}")
    return redirect(_back(home))


@requires(Permission.EDIT_HOME)
def add_role(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """Names somebody for the home."""
    home = queries.home_with_facts(home_pk, request.acting)
    initial = {"kind": request.GET.get("kind", ""), "starts_on": london_today()}
    partners = list(queries.organisations_at(home_pk))
    form = NamedRoleForm(form_data(request), organisations=partners, version=0, initial=initial)

    def save() -> None:
        clean = form.cleaned_data
        what = {"kind": clean["kind"], "starts_on": clean["starts_on"], "key": form.key, "today": london_today()}
        actions.add_named_role(by=request.acting, home=home, person=form.person, **what)

    if request.method == "POST" and saved(form, save):
        messages.success(request, f"{form.person.person_name} is named for {home.name}")
        return redirect(_back(home))
    return _page(request, home, form, "Name somebody for this home", submit_label="Name them")


@requires(Permission.EDIT_HOME)
def role(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """Somebody in a named role, to correct."""
    home = queries.home_with_facts(home_pk, request.acting)
    named = get_object_or_404(NamedRole, home=home, pk=pk)
    form = _role_form(request, named)

    def save() -> None:
        who = form.person
        actions.change_named_role(
            by=request.acting, home=home, role_id=pk, person=who, version=form.seen, today=london_today()
        )

    if request.method == "POST" and saved(form, save, row=named):
        messages.success(request, f"{named.get_kind_display()}: {form.person.person_name} is changed")
        return redirect(_back(home))
    account = "Linked to their account here. " if named.user_id else ""
    lead = f"{account}For another person end this one and name the next, so that the history stays right."
    return _page(request, home, form, f"{named.get_kind_display()}: {named.person_name}", lead=lead)


def _role_form(request: ScopedRequest, named: NamedRole) -> ChangeRoleForm:
    names = ("person_name", "profession", "phone", "share_percent", "covers")
    initial = {**{name: getattr(named, name) for name in names}, "organisation": named.organisation_id or ""}
    return ChangeRoleForm(
        form_data(request),
        kind=named.kind,
        organisations=list(queries.organisations_at(named.home_id)),
        version=actions.version_of(named),
        initial=initial,
    )


@requires(Permission.EDIT_HOME)
def end_role(request: ScopedRequest, home_pk: int, pk: int) -> HttpResponse:
    """The last day of somebody in a named role."""
    home = queries.home_with_facts(home_pk, request.acting)
    named = get_object_or_404(NamedRole, home=home, pk=pk)
    form = EndForm(form_data(request), today=london_today())

    def save() -> None:
        actions.end_named_role(by=request.acting, home=home, role_id=pk, last_day=form.cleaned_data["last_day"])

    if request.method == "POST" and saved(form, save):
        messages.success(request, f"{named.person_name} ends as {sentence_part(named.get_kind_display())}")
        return redirect(_back(home))
    title = f"When does {named.person_name} end as {sentence_part(named.get_kind_display())}?"
    return _page(request, home, form, title, submit_label="End it", submit_kind="secondary")


@requires(Permission.EDIT_HOME)
def schedule(request: ScopedRequest, home_pk: int) -> HttpResponse:
    """The day and the time window in which the home is rung."""
    home = queries.home_with_facts(home_pk, request.acting)
    today, planned = london_today(), queries.schedules_of(home, london_today())
    latest = planned[-1]
    version = 0 if latest._state.adding else actions.version_of(latest)
    initial = {name: getattr(latest, name) for name in ("weekday", "window_starts", "window_ends", "mode", "note")}
    form = ScheduleForm(form_data(request), today=today, version=version, initial=initial)

    def save() -> None:
        actions.set_schedule(
            by=request.acting,
            home=home,
            rhythm=form.rhythm,
            starts_on=form.cleaned_data["starts_on"],
            version=form.seen,
            today=today,
        )

    if request.method == "POST" and saved(form, save, row=None if latest._state.adding else latest):
        messages.success(request, f"{home.name} is rung on its new day from {day(form.cleaned_data['starts_on'])}")
        return redirect(_back(home))
    return _page(request, home, form, f"When is {home.name} rung?")
