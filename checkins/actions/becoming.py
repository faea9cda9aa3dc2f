"""What a completed check-in becomes: answers under their form version, issues with an owner, and the home's word on what was open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from carehomes.access.acting import Acting
from carehomes.access.rows import insert
from carehomes.issues.actions import NewIssue, home_says_no, home_says_yes, raise_issues
from carehomes.issues.links import Target
from carehomes.issues.models import BY_HAND, Issue, IssueState, Kind, SaidBy
from carehomes.issues.queries.people import Team
from carehomes.issues.transitions import Refused as IssueRefused
from checkins.check_in_form.schema import SOMETHING, Section, detail_words
from checkins.check_in_form.schema import Kind as Answered
from checkins.check_in_form.sheet import DONE, Sheet, about, resident_of
from checkins.models import CheckIn, FormVersion, Mode, SectionAnswer
from checkins.naming import title_of_issue

LINK = "check_in"
SEE_RESIDENTS = "See the residents who need someone"
SAID_HOW = {Mode.VISIT: SaidBy.VISIT}


def key_of(check_in: CheckIn, about: str) -> UUID:
    """The same thing of the same check-in has the same key, so that nothing is raised or confirmed twice."""
    return uuid5(NAMESPACE_URL, f"check-in/{check_in.pk}/{about}")


def write_answers(
    check_in: CheckIn,
    version: FormVersion,
    sections: Sequence[Section],
    sheet: Sheet,
    names: dict[int, str],
    *,
    by: Acting,
    now: datetime,
) -> list[SectionAnswer]:
    """One answer for each section that was asked. Something is worked on as an issue or a nomination; the answer stays as it was said."""
    answers = [_answer(check_in, version, section, sheet, names, by, now) for section in sheet.to_ask(sections)]
    return insert(answers)


def _answer(
    check_in: CheckIn,
    version: FormVersion,
    section: Section,
    sheet: Sheet,
    names: dict[int, str],
    by: Acting,
    now: datetime,
) -> SectionAnswer:
    noted = noted_in(section, sheet, names)
    return SectionAnswer(
        check_in_id=check_in.pk,
        home_id=check_in.home_id,
        form_version_id=version.pk,
        section=section.key,
        something=noted.something,
        text=noted.text,
        details=noted.details,
        raised_at=now,
        raised_by_name=by.person,
    )


class Noted(NamedTuple):
    """A section as its answer keeps it: whether there is something, in words, and the answers to its questions."""

    something: bool
    text: str
    details: dict[str, list[str]]


def noted_in(section: Section, sheet: Sheet, names: Mapping[int, str]) -> Noted:
    """What the sheet says of a section; something that nobody put in words is in the words of its questions."""
    if sheet.answers[section.key] != SOMETHING:
        return Noted(False, "", {})
    details = {key: _kept(section, key, values, names) for key, values in sheet.details_of(section).items()}
    text = sheet.texts.get(section.key, "") or detail_words(section, details) or SEE_RESIDENTS
    return Noted(True, text, details)


def _kept(section: Section, key: str, values: Sequence[str], names: Mapping[int, str]) -> list[str]:
    """Residents are kept by number: a name may be corrected, and goes when a record is erased."""
    question = section.question(key)
    if question is None or question.kind is not Answered.RESIDENTS:
        return [value.strip() for value in values]
    return [str(resident_of(value, names)) for value in values]


def issues_of(
    check_in: CheckIn,
    sections: Sequence[Section],
    answers: Sequence[SectionAnswer],
    sheet: Sheet,
    names: dict[int, str],
    team: Team,
    *,
    by: Acting,
    now: datetime,
) -> list[Issue]:
    """An issue for each section with something that no nomination carries, with its kind, its owner and its due time."""
    known = {each.key: each for each in sections}
    new = [
        _issue(check_in, known[each.section], each, sheet, names)
        for each in answers
        if each.something and each.text != SEE_RESIDENTS
    ]
    return raise_issues(new=new, team=team, by=by, now=now)


def _issue(check_in: CheckIn, section: Section, answer: SectionAnswer, sheet: Sheet, names: dict[int, str]) -> NewIssue:
    resident = about(sheet, section, names)
    return NewIssue(
        home_id=check_in.home_id,
        resident_id=resident,
        kind=kind_of(section.key),
        title=title_of_issue(kind_words(section.key), answer.text, names.get(resident or 0, "")),
        key=key_of(check_in, f"section/{section.key}"),
        said=with_answers(section, answer.text, answer.details),
        said_by=sheet.spoke_to,
        said_how=SAID_HOW.get(Mode(sheet.mode), SaidBy.PHONE),
        links=[Target(LINK, check_in.pk)],
    )


def kind_of(section: str) -> str:
    """The kind of issue that a section becomes; a section that an area added itself becomes "other"."""
    return section if section in dict(BY_HAND) else str(Kind.OTHER)


def kind_words(section: str) -> str:
    """The kind in words, for titles."""
    return str(Kind(kind_of(section)).label)


def with_answers(section: Section, text: str, details: Mapping[str, Sequence[str]]) -> str:
    """What was said, and below it what was answered, for whoever takes it on."""
    words = detail_words(section, details)
    return text if words in ("", text) else f"{text}\n{words}"


def take_the_homes_word(check_in: CheckIn, sheet: Sheet, *, by: Acting, now: datetime) -> None:
    """Yes closes an issue as confirmed by the home; no sends one that was said to be resolved back to its owner.

    What somebody else has closed meanwhile stays closed.
    """
    if not sheet.issues:
        return
    rows = Issue.objects.filter(home_id=check_in.home_id, closed_at=None, pk__in=list(sheet.issues)).order_by("pk")
    for issue in rows:
        _word_on(issue, check_in, sheet, by, now)


def _word_on(issue: Issue, check_in: CheckIn, sheet: Sheet, by: Acting, now: datetime) -> None:
    key = key_of(check_in, f"issue/{issue.pk}")
    try:
        if sheet.issues[issue.pk] == DONE:
            home_says_yes(issue_id=issue.pk, key=key, by=by, now=now, spoke_to=sheet.spoke_to)
        elif issue.state == IssueState.RESOLVED:
            home_says_no(issue_id=issue.pk, why="", key=key, by=by, now=now, spoke_to=sheet.spoke_to)
    except IssueRefused:
        return  # closed or withdrawn while one spoke
