"""Answering a subject access request: everything about a person, and the entry in the log that says that it was taken out."""

from datetime import datetime

from django.conf import settings

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
from carehomes.access.reads import record_reads
from carehomes.access.scopes import system_scope
from carehomes.residents import personal_data
from carehomes.residents.personal_data import Answer

SCREEN = "subject access"
_PERSON_LENGTH = 150  # of the log's column


def answer(identifier: str, *, reason: str, now: datetime) -> Answer:
    """What every table holds about the person with this NHS number or id, its own entry in the log included.

    NoSuchResident when there is nobody; ValueError without a reason. Whoever holds the system login has no membership, so the entry
    gives the reason in the place of a name: it leads to the request, and the request to those who handled it.
    """
    if not reason.strip():
        raise ValueError("Say which request this answers.")
    with system_scope(f"{SCREEN}: {reason}"):
        people = personal_data.find(identifier)
        record_reads(((each.pk, each.home_id) for each in people), screen=SCREEN, by=_operator(reason))
        held, mentions = personal_data.held_about(people), personal_data.mentions_of(people)
        return Answer(people=people, reason=reason, made_at=now, held=held, mentions=mentions)


def _operator(reason: str) -> Acting:
    return Acting(
        membership_id=0,
        user_id=0,
        person=f"By command, {reason}"[:_PERSON_LENGTH],
        organisation_id=0,
        organisation=settings.SERVICE_NAME,
        organisation_kind=OrganisationKind.PLATFORM,
        role_key="platform_administrator",
    )
