"""What everybody must know before they do anything: allergies, and documents that speak for the person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Max, QuerySet

from carehomes.access.acting import Acting
from carehomes.deadlines import london_today
from carehomes.residents.actions.writing import address_of, lock, refuse_stale, writing
from carehomes.residents.models import Allergy, AllergyState, LegalDocument, Resident
from carehomes.residents.rules import Refused


@dataclass(frozen=True, slots=True)
class NewAllergy:
    """A substance, and what it did."""

    substance: str
    reaction: str = ""
    severity: str = Allergy.Severity.NOT_KNOWN
    happened: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document and where its paper is."""

    kind: str
    dated_on: date
    place: str
    detail: str = ""
    review_on: date | None = None


def add_allergy(
    *, by: Acting, key: UUID, now: datetime, resident_id: int, allergy: NewAllergy, replaces_none_known: bool = False
) -> Allergy:
    """Adds one. Where "none known" was stated, it must be said aloud that this takes its place."""
    today = london_today(now)
    with writing(key, by=by, action="add_allergy", result=address_of(resident_id)):
        resident = lock(resident_id)
        if resident.allergy_state == AllergyState.NONE_KNOWN and not replaces_none_known:
            raise Refused("replaces_none_known", "Tick to say that this takes the place of “none known”")
        _check_new(resident, allergy.substance)
        made = Allergy.objects.create(
            resident=resident,
            home_id=resident.home_id,
            substance=allergy.substance,
            reaction=allergy.reaction,
            severity=allergy.severity,
            happened=allergy.happened,
            source=allergy.source,
            recorded_on=today,
        )
        _state(resident, AllergyState.RECORDED, today, allergy.source or by.organisation)
    return made


def _check_new(resident: Resident, substance: str) -> None:
    if Allergy.objects.filter(resident=resident, substance__iexact=substance, removed_on=None).exists():
        raise Refused("substance", f"{substance} is already in the list")


def version_of_allergies(resident_id: int) -> int:
    """A number that grows with every change of somebody's list of allergies; 0 before the first."""
    return _events_of_allergies(resident_id).aggregate(newest=Max("pgh_id"))["newest"] or 0


def _events_of_allergies(resident_id: int) -> "QuerySet[Any]":
    return apps.get_model("residents", "AllergyEvent")._default_manager.filter(resident_id=resident_id)


def check_allergies(
    *,
    by: Acting,
    key: UUID,
    resident_id: int,
    now: datetime,
    checked_on: date,
    checked_with: str,
    none_known: bool,
    version: int,
) -> Resident:
    """Somebody was asked: "none known", or the list as it stands is right. Says who said so and when.

    `version` is `version_of_allergies` of the list that they were shown; Stale when it has changed since.
    """
    with writing(key, by=by, action="check_allergies", result=address_of(resident_id)):
        resident = lock(resident_id)
        refuse_stale(_events_of_allergies(resident_id), version)
        if checked_on > london_today(now):
            raise Refused("checked_on", "The day you asked must be today or in the past")
        listed = Allergy.objects.filter(resident=resident, removed_on=None).exists()
        if none_known and listed:
            raise Refused("answer", "Remove the allergies in the list first, each with its reason")
        if not none_known and not listed:
            raise Refused("answer", "There is no list yet. Add an allergy, or say that none is known")
        _state(resident, AllergyState.NONE_KNOWN if none_known else AllergyState.RECORDED, checked_on, checked_with)
    return resident


def remove_allergy(*, by: Acting, key: UUID, now: datetime, allergy_id: int, reason: str) -> Allergy:
    """Takes one off the list. When it was the last one, whether there is any has to be asked again: nothing is not "none known"."""
    allergy = Allergy.objects.get(pk=allergy_id)
    with writing(key, by=by, action="remove_allergy", result=address_of(allergy.resident_id)):
        resident = lock(allergy.resident_id)
        allergy.refresh_from_db()
        if allergy.removed_on is not None:
            raise Refused("", "Somebody else has removed it meanwhile")
        allergy.removed_on, allergy.removed_reason = london_today(now), reason
        allergy.save(update_fields=["removed_on", "removed_reason"])
        if not Allergy.objects.filter(resident=resident, removed_on=None).exists():
            _state(resident, AllergyState.NOT_ASKED, None, "")
    return allergy


def _state(resident: Resident, state: AllergyState, on: date | None, said_by: str) -> None:
    resident.allergy_state, resident.allergies_checked_on, resident.allergies_checked_with = state, on, said_by
    resident.save(update_fields=["allergy_state", "allergies_checked_on", "allergies_checked_with"])


def add_document(*, by: Acting, key: UUID, now: datetime, resident_id: int, document: NewDocument) -> LegalDocument:
    """A document that somebody has seen, with its date and where its paper is."""
    with writing(key, by=by, action="add_document", result=address_of(resident_id)):
        resident = lock(resident_id)
        _check_document_dates(resident, document.dated_on, document.review_on, london_today(now))
        return LegalDocument.objects.create(
            resident=resident,
            home_id=resident.home_id,
            kind=document.kind,
            dated_on=document.dated_on,
            place=document.place,
            detail=document.detail,
            review_on=document.review_on,
        )


def change_document(
    *, by: Acting, key: UUID, document_id: int, place: str, detail: str, review_on: date | None, version: int
) -> LegalDocument:
    """Where the paper is now, who holds it, and when it is looked at again. Stale when it is not the `version_of` the form any more."""
    document = LegalDocument.objects.get(pk=document_id)
    with writing(key, by=by, action="change_document", result=address_of(document.resident_id)):
        resident = lock(document.resident_id)
        refuse_stale(document.events.all(), version)  # type: ignore[attr-defined]  # made by pghistory
        _check_document_dates(resident, document.dated_on, review_on, document.dated_on)
        document.place, document.detail, document.review_on = place, detail, review_on
        document.save(update_fields=["place", "detail", "review_on"])
    return document


def end_document(
    *, by: Acting, key: UUID, now: datetime, document_id: int, ended_on: date, reason: str
) -> LegalDocument:
    """It no longer holds: withdrawn, replaced, or recorded in error."""
    document = LegalDocument.objects.get(pk=document_id)
    with writing(key, by=by, action="end_document", result=address_of(document.resident_id)):
        lock(document.resident_id)
        document.refresh_from_db()
        if document.ended_on is not None:
            raise Refused("", "Somebody else has ended it meanwhile")
        if not document.dated_on <= ended_on <= london_today(now):
            raise Refused("ended_on", "The day it ended must be between the date of the document and today")
        document.ended_on, document.ended_reason = ended_on, reason
        document.save(update_fields=["ended_on", "ended_reason"])
    return document


def _check_document_dates(resident: Resident, dated_on: date, review_on: date | None, today: date) -> None:
    if dated_on > today:
        raise Refused("dated_on", "The date of the document must be today or in the past")
    if dated_on < resident.date_of_birth:
        raise Refused("dated_on", "The date of the document must be after they were born")
    if review_on and review_on < dated_on:
        raise Refused("review_on", "The review must be on or after the date of the document")
