"""A resident's page: everything of the ground floor about one person, read in one statement."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar, get_type_hints

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from carehomes.access.models import ReadLog
from carehomes.deadlines import london_today
from carehomes.directory.models import ContactNumber
from carehomes.residents.models import Absence, Allergy, LegalDocument, Resident, ResidentStatus, Stay
from carehomes.residents.queries.home_now import aligned_pcn, in_network

FactT = TypeVar("FactT")


@dataclass(frozen=True, slots=True)
class StayFact:
    """A stay as the page needs it; `home` is the name of the home where it was."""

    id: int
    stayed_at_id: int
    home: str
    kind: str
    arrived_on: date
    arrived_from: str
    arrived_from_detail: str
    left_on: date | None
    left_to: str
    left_to_detail: str


@dataclass(frozen=True, slots=True)
class AbsenceFact:
    """Time in hospital or away."""

    id: int
    stay_id: int
    kind: str
    place: str
    reason: str
    planned: bool | None
    went_on: date
    back_on: date | None
    removed_on: date | None
    removed_reason: str


@dataclass(frozen=True, slots=True)
class AllergyFact:
    """An allergy, removed ones included."""

    id: int
    substance: str
    reaction: str
    severity: str
    happened: str
    source: str
    recorded_on: date
    removed_on: date | None
    removed_reason: str


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A legal document, ended ones included."""

    id: int
    kind: str
    dated_on: date
    place: str
    detail: str
    review_on: date | None
    ended_on: date | None
    ended_reason: str


@dataclass(frozen=True, slots=True)
class StatusFact:
    """What happened to somebody's place, who recorded it and when."""

    change: str
    on: date
    at: datetime
    by_name: str
    by_organisation_name: str
    detail: str
    reason: str
    home: str


@dataclass(frozen=True, slots=True)
class ContactFact:
    """A number to ring at the home."""

    person_name: str
    job: str
    phone: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the ground floor knows of a resident; the newest of everything first.

    `with_pcn`: whether the registered practice is one of the aligned PCN's; None where practice or PCN is not known.
    """

    resident: Resident
    stays: list[StayFact]
    absences: list[AbsenceFact]
    allergies: list[AllergyFact]
    documents: list[DocumentFact]
    statuses: list[StatusFact]
    contacts: list[ContactFact]
    pcn: str
    with_pcn: bool | None

    @property
    def stay(self) -> StayFact | None:
        """The stay that has not ended."""
        return next((each for each in self.stays if each.left_on is None), None)

    @property
    def absence(self) -> AbsenceFact | None:
        """The newest absence of this stay that was not recorded in error."""
        stay = self.stay
        mine = (each for each in self.absences if stay and each.stay_id == stay.id and each.removed_on is None)
        return next(mine, None)

    @property
    def current_allergies(self) -> list[AllergyFact]:
        return [each for each in self.allergies if each.removed_on is None]

    @property
    def current_documents(self) -> list[DocumentFact]:
        return [each for each in self.documents if each.ended_on is None]


def _rows(rows: QuerySet[Any], kind: type, **renamed: str) -> ArraySubquery:
    """The rows of a child table as one column of JSON, with the fields of `kind`; `renamed`: its name for a path."""
    names = {field.name: renamed.get(field.name, field.name) for field in fields(kind)}
    return ArraySubquery(rows.values(json=JSONObject(**names)))


def _facts(kind: type[FactT], rows: list[dict[str, Any]]) -> list[FactT]:
    """JSON has no dates: they come back as text."""
    hints = get_type_hints(kind)
    dates = {name for name, hint in hints.items() if hint in (date, date | None)}
    moments = {name for name, hint in hints.items() if hint is datetime}
    return [kind(**{name: _value(name, value, dates, moments) for name, value in row.items()}) for row in rows]


def _value(name: str, value: Any, dates: set[str], moments: set[str]) -> Any:
    if value is None:
        return None
    if name in dates:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name in moments else value


def _of(model: type[Any], *order: str) -> QuerySet[Any]:
    return model.objects.filter(resident=OuterRef("pk")).order_by(*order)


def record_of(resident_id: int) -> Record:
    """One statement. Resident.DoesNotExist for a resident whom the acting membership may not see."""
    today = london_today()
    contacts = ContactNumber.objects.filter(home=OuterRef("home"), removed_on=None).order_by("-is_main", "pk")[:2]
    resident: Any = (
        Resident.objects.select_related("home", "registered_practice")
        .annotate(
            stay_rows=_rows(_of(Stay, "-arrived_on", "-pk"), StayFact, home="stayed_at__name"),
            absence_rows=_rows(_of(Absence, "-went_on", "-pk"), AbsenceFact),
            allergy_rows=_rows(_of(Allergy, "recorded_on", "pk"), AllergyFact),
            document_rows=_rows(_of(LegalDocument, "-dated_on", "-pk"), DocumentFact),
            status_rows=_rows(_of(ResidentStatus, "-at", "-pk"), StatusFact, home="happened_at__name"),
            contact_rows=_rows(contacts, ContactFact),
            pcn_name=Subquery(aligned_pcn().values("organisation__name")[:1]),
            in_network=in_network(today),
        )
        .get(pk=resident_id)
    )
    return _record(resident)


def _record(resident: Any) -> Record:
    known = bool(resident.registered_practice_id and resident.pcn_name)
    return Record(
        resident=resident,
        stays=_facts(StayFact, resident.stay_rows),
        absences=_facts(AbsenceFact, resident.absence_rows),
        allergies=_facts(AllergyFact, resident.allergy_rows),
        documents=_facts(DocumentFact, resident.document_rows),
        statuses=_facts(StatusFact, resident.status_rows),
        contacts=_facts(ContactFact, resident.contact_rows),
        pcn=resident.pcn_name or "",
        with_pcn=resident.in_network if known else None,
    )


def readings_of(resident_id: int) -> tuple[Resident, int, QuerySet[ReadLog]]:
    """Whose readings, how many, and who has read the record, the latest first: as far as the policies of the log let one see.

    One query; the rows are read when they are paged. Resident.DoesNotExist for a resident whom one may not see.
    """
    rows = ReadLog.objects.filter(resident_id=resident_id).order_by("-read_at", "-pk")
    number = ReadLog.objects.filter(resident_id=OuterRef("pk")).order_by().values("resident_id").annotate(n=Count("pk"))
    resident = (
        Resident.objects.select_related("home").annotate(readings=Subquery(number.values("n"))).get(pk=resident_id)
    )
    return resident, resident.readings or 0, rows
