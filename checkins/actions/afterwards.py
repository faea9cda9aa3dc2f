"""After a check-in is completed: what somebody heard later is added in their own name; what was noted wrongly is put right."""

from dataclasses import dataclass
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
from checkins.actions.becoming import LINK, kind_of, kind_words
from checkins.actions.records import locked
from checkins.models import Addition, CheckIn, CheckInState, Correction, SectionAnswer
from checkins.naming import title_of_issue
from checkins.transitions import Refused, is_over


@dataclass(frozen=True, slots=True)
class Report:
    """What was heard later: under which section, in words, from whom."""

    section: str
    text: str
    spoke_to: str


def add_report(*, check_in_id: int, report: Report, key: UUID, by: Acting, now: datetime) -> Addition:
    """Adds a later report to this week's completed check-in, whoever completed it; it becomes an issue. The same key adds once.

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
    raise_issue(new=_issue(check_in, report.section, report.text, report.spoke_to, key), by=by, now=now)
    check_in.items_raised += 1
    check_in.save(update_fields=["items_raised"])
    return addition


def _issue(check_in: CheckIn, section: str, text: str, spoke_to: str, key: UUID) -> NewIssue:
    return NewIssue(
        home_id=check_in.home_id,
        kind=kind_of(section),
        title=title_of_issue(kind_words(section), text),
        key=key,
        said=text,
        said_by=spoke_to,
        said_how=SaidBy.PHONE,
        links=[Target(LINK, check_in.pk)],
    )


def correct(
    *, check_in_id: int, section: str, something: bool, text: str, reason: str, key: UUID, by: Acting, now: datetime
) -> Correction:
    """Puts one section of a completed check-in right. What stood there before is kept beside the reason; the same key corrects once.

    Something that was not there before becomes an issue. An issue that was raised by mistake is withdrawn on its own page.
    """
    require(by, Permission.TAKE_CHECK_INS)
    if not reason.strip():
        raise Refused("Say why it is corrected.")
    with atomic():
        check_in = locked(check_in_id)
        first = Correction.objects.filter(key=key).first()
        if first is not None:
            return first
        if check_in.state != CheckInState.COMPLETED:
            raise Refused("Only a completed check-in is corrected.")
        answer = SectionAnswer.objects.select_for_update().get(check_in=check_in, section=section)
        return _correct(check_in, answer, something, text, reason.strip(), key, by, now)


def _correct(
    check_in: CheckIn,
    answer: SectionAnswer,
    something: bool,
    text: str,
    reason: str,
    key: UUID,
    by: Acting,
    now: datetime,
) -> Correction:
    before = {"something": answer.something, "text": answer.text, "details": answer.details}
    if something and not answer.something:
        spoke_to = check_in.conversation.spoke_to
        raise_issue(new=_issue(check_in, answer.section, text, spoke_to, key), by=by, now=now)
        check_in.items_raised += 1
        check_in.save(update_fields=["items_raised"])
    answer.something, answer.text = something, text if something else ""
    answer.details = answer.details if something else {}
    answer.save()
    return Correction.objects.create(
        check_in=check_in,
        home_id=check_in.home_id,
        section=answer.section,
        version=2 + Correction.objects.filter(check_in=check_in).count(),
        before=before,
        reason=reason,
        at=now,
        by_user_id=by.user_id,
        by_name=by.person,
        by_organisation_name=by.organisation,
        key=key,
    )
