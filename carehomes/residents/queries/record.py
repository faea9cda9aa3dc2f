"""A resident's page: everything of the ground floor about one person, read in two statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, get_type_hints

from django.db.models import Count, OuterRef, QuerySet, Subquery

from carehomes.access.models import ReadLog
from carehomes.access.planned import fetched
from carehomes.access.prepared import Given, Prepared
from carehomes.deadlines import london_today
from carehomes.residents.models import Resident

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

    `sees_documents`: whether the acting membership may see legal documents, so that none is not taken for none recorded.
    `with_pcn`: whether the registered practice is one of the aligned PCN's; None where practice or PCN is not known.
    """

    resident: Resident
    stays: list[StayFact]
    absences: list[AbsenceFact]
    allergies: list[AllergyFact]
    documents: list[DocumentFact]
    statuses: list[StatusFact]
    contacts: list[ContactFact]
    sees_documents: bool
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


# Written as SQL, because putting it together from querysets on every visit takes Django five times as long as PostgreSQL needs to
# answer it. The policies hold for every table in it as they do elsewhere. The names in each part are the fields of its dataclass.
_EVERYTHING = """
SELECT
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT s.id, s.stayed_at_id, h.name AS home, s.kind, s.arrived_on, s.arrived_from, s.arrived_from_detail,
               s.left_on, s.left_to, s.left_to_detail
        FROM residents_stay s JOIN directory_carehome h ON h.id = s.stayed_at_id
        WHERE s.resident_id = r.id ORDER BY s.arrived_on DESC, s.id DESC) x) AS stays,
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT a.id, a.stay_id, a.kind, a.place, a.reason, a.planned, a.went_on, a.back_on, a.removed_on, a.removed_reason
        FROM residents_absence a WHERE a.resident_id = r.id ORDER BY a.went_on DESC, a.id DESC) x) AS absences,
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT a.id, a.substance, a.reaction, a.severity, a.happened, a.source, a.recorded_on, a.removed_on, a.removed_reason
        FROM residents_allergy a WHERE a.resident_id = r.id ORDER BY a.recorded_on, a.id) x) AS allergies,
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT d.id, d.kind, d.dated_on, d.place, d.detail, d.review_on, d.ended_on, d.ended_reason
        FROM residents_legaldocument d WHERE d.resident_id = r.id ORDER BY d.dated_on DESC, d.id DESC) x) AS documents,
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT c.change, c.on, c.at, c.by_name, c.by_organisation_name, c.detail, c.reason, h.name AS home
        FROM residents_residentstatus c JOIN directory_carehome h ON h.id = c.happened_at_id
        WHERE c.resident_id = r.id ORDER BY c.at DESC, c.id DESC) x) AS statuses,
    (SELECT json_agg(row_to_json(x)) FROM (
        SELECT n.person_name, n.job, n.phone FROM directory_contactnumber n
        WHERE n.home_id = r.home_id AND n.removed_on IS NULL ORDER BY n.is_main DESC, n.id LIMIT 2) x) AS contacts,
    r.home_id = ANY ((SELECT visible_homes('plans'))::bigint[]) AS sees_documents,
    p.name AS pcn,
    EXISTS (
        SELECT 1 FROM access_organisationparent l
        WHERE l.child_id = r.registered_practice_id AND l.parent_id = p.id AND l.kind = 'network'
          AND l.starts_on <= %(today)s AND (l.ends_on IS NULL OR l.ends_on > %(today)s)) AS in_network
FROM residents_resident r
LEFT JOIN directory_homerelationship w ON w.home_id = r.home_id AND w.kind = 'pcn' AND w.status IN ('agreed', 'nearest')
    AND w.starts_on <= %(today)s AND (w.ends_on IS NULL OR w.ends_on > %(today)s)
LEFT JOIN access_organisation p ON p.id = w.organisation_id
WHERE r.id = %(resident)s
"""


def _facts(kind: type[FactT], rows: list[dict[str, Any]] | None) -> list[FactT]:
    """JSON has no dates: they come back as text. No rows at all come back as nothing."""
    times = _TIMES[kind]
    return [kind(**{**row, **_read(row, times)}) for row in rows or ()]


def _times_in(kind: type) -> dict[str, type[date]]:
    """Which fields of a fact are dates, and which moments."""
    kinds = {date: date, date | None: date, datetime: datetime}
    return {name: kinds[hint] for name, hint in get_type_hints(kind).items() if hint in kinds}


_TIMES: dict[type, dict[str, type[date]]] = {
    kind: _times_in(kind) for kind in (StayFact, AbsenceFact, AllergyFact, DocumentFact, StatusFact, ContactFact)
}


def _read(row: dict[str, Any], times: dict[str, type[date]]) -> dict[str, date]:
    return {name: kind.fromisoformat(row[name]) for name, kind in times.items() if row[name]}


def _resident() -> QuerySet[Resident]:
    return Resident.objects.filter(pk=Given("resident")).select_related("home", "registered_practice")


_RESIDENT = Prepared(_resident)


def record_of(resident_id: int) -> Record:
    """Two queries. Resident.DoesNotExist for a resident whom the acting membership may not see."""
    resident = _RESIDENT.first(resident=resident_id)
    if resident is None:
        raise Resident.DoesNotExist
    (everything,) = fetched(_EVERYTHING, {"resident": resident_id, "today": london_today()})
    *lists, sees_documents, pcn, in_network = everything
    stays, absences, allergies, documents, statuses, contacts = lists
    return Record(
        resident=resident,
        stays=_facts(StayFact, stays),
        absences=_facts(AbsenceFact, absences),
        allergies=_facts(AllergyFact, allergies),
        documents=_facts(DocumentFact, documents),
        statuses=_facts(StatusFact, statuses),
        contacts=_facts(ContactFact, contacts),
        sees_documents=sees_documents,
        pcn=pcn or "",
        with_pcn=in_network if pcn and resident.registered_practice_id else None,
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
