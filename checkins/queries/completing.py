"""What completing a check-in reads of it, in one statement, once the check-in is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.deadlines import london_today
from carehomes.directory.queries.together import rebuilt, together
from carehomes.issues.models import Issue, Kind
from carehomes.residents.queries import living_in
from checkins.check_in_form.facts import facts_in, values_of
from checkins.check_in_form.schema import Section, read_sections
from checkins.models import CheckIn, CheckInDraft, FormVersion, Nomination, SectionAnswer
from checkins.queries.check_in import last_completed
from checkins.queries.forms import version_asked
from checkins.queries.nominations import ACKNOWLEDGE, shortest
from checkins.queries.policies import held


class Said(NamedTuple):
    """What was answered to the questions of a section, for the facts in it."""

    section: str
    details: Mapping[str, Sequence[str]]
    raised_at: datetime


@dataclass(frozen=True)
class Typed:
    """What was typed, what the form asks, and what is known: facts that still hold, and the names of those who live in the home.

    `raised`: whom the call has named before. `minutes`: how long somebody who must be seen today may wait to be acknowledged.
    `unanswered`: the issues that say that the home does not answer.
    """

    draft: CheckInDraft
    version: FormVersion
    sections: list[Section]
    known: dict[str, list[str]]
    names: dict[int, str]
    raised: list[Nomination]
    minutes: int
    unanswered: list[int]


def typed_in(check_in: CheckIn, now: datetime) -> Typed | None:
    """None where nothing has been typed. FormVersion.DoesNotExist before the first version."""
    found: Any = _TYPED.first(
        check_in=check_in.pk,
        home=check_in.home_id,
        week=check_in.week,
        day=check_in.due_on,
        today=london_today(now),
    )
    if found is None:
        return None
    if found.form is None:
        raise FormVersion.DoesNotExist
    sections = read_sections(found.form["sections"])
    said = [Said(each["section"], each["details"], datetime.fromisoformat(each["raised_at"])) for each in found.said]
    return Typed(
        draft=found,
        version=FormVersion(pk=found.form["pk"], sections=found.form["sections"]),
        sections=sections,
        known=values_of(facts_in(said, sections, now)),
        names={each["pk"]: f"{each['given_name']} {each['family_name']}" for each in found.living},
        raised=[rebuilt(Nomination, row) for row in found.raised],
        minutes=shortest([(each["organisation_id"], each["value"]) for each in found.agreed]),
        unanswered=found.unanswered,
    )


def _typed() -> QuerySet[CheckInDraft]:
    form = version_asked(Given("home"), given_day("day")).values(json=JSONObject(pk="pk", sections="sections"))
    raised = Nomination.objects.filter(check_in_id=Given("check_in")).order_by("pk")
    unanswered = Issue.objects.filter(home=Given("home"), kind=Kind.NO_ANSWER, closed_at=None)
    return CheckInDraft.objects.filter(check_in=Given("check_in")).annotate(
        form=Subquery(form),
        said=together(_answered_last(), ("section", "details", "raised_at")),
        living=together(living_in(Given("home")), ("pk", "given_name", "family_name")),
        raised=together(raised, ("id", "key", "state", "urgency")),
        agreed=together(held(ACKNOWLEDGE, given_day("today")), ("organisation_id", "value")),
        unanswered=ArraySubquery(unanswered.values("pk")),
    )


def _answered_last() -> QuerySet[SectionAnswer]:
    """Where the home answered questions in its last check-in."""
    answers = SectionAnswer.objects.filter(home_id=Given("home"), check_in=Subquery(last_completed().values("pk")))
    return answers.exclude(details={})


_TYPED = Prepared(_typed)
