"""After a check-in is completed: what somebody heard later is added in their own name; what was noted wrongly is put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from carehomes.issues.actions import NewIssue, raise_issue
from carehomes.issues.links import Target
from carehomes.issues.models import SaidBy
from carehomes.residents.models import Resident
from carehomes.residents.queries import names_in
from checkins.actions.becoming import LINK, Noted, kind_of, kind_words, noted_in, with_answers
from checkins.actions.completing import Incomplete
from checkins.actions.nominations import Concern, raise_nominations
from checkins.actions.records import locked
from checkins.check_in_form.sheet import of_section
from checkins.models import Addition, CheckIn, CheckInState, Correction, SectionAnswer, Urgency
from checkins.naming import title_of_issue
from checkins.queries.correcting import Standing, standing
from checkins.transitions import Refused, is_over


@dataclass(frozen=True, slots=True)
class Need:
    """Who must do something: the team, by an issue, or, with an urgency, a clinician for this resident, by a nomination."""

    resident_id: int | None = None
    urgency: str = ""
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was heard later: under which section, in words, from whom, and who must do something about it.

    `said`: the words with what was answered to questions, where there were any.
    """

    section: str
    text: str
    spoke_to: str
    need: Need = Need()
    said: str = ""


def add_report(*, check_in_id: int, report: Report, key: UUID, by: Acting, now: datetime) -> Addition:
    """Adds a later report to this week's completed check-in, whoever completed it; somebody takes it on. The same key adds once.

    What was said before stays as it was. Raises Refused where the check-in is not completed or its week is over.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        first = Addition.objects.filter(key=key).first()
        if first is not None:
            return first
        if check_in.state != CheckInState.COMPLETED:
            raise Refused("This check-in is still open: say it in the check-in itself.")
        if is_over(check_in.week, london_today(now)):
            raise Refused("This week is over: say it in this week’s check-in.")
        return _add(check_in, report, key, by, now)


def _add(check_in: CheckIn, report: Report, key: UUID, by: Acting, now: datetime) -> Addition:
    addition = Addition.objects.create(
        check_in=check_in,
        home_id=check_in.home_id,
        section=report.section,
        text=report.text,
        spoke_to=report.spoke_to,
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
        key=key,
    )
    _carry_on(check_in, report, key, by, now)
    return addition


def _carry_on(check_in: CheckIn, report: Report, key: UUID, by: Acting, now: datetime) -> None:
    """Gives what was said to whoever must do something, as the check-in itself does, and counts it there."""
    need = report.need
    resident = _resident(check_in, need.resident_id)
    if need.urgency:
        if resident is None:
            raise Refused("Choose the resident who needs a clinician.")
        concern = Concern(key, resident.pk, need.urgency, need.reasons, report.text)
        raise_nominations(check_in=check_in, typed=[concern], by=by, now=now)
        check_in.nominations_raised += 1
        check_in.same_day_raised += need.urgency == Urgency.SAME_DAY
    else:
        raise_issue(new=_issue(check_in, report, resident, key), by=by, now=now)
        check_in.items_raised += 1
    check_in.save(update_fields=["items_raised", "nominations_raised", "same_day_raised"])


def _resident(check_in: CheckIn, resident_id: int | None) -> Resident | None:
    """Whom it is about, locked so that they cannot move meanwhile."""
    if resident_id is None:
        return None
    living = Resident.objects.living_here().select_for_update(of=("self",))
    found = living.filter(pk=resident_id, home_id=check_in.home_id).first()
    if found is None:
        raise Refused("Choose somebody who lives in this home.")
    return found


def _issue(check_in: CheckIn, report: Report, resident: Resident | None, key: UUID) -> NewIssue:
    name = resident.name if resident else ""
    return NewIssue(
        home_id=check_in.home_id,
        resident_id=resident.pk if resident else None,
        kind=kind_of(report.section),
        title=title_of_issue(kind_words(report.section), report.text, name),
        key=key,
        said=report.said or report.text,
        said_by=report.spoke_to,
        said_how=SaidBy.PHONE,
        links=[Target(LINK, check_in.pk)],
    )


@dataclass(frozen=True, slots=True)
class Right:
    """What should have been noted under a section, and why it is put right. `need`: None where nobody has to do anything more.

    `answers`: all of those to its questions, by key. `seen`: the version that its person saw, None where nobody could see one.
    """

    section: str
    something: bool
    text: str
    reason: str
    need: Need | None = Need()
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seen: int | None = None


class Overtaken(Refused):
    """Somebody else put the section right after this person opened it; `standing` is what it says now."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        who = standing.last.by_name if standing.last else "Somebody else"
        super().__init__(f"{who} put this section right meanwhile.")


def correct(*, check_in_id: int, right: Right, key: UUID, by: Acting, now: datetime) -> Correction:
    """Puts one section of a completed check-in right. What stood there before is kept beside the reason; the same key corrects once.

    Something that was not there before is taken on by somebody. What was raised by mistake is withdrawn on its own page.
    Raises `Overtaken`, `Incomplete` by the rules of the form that was asked, or `Refused`; SectionAnswer.DoesNotExist for a
    section that was not asked.
    """
    require(by, Permission.TAKE_CHECK_INS)
    if not right.reason.strip():
        raise Refused("Say why it is corrected.")
    with atomic():
        check_in = locked(check_in_id)
        first = Correction.objects.filter(key=key).first()
        if first is not None:
            return first
        if check_in.state != CheckInState.COMPLETED:
            raise Refused("Only a completed check-in is corrected.")
        held = standing(check_in, right.section, names_in(check_in.home_id))
        if held is None:
            raise SectionAnswer.DoesNotExist
        if right.something and right.need is None and not held.answer.something:
            raise Refused("Say who is needed.")
        return _correct(check_in, held, right, key, by, now)


def _noted(held: Standing, right: Right) -> Noted:
    """What is to stand there, once the rules of its form hold."""
    if right.seen is not None and right.seen != held.version:
        raise Overtaken(held)
    sheet = held.sheet(something=right.something, text=right.text, answers=right.answers)
    found = of_section(sheet, held.section, held.names)
    if found:
        raise Incomplete(found)
    return noted_in(held.section, sheet, held.names)


def _correct(check_in: CheckIn, held: Standing, right: Right, key: UUID, by: Acting, now: datetime) -> Correction:
    answer, noted = held.answer, _noted(held, right)
    if noted == (answer.something, answer.text, answer.details) and right.need is None:
        raise Refused("Nothing was changed: it stands there already.")
    before = {"something": answer.something, "text": answer.text, "details": answer.details}
    if right.something and right.need is not None:
        said = with_answers(held.section, noted.text, noted.details)
        report = Report(right.section, noted.text, check_in.conversation.spoke_to, right.need, said)
        _carry_on(check_in, report, key, by, now)
    answer.something, answer.text, answer.details = noted
    answer.save()
    return Correction.objects.create(
        check_in=check_in,
        home_id=check_in.home_id,
        section=answer.section,
        version=2 + Correction.objects.filter(check_in=check_in).count(),
        before=before,
        reason=right.reason.strip(),
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
        key=key,
    )
