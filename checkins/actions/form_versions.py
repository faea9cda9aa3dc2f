"""The check-in form: a draft is changed freely, a published version never; the next one succeeds it from a date.

The form is one for all of England, so these writes cross tenants; the permission is asked first.
"""

from datetime import date, datetime, timedelta

from django.db.models import Max

from carehomes.access.acting import Acting
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.deadlines import london_today
from checkins.form_editing import Change
from checkins.form_schema import kept, mistakes, read_sections
from checkins.models import FormState, FormVersion
from checkins.transitions import Refused

REASON = "the check-in form"


def start_draft(*, by: Acting, now: datetime) -> FormVersion:
    """The draft of the next version: a copy of the latest. The same call again gives the same draft."""
    require(by, Permission.EDIT_CHECK_IN_FORM)
    with on_behalf(REASON):
        there = FormVersion.objects.filter(state=FormState.DRAFT).first()
        if there is not None:
            return there
        latest = FormVersion.objects.latest("valid_from", "number")
        number = FormVersion.objects.aggregate(highest=Max("number"))["highest"] + 1
        return FormVersion.objects.create(
            number=number, sections=latest.sections, edited_at=now, edited_by_name=by.person
        )


def _draft(seen: int) -> FormVersion:
    """The draft, locked; `seen` is the revision on the page."""
    draft = FormVersion.objects.select_for_update().filter(state=FormState.DRAFT).first()
    if draft is None:
        raise Refused("There is no draft any more: it was published or given up.")
    if draft.revision != seen:
        raise Refused(f"{draft.edited_by_name} changed this draft after you opened it. Look at it and change it again.")
    return draft


def change_draft(*, change: Change, seen: int, by: Acting, now: datetime) -> FormVersion:
    """Changes the sections of the draft. A draft may have mistakes; only publishing asks. Raises Refused for a stale page."""
    require(by, Permission.EDIT_CHECK_IN_FORM)
    with on_behalf(REASON):
        draft = _draft(seen)
        draft.sections = kept(change(read_sections(draft.sections)))
        draft.revision += 1
        draft.edited_at, draft.edited_by_name = now, by.person
        draft.save()
        return draft


def publish_draft(*, valid_from: date, note: str, seen: int, by: Acting, now: datetime) -> FormVersion:
    """From this day on the check-ins that are due are asked with it. Nothing of it can be changed any more.

    Raises Refused where the form has mistakes or the day is not after today and after the latest version's.
    """
    require(by, Permission.EDIT_CHECK_IN_FORM)
    with on_behalf(REASON):
        draft = _draft(seen)
        wrong = mistakes(read_sections(draft.sections))
        if wrong:
            raise Refused(f"{wrong[0]}.")
        first = first_day(london_today(now))
        if valid_from < first:
            raise Refused(f"It can be published from {first:%-d %B %Y} on: calls of today may have begun.")
        draft.state, draft.valid_from, draft.note = FormState.PUBLISHED, valid_from, note
        draft.published_at, draft.published_by_name = now, by.person
        draft.save()
        return draft


def first_day(today: date) -> date:
    """The first day from which a version may hold: tomorrow, and after the version that was published last."""
    latest = FormVersion.objects.filter(state=FormState.PUBLISHED).aggregate(latest=Max("valid_from"))["latest"]
    return max(today, latest) + timedelta(days=1)


def discard_draft(*, by: Acting) -> bool:
    """Gives the draft up; whether there was one."""
    require(by, Permission.EDIT_CHECK_IN_FORM)
    with on_behalf(REASON):
        return bool(FormVersion.objects.filter(state=FormState.DRAFT).delete()[0])
