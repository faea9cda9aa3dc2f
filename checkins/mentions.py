"""Answers name residents by number where a question is answered with residents: these rows belong into an answer about that resident.

A number is looked for only under the questions that some version of the form answers with residents; elsewhere "55" may be fifty-five
of anything.
"""

import json
from collections.abc import Sequence

from django.db.models import BooleanField, F, Func, Q, Value

from carehomes.residents.personal_data import named_by_number
from checkins.check_in_form.schema import Kind, read_sections
from checkins.models import Beforehand, CheckInDraft, Correction, FormVersion, SectionAnswer


@named_by_number(SectionAnswer)
def in_answers(resident_ids: Sequence[int]) -> Q:
    """Sections that were answered with one of them."""
    return _under_questions("details", "$", resident_ids)


@named_by_number(Correction)
def in_answers_of_before(resident_ids: Sequence[int]) -> Q:
    """Corrections of what was answered with one of them."""
    return _under_questions("before", "$.details", resident_ids)


@named_by_number(CheckInDraft, Beforehand)
def in_typed_fields(resident_ids: Sequence[int]) -> Q:
    """What is typed so far, as fields of the sheet: who a section is about, who is named for a clinician, who is an answer."""
    questions = [f"q-{section}[.]{question}" for section, question in _answered_with_residents()]
    fields = "|".join(("about-.+", "resident-.+", *questions))
    path = f'$.keyvalue() ? (@.key like_regex "^({fields})$").value[*] ? ({_one_of(resident_ids)})'
    return Q(_exists("fields", path))


def _under_questions(field: str, root: str, resident_ids: Sequence[int]) -> Q:
    found = Q(pk__in=[])
    for section, question in _answered_with_residents():
        path = f"{root}.{json.dumps(question)}[*] ? ({_one_of(resident_ids)})"
        found |= Q(_exists(field, path), section=section)
    return found


def _one_of(resident_ids: Sequence[int]) -> str:
    return " || ".join(f'@ == "{each:d}"' for each in resident_ids)


def _exists(field: str, path: str) -> Func:
    return Func(
        F(field),
        Value(path),
        function="jsonb_path_exists",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=BooleanField(),
    )


def _answered_with_residents() -> list[tuple[str, str]]:
    """Section and question, of every version that there was: old answers stay under theirs."""
    versions = FormVersion.objects.values_list("sections", flat=True)
    return sorted(
        {
            (section.key, question.key)
            for version in versions
            for section in read_sections(version)
            for question in section.questions
            if question.kind is Kind.RESIDENTS
        }
    )
