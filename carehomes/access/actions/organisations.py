"""Organisations, kept by platform administrators: dated names, links and successions, never an overwrite."""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.urls import reverse

from carehomes.access.acting import Acting
from carehomes.access.idempotency import claim
from carehomes.access.kinds import LINK_ENDS, SHARING_LINKS, LinkKind
from carehomes.access.models import Organisation, OrganisationName, OrganisationParent, OrganisationSuccession
from carehomes.access.names import plain_key
from carehomes.access.permissions import require
from carehomes.access.refusals import RefusedError
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic, on_behalf

BEGINNING = date(1948, 7, 5)  # the first day of the NHS: for organisations of which nobody knows when they began


def _keeping_organisations(by: Acting) -> AbstractContextManager[Any]:
    require(by, Permission.CREATE_ORGANISATIONS)
    return on_behalf("organisations kept by the platform")


def create_organisation(
    *,
    by: Acting,
    kind: str,
    name: str,
    ods_code: str,
    gss_code: str,
    active_from: date,
    parent: Organisation | None,
    link: str,
    key: UUID,
) -> Organisation | None:
    """A new organisation with its first name and, where given, its parent. None when this form was sent before."""
    with _keeping_organisations(by):
        if not claim(key, action="create organisation", result=reverse("access:add_organisation"), by=by):
            return None
        organisation = Organisation(
            kind=kind,
            name=name,
            name_key=plain_key(name),
            ods_code=ods_code or None,
            gss_code=gss_code or None,
            active_from=active_from,
        )
        _save_or_refuse(
            organisation, "Another organisation has this code already", "ods_code" if ods_code else "gss_code"
        )
        OrganisationName.objects.create(organisation=organisation, name=name, starts_on=active_from)
        if parent is not None:
            _link(organisation, parent, link, active_from)
        return organisation


def rename_organisation(*, by: Acting, organisation_id: int, name: str, starts_on: date, today: date) -> Organisation:
    """Gives it another name from a day that has come. The earlier name stays for the days that had it."""
    with _keeping_organisations(by):
        organisation = _locked(organisation_id)
        if starts_on > today:
            raise RefusedError("The day must be today or earlier", "starts_on")
        if name == organisation.name:
            raise RefusedError("This is its name already", "name")
        _end_name(organisation, starts_on)
        OrganisationName.objects.create(organisation=organisation, name=name, starts_on=starts_on)
        organisation.name, organisation.name_key = name, plain_key(name)
        organisation.save(update_fields=["name", "name_key"])
        return organisation


def link_organisations(
    *, by: Acting, child_id: int, parent: Organisation, kind: str, starts_on: date
) -> OrganisationParent:
    """Puts an organisation under another from a day on. Sharing links let the parent see what the child may see."""
    with _keeping_organisations(by):
        return _link(_locked(child_id), parent, kind, starts_on)


def end_link(*, by: Acting, link_id: int, child_id: int, ends_on: date) -> OrganisationParent:
    """Ends a link; `ends_on` is the first day on which it no longer holds."""
    with _keeping_organisations(by):
        link = get_object_or_404(
            OrganisationParent.objects.select_for_update(of=("self",)), pk=link_id, child_id=child_id, ends_on=None
        )
        if ends_on < link.starts_on:
            raise RefusedError("A link cannot end before it began", "ends_on")
        link.ends_on = ends_on
        link.save(update_fields=["ends_on"])
        return link


def succeed_organisation(*, by: Acting, predecessor_id: int, successor: Organisation, happened_on: date) -> None:
    """Another organisation takes over on a day; this one stops working then, unless it has stopped before."""
    with _keeping_organisations(by):
        predecessor = _locked(predecessor_id)
        if successor.pk == predecessor.pk:
            raise RefusedError("An organisation cannot take over from itself", "other")
        if predecessor.pk == by.organisation_id:
            raise RefusedError("You act for this organisation, so you cannot end it", "other")
        _save_or_refuse(
            OrganisationSuccession(predecessor=predecessor, successor=successor, happened_on=happened_on),
            "This is on record already",
            "other",
        )
        if predecessor.active_to is None:
            predecessor.active_to = happened_on
            predecessor.save(update_fields=["active_to"])


def end_organisation(*, by: Acting, organisation_id: int, active_to: date) -> Organisation:
    """It stops working: from that day on nobody acts for it."""
    with _keeping_organisations(by):
        organisation = _locked(organisation_id)
        if organisation.pk == by.organisation_id:
            raise RefusedError("You act for this organisation, so you cannot end it", "active_to")
        if organisation.active_from and active_to < organisation.active_from:
            raise RefusedError("It cannot end before it began", "active_to")
        organisation.active_to = active_to
        organisation.save(update_fields=["active_to"])
        return organisation


def _locked(organisation_id: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_for_update(), pk=organisation_id)


def _save_or_refuse(row: Organisation | OrganisationSuccession | OrganisationParent, words: str, field: str) -> None:
    """Saves a new row; the unique key that it meets becomes words beside the field."""
    try:
        with atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RefusedError(words, field) from error


def _end_name(organisation: Organisation, day: date) -> None:
    """Ends the present name on this day. One that was never written down gets its row now."""
    present = organisation.names.filter(ends_on=None).order_by("-starts_on").first()
    if present is None:
        before = organisation.names.aggregate(latest=Max("ends_on"))["latest"]
        begun = min(before or organisation.active_from or BEGINNING, day)
        OrganisationName.objects.create(organisation=organisation, name=organisation.name, starts_on=begun, ends_on=day)
        return
    if day < present.starts_on:
        raise RefusedError("The present name began later than that day", "starts_on")
    present.ends_on = day
    present.save(update_fields=["ends_on"])


def _link(child: Organisation, parent: Organisation, kind: str, starts_on: date) -> OrganisationParent:
    children, parents = LINK_ENDS[LinkKind(kind)]
    if child.kind not in children or parent.kind not in parents:
        raise RefusedError("These two kinds of organisations cannot have this link", "parent")
    if kind not in SHARING_LINKS and child.parents.filter(kind=kind, ends_on=None).exists():
        raise RefusedError("It has a link of this kind that still holds. End that one first", "parent")
    link = OrganisationParent(child=child, parent=parent, kind=kind, starts_on=starts_on)
    _save_or_refuse(link, "This link is on record already", "parent")
    return link
