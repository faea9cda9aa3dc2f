"""One section of a completed check-in as it stands, for whoever puts it right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carehomes.residents.models import Resident
from checkins.check_in_form.facts import Fact, facts_in, values_of
from checkins.check_in_form.schema import NOTHING, SOMETHING, Section, detail_words, read_sections
from checkins.check_in_form.sheet import Sheet, read
from checkins.models import CheckIn, Correction, SectionAnswer
from checkins.queries.check_in import residents_in, said_before, section_of
from checkins.rules import Fields


@dataclass(frozen=True)
class Standing:
    """A section under the form version that it answered, and what its conditions look at: the other sections, facts known then.

    `names`: the residents who may be named; besides those who live there, whoever its answers name already.
    """

    answer: SectionAnswer
    section: Section
    others: Fields
    facts: Mapping[str, Fact]
    names: Mapping[int, str]
    last: Correction | None

    @property
    def version(self) -> int:
        """The version of the check-in that last changed this section; 1: as it was completed."""
        return self.last.version if self.last else 1

    @property
    def text(self) -> str:
        """What was said in words; "" where the answers alone say it."""
        return "" if self.answer.text == detail_words(self.section, self.answer.details) else self.answer.text

    def sheet(self, *, something: bool, text: str, answers: Mapping[str, Sequence[str]]) -> Sheet:
        """The form as it would have been with this section put right. `answers`: by key of the question."""
        typed = _fields(self.section.key, something, text, answers)
        return read({**self.others, **typed}, known=values_of(self.facts))


def standing(check_in: CheckIn, key: str, living: Mapping[int, str]) -> Standing | None:
    """None where the section was not asked. Three queries, and one more where its answers name somebody who has left."""
    answers = SectionAnswer.objects.filter(home_id=check_in.home_id, check_in=check_in)
    rows = {each.section: each for each in answers.select_related("form_version")}
    answer = rows.get(key)
    if answer is None:
        return None
    others = [
        _fields(each.section, each.something, each.text, each.details) for each in rows.values() if each != answer
    ]
    form, completed_at = read_sections(answer.form_version.sections), check_in.completed_at or answer.raised_at
    return Standing(
        answer=answer,
        section=section_of(answer) or Section(key, key),
        others={name: values for fields in others for name, values in fields.items()},
        facts=facts_in(said_before(check_in)[1], form, completed_at),
        names={**living, **_left(answer, living)},
        last=Correction.objects.filter(check_in=check_in, section=key).order_by("version").last(),
    )


def _fields(key: str, something: bool, text: str, answers: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """A section as the fields of the form."""
    asked = {f"q-{key}.{question}": list(values) for question, values in answers.items()}
    return {f"section-{key}": [SOMETHING if something else NOTHING], f"text-{key}": [text], **asked}


def _left(answer: SectionAnswer, living: Mapping[int, str]) -> dict[int, str]:
    """Those whom the answers name and who have left: they stay named. One whose record has moved away has no name here."""
    gone = sorted({int(value) for value in residents_in(answer, answer.details)} - set(living))
    known = Resident.objects.in_bulk(gone) if gone else {}
    return {
        pk: known[pk].name if pk in known else f"Somebody who has left ({place})" for place, pk in enumerate(gone, 1)
    }
