"""Everything that the page of one check-in shows, in as few queries as a page of one record may make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from carehomes.access.acting import Acting
from carehomes.access.models import in_force
from carehomes.access.planned import fetched
from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.deadlines import london_today
from carehomes.directory.models import CareHome, ContactNumber, HomeRelationship
from carehomes.directory.queries import WORKING, urgent_number
from carehomes.directory.queries.together import OnePiece, rebuilt, together
from carehomes.issues.models import BY_ITSELF, Issue
from carehomes.issues.models import Kind as IssueKind
from carehomes.issues.queries.home import still_open_for
from carehomes.residents.models import Resident, ResidentState
from checkins.check_in_form.facts import Fact, facts_in
from checkins.check_in_form.schema import Kind, Section, read_sections
from checkins.check_in_form.sheet import read
from checkins.models import (
    WAITING_STATES,
    Addition,
    Attempt,
    Beforehand,
    CheckIn,
    CheckInDraft,
    CheckInState,
    CheckInStatus,
    Correction,
    Nomination,
    Policy,
    SectionAnswer,
)
from checkins.queries.forms import version_asked
from checkins.queries.nominations import ACKNOWLEDGE

WEEK = timedelta(days=7)
LIES_FOR = timedelta(weeks=4)  # how long the next call leads to what was typed and not completed


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask for at the home."""

    person: str
    job: str
    phone: str
    when: str

    @property
    def label(self) -> str:
        return f"{self.person}, {self.job[:1].lower()}{self.job[1:]}" if self.job else self.person


@dataclass(frozen=True, slots=True)
class Person:
    """A resident as the form shows them, and what became of them since last week."""

    id: int
    home_id: int
    name: str
    label: str
    state: str
    since: date
    arrived_on: date | None
    arrived_from: str
    hospital: str

    @property
    def lives_here(self) -> bool:
        return self.state in LIVING_HERE


@dataclass(frozen=True)
class Call:
    """One open check-in with all that the person who rings has before them. `said_last`: what was reported in the `last` one."""

    check_in: CheckIn
    sections: Sequence[Section]
    news: str
    contacts: Sequence[Contact]
    minutes: int
    people: Sequence[Person]
    last: CheckIn | None
    said_last: Sequence[SectionAnswer]
    nominations: Sequence[Nomination]
    urgent: tuple[str, str] | None
    found_open: Sequence[Issue]
    tries: Sequence[Mapping[str, str]]
    left_lying: Mapping[str, Any] | None = (
        None  # id and week of a check-in before, in which something is typed that nobody completed
    )

    @property
    def home(self) -> CareHome:
        return self.check_in.home

    @cached_property
    def draft(self) -> CheckInDraft | None:
        return getattr(self.check_in, "draft", None)

    @cached_property
    def beforehand(self) -> Beforehand | None:
        """What the home filled in before this call."""
        return getattr(self.check_in, "beforehand", None)

    @cached_property
    def names(self) -> dict[int, str]:
        """Residents who may be chosen: id and name."""
        return {each.id: each.name for each in self.people if each.lives_here}

    @cached_property
    def issues(self) -> list[Issue]:
        """What the home is asked about: not that it did not answer, which ends by itself as soon as it does."""
        return [each for each in self.found_open if each.kind not in BY_ITSELF]

    @property
    def no_answer_issue(self) -> Issue | None:
        """The issue that says that the home does not answer."""
        return next((each for each in self.found_open if each.kind == IssueKind.NO_ANSWER), None)

    @property
    def open_names(self) -> list[str]:
        """The fields that ask whether something is done."""
        return [f"issue-{each.pk}" for each in self.issues]

    def facts(self, now: datetime) -> dict[str, Fact]:
        """What the home said less than a week ago, of what holds so long."""
        return facts_in(self.said_last, self.sections, now)

    @property
    def since(self) -> date:
        return told_since(self.check_in, self.last)

    @cached_property
    def raised_here(self) -> dict[str, Nomination]:
        """What this check-in has raised already, by the key of the form."""
        return {str(each.key): each for each in self.nominations if each.check_in_id == self.check_in.pk}


def check_in_with_form(pk: int) -> CheckIn:
    """A check-in with home and draft, and with what its page needs: contacts, policy, form version. Http404 when there is none."""
    found = _WITH_FORM.first(check_in=pk)
    if found is None:
        raise Http404
    return found


