"""Completing a check-in: what was typed becomes answers and nominations, at once and once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import atomic
from carehomes.deadlines import london_today
from checkins.actions.nominations import raise_nominations
from checkins.actions.records import begin, locked, move
from checkins.models import (
    CheckIn,
    CheckInDraft,
    CheckInState,
    Conversation,
    FormVersion,
    Nomination,
    NominationState,
    SectionAnswer,
    Urgency,
)
from checkins.queries.forms import form_version, residents_by_id, sections_of
from checkins.sheet import DONE, SOMETHING, Problem, Section, Sheet, problems, read
from checkins.transitions import Refused, check


class Incomplete(Refused):
    """Something is still missing; `problems` says what, in the order of the page."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.problems = found
        super().__init__("Something is missing.")


class Stale(Refused):
    """Somebody changed the draft after this person looked it over."""

    def __init__(self, draft: CheckInDraft) -> None:
        self.draft = draft
        super().__init__(f"{draft.saved_by_name} changed this after you looked it over.")


def complete(*, check_in_id: int, revision: int, by: Acting, now: datetime) -> CheckIn:
    """Completes the check-in with what its draft says at this revision. Sent twice, the second gives back the first result.

    Raises `Stale`, `Incomplete`, or `Refused` where the check-in cannot be completed.
    """
    require(by, Permission.TAKE_CHECK_INS)
    with atomic():
        check_in = locked(check_in_id)
        if check_in.state == CheckInState.COMPLETED:
            return check_in
        draft = CheckInDraft.objects.filter(check_in=check_in).first()
        if draft is None:
            raise Refused("Nothing has been said in this check-in yet.")
        if draft.revision != revision:
            raise Stale(draft)
        _complete(check_in, draft, by, now)
        return check_in


def _complete(check_in: CheckIn, draft: CheckInDraft, by: Acting, now: datetime) -> None:
    if check_in.state == CheckInState.NO_ANSWER:  # they rang back
        check(check_in, "start", by=by, today=london_today(now))
        begin(check_in, by=by, now=now)
    check(check_in, "complete", by=by, today=london_today(now))
    version, sheet = form_version(check_in.due_on), read(draft.fields)
    sections, names = sections_of(version), residents_by_id(check_in.home_id)
    found = problems(sheet, sections, {key: each.name for key, each in names.items()})
    if found:
        raise Incomplete(found)
    raise_nominations(check_in=check_in, typed=sheet.nominations, by=by, now=now)
    raised = list(Nomination.objects.filter(check_in_id=check_in.pk).exclude(state=NominationState.WITHDRAWN))
    _write_answers(check_in, version, sections, sheet, by=by, now=now)
    _close_what_is_done(check_in, sheet, by=by, now=now)
    _close(check_in, version, sheet, raised, by=by, now=now)
    draft.delete()


def _write_answers(
    check_in: CheckIn, version: FormVersion, sections: Sequence[Section], sheet: Sheet, *, by: Acting, now: datetime
) -> None:
    SectionAnswer.objects.bulk_create(
        SectionAnswer(
            check_in=check_in,
            home_id=check_in.home_id,
            form_version=version,
            section=section.key,
            raised_at=now,
            raised_by_name=by.person,
            **_words(check_in, section, sheet, by, now),
        )
        for section in sections
    )


def _words(check_in: CheckIn, section: Section, sheet: Sheet, by: Acting, now: datetime) -> Mapping[str, object]:
    """What the home said about a section. Where it only named residents, their nominations carry it: nothing stays open here."""
    something = sheet.answers[section.key] == SOMETHING
    text = sheet.texts.get(section.key, "") if something else ""
    if not something or text:
        return {"something": something, "text": text}
    return {
        "something": True,
        "text": "See the residents who need someone",
        "done_at": now,
        "done_by_name": by.person,
        "done_in": check_in,
    }


def _close_what_is_done(check_in: CheckIn, sheet: Sheet, *, by: Acting, now: datetime) -> None:
    """What the home says is done is closed by the home's own word, in this check-in."""
    said = [key for key, answer in sheet.still_open.items() if answer == DONE]
    if said:
        open_here = SectionAnswer.objects.filter(home_id=check_in.home_id, something=True, done_at=None, pk__in=said)
        open_here.update(done_at=now, done_by_name=by.person, done_in=check_in)


def _close(
    check_in: CheckIn,
    version: FormVersion,
    sheet: Sheet,
    raised: Sequence[Nomination],
    *,
    by: Acting,
    now: datetime,
) -> None:
    Conversation.objects.create(
        check_in=check_in,
        home_id=check_in.home_id,
        form_version=version,
        spoke_to=sheet.spoke_to,
        note=sheet.note,
    )
    check_in.mode, check_in.completed_at = sheet.mode, now
    check_in.caller_user_id, check_in.caller_name = by.user_id, by.person
    check_in.caller_organisation_id = by.organisation_id
    check_in.items_raised = sum(
        1 for section, answer in sheet.answers.items() if answer == SOMETHING and sheet.texts.get(section)
    )
    check_in.nominations_raised = len(raised)
    check_in.same_day_raised = sum(1 for each in raised if each.urgency == Urgency.SAME_DAY)
    move(check_in, CheckInState.COMPLETED, by=by, now=now)
