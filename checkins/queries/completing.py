"""What completing a check-in reads of it, in one statement, once the check-in is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from carehomes.access.prepared import Given, Prepared, given_day
from carehomes.residents.queries import living_in
from checkins.facts import facts_in, values_of
from checkins.form_schema import Section, read_sections
from checkins.models import CheckIn, CheckInDraft, FormVersion
from checkins.queries.check_in import last_answers
from checkins.queries.forms import version_asked


class Said(NamedTuple):
    """What was answered to the questions of a section, for the facts in it."""

    section: str
    details: Mapping[str, Sequence[str]]
    raised_at: datetime


@dataclass(frozen=True)
class Typed:
    """What was typed, what the form asks, and what is known: facts that still hold, and the names of those who live in the home."""

    draft: CheckInDraft
    version: FormVersion
    sections: list[Section]
    known: dict[str, list[str]]
    names: dict[int, str]


def typed_in(check_in: CheckIn, now: datetime) -> Typed | None:
    """None where nothing has been typed. FormVersion.DoesNotExist before the first version."""
    found: Any = _TYPED.first(check_in=check_in.pk, home=check_in.home_id, week=check_in.week, day=check_in.due_on)
    if found is None:
        return None
    if found.form is None:
        raise FormVersion.DoesNotExist
    sections = read_sections(found.form["sections"])
    said = [Said(each["section"], each["details"], datetime.fromisoformat(each["at"])) for each in found.said]
    return Typed(
        draft=found,
        version=FormVersion(pk=found.form["pk"], sections=found.form["sections"]),
        sections=sections,
        known=values_of(facts_in(said, sections, now)),
        names={each["pk"]: f"{each['given']} {each['family']}" for each in found.living},
    )


def _typed() -> QuerySet[CheckInDraft]:
    form = version_asked(Given("home"), given_day("day")).values(json=JSONObject(pk="pk", sections="sections"))
    said = (
        last_answers().exclude(details={}).values(json=JSONObject(section="section", details="details", at="raised_at"))
    )
    living = living_in(Given("home")).values(json=JSONObject(pk="pk", given="given_name", family="family_name"))
    drafts = CheckInDraft.objects.filter(check_in=Given("check_in"))
    return drafts.annotate(form=Subquery(form), said=ArraySubquery(said), living=ArraySubquery(living))


_TYPED = Prepared(_typed)