def _with_form() -> QuerySet[CheckIn]:
    contacts = ContactNumber.objects.filter(home=OuterRef("home"), removed_on=None).order_by("-is_main", "pk")
    serving = HomeRelationship.objects.filter(home=OuterRef(OuterRef("home")), status__in=WORKING, ends_on=None)
    policies = Policy.objects.filter(
        Q(organisation=None) | Q(organisation__in=serving.values("organisation")),
        in_force(OuterRef("due_on")),
        name=ACKNOWLEDGE,
    ).order_by(F("organisation").asc(nulls_last=True), "value")
    tries = Attempt.objects.filter(check_in=OuterRef("pk"), home=OuterRef("home")).order_by("at")
    version = version_asked(OuterRef("home"), OuterRef("due_on"))
    check_ins = CheckIn.objects.filter(pk=Given("check_in"))
    return check_ins.select_related("home", "draft", "beforehand", "conversation", "caller_organisation").annotate(
        contacts=OnePiece(
            contacts.values(json=JSONObject(person="person_name", job="job", phone="phone", when="when_to_ring"))
        ),
        tries=OnePiece(
            tries.values(json=JSONObject(at="at", outcome="outcome", back="ring_back_at", again="again_at"))
        ),
        minutes=Subquery(policies.values("value")[:1]),
        left_lying=Subquery(_left_lying().values(json=JSONObject(id="pk", week="week"))[:1]),
        form=Subquery(version.values(json=JSONObject(sections="sections", note="note", since="valid_from"))),
    )


class _Reports(Func):
    """Whether something is reported among the typed fields of a form: {name: [values]}."""

    template = "jsonb_path_exists(%(expressions)s, '$.*[*] ? (@ == \"something\")')"
    output_field: ClassVar[Any] = BooleanField()


def _left_lying() -> QuerySet[CheckIn]:
    """Check-ins of the last weeks before this one that nobody completed, nor any after them, in which something is reported."""
    before = CheckIn.objects.filter(
        home=OuterRef("home"), week__lt=OuterRef("week"), week__gte=OuterRef("week") - LIES_FOR
    )
    since = CheckIn.objects.filter(
        home=OuterRef("home"),
        state=CheckInState.COMPLETED,
        week__gte=OuterRef("week"),
        week__lt=OuterRef(OuterRef("week")),
    )
    typed = [
        Exists(model.objects.filter(_Reports("fields"), check_in=OuterRef("pk")))
        for model in (Beforehand, CheckInDraft)
    ]
    return before.filter(typed[0] | typed[1], ~Exists(since)).order_by("-week")


_WITH_FORM = Prepared(_with_form)


def call_of(check_in: CheckIn, by: Acting, now: datetime) -> Call:
    """The rest of what the form shows, for a check-in of `check_in_with_form`. Five queries."""
    last, reported = said_before(check_in)
    people, found = people_of(check_in, last, london_today(now)), vars(check_in)
    return Call(
        check_in=check_in,
        sections=read_sections(found["form"]["sections"]),
        news=_news(found["form"], check_in.due_on),
        contacts=[Contact(**each) for each in found["contacts"]],
        minutes=int(found["minutes"]),
        people=people,
        last=last,
        said_last=reported,
        nominations=_NOMINATIONS.ask(home=check_in.home_id, check_in=check_in.pk),
        urgent=urgent_number(check_in.home),
        found_open=still_open_for(check_in.home_id, by, now),
        tries=found["tries"],
        left_lying=found["left_lying"],
    )


def _news(form: Mapping[str, Any], day: date) -> str:
    """What is new in the form, where it is asked in its first week."""
    return form["note"] if day - date.fromisoformat(form["since"]) < WEEK else ""


# As SQL, because the form is opened forty times on a Monday and the ORM takes longer to build this than PostgreSQL to answer it.
_PEOPLE = """
    SELECT r.id, r.home_id, r.given_name || ' ' || r.family_name, r.date_of_birth, r.room, r.state, r.since,
           stay.arrived_on, stay.arrived_from, absence.place
    FROM residents_resident r
    LEFT JOIN LATERAL (
        SELECT arrived_on, arrived_from FROM residents_stay s
        WHERE r.state = 'in_home' AND r.since >= %(told_since)s AND s.resident_id = r.id AND s.home_id = r.home_id
        ORDER BY arrived_on DESC, id DESC LIMIT 1
    ) stay ON true
    LEFT JOIN LATERAL (
        SELECT place FROM residents_absence a
        WHERE r.state = 'in_hospital' AND a.resident_id = r.id AND a.back_on IS NULL AND a.removed_on IS NULL
        ORDER BY went_on DESC LIMIT 1
    ) absence ON true
    WHERE r.home_id = %(home)s AND (r.state = ANY (%(living)s) OR r.since >= %(gone_since)s)
    ORDER BY r.family_key, r.name_key, r.id
"""
LIVING_HERE = [str(state) for state in (ResidentState.IN_HOME, ResidentState.IN_HOSPITAL, ResidentState.AWAY)]


def told_since(check_in: CheckIn, last: CheckIn | None) -> date:
    """From when on what became of residents is told: the last completed check-in, and a week at least."""
    week_ago = check_in.week - WEEK
    return min(week_ago, london_today(last.completed_at)) if last else week_ago


def people_of(check_in: CheckIn, last: CheckIn | None, today: date) -> list[Person]:
    """Who lives in the home, and who left it or died in the last week or since the `last` completed check-in. One query.

    Where from and where to is known of those of whom it is told.
    """
    since = told_since(check_in, last)
    values: dict[str, Any] = {
        "home": check_in.home_id,
        "living": LIVING_HERE,
        "told_since": min(since, today - WEEK),
        "gone_since": min(today - WEEK, london_today(last.completed_at)) if last else today - WEEK,
    }
    return [_person(*row, today=today) for row in fetched(_PEOPLE, values)]


def _person(
    pk: int, home_id: int, name: str, born: date, room: str, state: str, since: date, *stay: Any, today: date
) -> Person:
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    label = f"{name}, {age}, room {room}" if room else f"{name}, {age}"
    arrived_on, arrived_from, hospital = stay
    return Person(pk, home_id, name, label, state, since, arrived_on, arrived_from or "", hospital or "")


def said_before(check_in: CheckIn) -> tuple[CheckIn | None, list[SectionAnswer]]:
    """The last completed check-in before this one, with whom one spoke to, and what the home reported in it. One query."""
    found: Any = _LAST.first(home=check_in.home_id, week=check_in.week)
    return found, [rebuilt(SectionAnswer, row) for row in found.reported] if found else []


def last_completed() -> QuerySet[CheckIn]:
    """The home's last completed check-in before a week."""
    completed = CheckIn.objects.filter(home_id=Given("home"), state=CheckInState.COMPLETED, week__lt=given_day("week"))
    return completed.order_by("-week")[:1]


def _last() -> QuerySet[CheckIn]:
    reported = SectionAnswer.objects.filter(home_id=Given("home"), check_in=OuterRef("pk"), something=True)
    names = ("id", "section", "something", "text", "details", "raised_at")
    return last_completed().select_related("conversation").annotate(reported=together(reported.order_by("pk"), names))


_LAST = Prepared(_last)


def _nominations() -> QuerySet[Nomination]:
    """Those of this check-in, and everybody of the home whom nobody has seen yet, whoever has taken them on and however long ago."""
    return (
        Nomination.objects.filter(home_id=Given("home"))
        .filter(Q(check_in_id=Given("check_in")) | Q(state__in=WAITING_STATES))
        .select_related("resident")
        .order_by("-raised_at", "pk")
    )


_NOMINATIONS = Prepared(_nominations)


@dataclass(frozen=True)
class Record:
    """A check-in as it stands in the record: what was said, what was raised, who did what when."""

    check_in: CheckIn
    answers: Sequence[SectionAnswer]
    nominations: Sequence[Nomination]
    statuses: Sequence[CheckInStatus]
    named: dict[int, Resident]
    additions: Sequence[Addition]
    corrections: Sequence[Correction]


def record_of(check_in: CheckIn) -> Record:
    """For reading. Three queries, and one more each where somebody added to it, put it right, or named residents in a question."""
    answers = SectionAnswer.objects.filter(home_id=check_in.home_id, check_in=check_in)
    rows = list(answers.select_related("form_version__organisation").order_by("pk"))
    additions = Addition.objects.filter(check_in=check_in).order_by("at", "pk")
    corrections = Correction.objects.filter(check_in=check_in).order_by("version")
    followed = {"has_additions": Exists(additions), "has_corrections": Exists(corrections)}
    statuses: list[Any] = list(
        CheckInStatus.objects.filter(check_in=check_in).annotate(**followed).order_by("at", "pk")
    )
    put_right = list(corrections) if any(each.has_corrections for each in statuses) else []
    return Record(
        check_in=check_in,
        answers=rows,
        nominations=list(Nomination.objects.filter(check_in_id=check_in.pk).select_related("resident").order_by("pk")),
        statuses=statuses,
        named=_named(rows, put_right, getattr(check_in, "draft", None)),
        additions=list(additions) if any(each.has_additions for each in statuses) else [],
        corrections=put_right,
    )


def _named(
    answers: Iterable[SectionAnswer], corrections: Iterable[Correction], draft: CheckInDraft | None
) -> dict[int, Resident]:
    """The residents with whom questions are or were answered, or who are typed so far, as far as they may still be seen here."""
    held = {each.section: each for each in answers}
    before = [(held[each.section], each.before["details"]) for each in corrections]
    versions = [*((each, each.details) for each in held.values()), *before]
    ids = {int(value) for answer, details in versions for value in residents_in(answer, details)}
    ids |= {each.resident_id for each in read(draft.fields).nominations if each.resident_id} if draft else set()
    return Resident.objects.in_bulk(ids) if ids else {}


def residents_in(answer: SectionAnswer, details: Mapping[str, Sequence[str]]) -> list[str]:
    """The residents whom its answers name, by number. `details`: as they stand, or as they stood before."""
    section = section_of(answer)
    keys = [each.key for each in section.questions if each.kind is Kind.RESIDENTS] if section else []
    return [value for key in keys for value in details.get(key, [])]


def section_of(answer: SectionAnswer) -> Section | None:
    """Its section, as the version that it answered has it."""
    kept = next((each for each in answer.form_version.sections if each["key"] == answer.section), None)
    return read_sections([kept])[0] if kept else None
