"""The check-in form: a draft is changed freely, a published version never; the next one succeeds it from a date.

The platform's administrators keep the general form, an organisation's administrator its own. Nobody writes forms in the scope of an
organisation: these writes cross tenants, once the permission and whose form it is have been asked.
"""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from carehomes.access.acting import Acting
from carehomes.access.kinds import OrganisationKind
from carehomes.access.permissions import require
from carehomes.access.roles import Permission
from carehomes.access.scopes import on_behalf
from carehomes.deadlines import london_today
from checkins.check_in_form.editing import Change
from checkins.check_in_form.schema import hindrances, kept, read_sections
from checkins.models import FormState, FormVersion
from checkins.queries.forms import draft_of
from checkins.transitions import Refused

REASON = "the check-in form"


class TooEarly(Refused):
    """The day is before the first one from which it may hold; said beside the field of the day."""


# Who can be of a home's team (issues.queries.policies.TEAM_IN_ORDER): another kind's own form would hold for no home.
_TEAM = frozenset(
    {
        OrganisationKind.PCN,
        OrganisationKind.GP_PRACTICE,
        OrganisationKind.PARTNERSHIP,
        OrganisationKind.NHS_TRUST,
        OrganisationKind.ICB,
        OrganisationKind.CCG,
    }
)


def keeps_general(by: Acting) -> bool:
    """Whether this is an administrator of the platform, whose form is the general one."""
    return by.organisation_kind == OrganisationKind.PLATFORM


def may_keep_form(by: Acting) -> bool:
    """Whether the organisation can have a form of its own: it may be of the team of a home. The platform keeps the general one."""
    return keeps_general(by) or by.organisation_kind in _TEAM


def whose_form(by: Acting) -> int | None:
    """The organisation whose form is kept by this administrator; null: the general form."""
    return None if keeps_general(by) else by.organisation_id


def _allowed(by: Acting) -> None:
    require(by, Permission.EDIT_CHECK_IN_FORM)
    if not may_keep_form(by):
        raise Refused(f"{by.organisation} is not of the team of a home: the general form holds.")


def _published(organisation_id: int | None) -> QuerySet[FormVersion]:
    """The newest first."""
    return FormVersion.objects.filter(organisation=organisation_id, state=FormState.PUBLISHED).order_by("-number")


def start_draft(*, by: Acting, now: datetime) -> FormVersion:
    """The draft of the next version: a copy of the latest, or of the general form where none of its own goes on.

    The same call again gives the same draft.
    """
    _allowed(by)
    with on_behalf(REASON):
        there = draft_of(whose_form(by))
        if there is not None:
            return there
        latest = _published(whose_form(by)).select_for_update().first()
        like = latest if latest and latest.valid_to is None else _published(None)[0]
        return FormVersion.objects.create(
            organisation_id=whose_form(by),
            number=latest.number + 1 if latest else 1,
            sections=like.sections,
            edited_at=now,
            edited_by_name=by.person,
        )


def _draft(seen: int, by: Acting) -> FormVersion:
    """One's own draft, locked; `seen` is the revision on the page."""
    drafts = FormVersion.objects.filter(organisation=whose_form(by), state=FormState.DRAFT)
    draft = drafts.select_for_update().first()
    if draft is None:
        raise Refused("There is no draft any more: it was published or given up.")
    if draft.revision != seen:
        raise Refused(f"{draft.edited_by_name} changed this draft after you opened it. Look at it and change it again.")
    return draft


def change_draft(*, change: Change, seen: int, by: Acting, now: datetime) -> FormVersion:
    """Changes the sections of the draft. A draft may have mistakes; only publishing asks. Raises Refused for a stale page."""
    _allowed(by)
    with on_behalf(REASON):
        draft = _draft(seen, by)
        draft.sections = kept(change(read_sections(draft.sections)))
        draft.revision += 1
        draft.edited_at, draft.edited_by_name = now, by.person
        draft.save()
        return draft


def publish_draft(*, valid_from: date, note: str, seen: int, by: Acting, now: datetime) -> FormVersion:
    """From this day on the check-ins that are due are asked with it. Nothing of it can be changed any more but its end.

    Raises Refused where the form has mistakes or the day is not after today and after the latest version's.
    """
    _allowed(by)
    with on_behalf(REASON):
        draft = _draft(seen, by)
        wrong = hindrances(read_sections(draft.sections))
        if wrong:
            raise Refused(f"{wrong[0]}.")
        before = _published(whose_form(by)).select_for_update().first()
        _check_day("It can be published", valid_from, before, now)
        if before is not None and before.valid_to is None:
            before.valid_to = valid_from
            before.save(update_fields=["valid_to"])
        draft.state, draft.valid_from, draft.note = FormState.PUBLISHED, valid_from, note
        draft.published_at, draft.published_by_name = now, by.person
        draft.save()
        return draft


def _check_day(what: str, day: date, before: FormVersion | None, now: datetime) -> None:
    first = first_day(before, london_today(now))
    if day < first:
        raise TooEarly(f"{what} from {first:%-d %B %Y} on: calls of today may have begun.")


def first_day(before: FormVersion | None, today: date) -> date:
    """The first day from which a version may hold: tomorrow, after the version before it has begun, and not before that has ended."""
    tomorrow = today + timedelta(days=1)
    if before is None or before.valid_from is None:
        return tomorrow
    return max(tomorrow, before.valid_from + timedelta(days=1), before.valid_to or tomorrow)


def return_to_general(*, day: date, by: Acting, now: datetime) -> FormVersion:
    """From this day on the homes are asked the general form again. An own version may follow from that day on.

    Raises Refused where no version of the organisation goes on, and where the day is not after today and after the version's first.
    """
    _allowed(by)
    with on_behalf(REASON):
        latest = _published(whose_form(by)).select_for_update().first()
        if latest is None or latest.valid_to is not None or keeps_general(by):
            raise Refused("No form of your own goes on: the general form holds.")
        _check_day("The general form can be asked again", day, latest, now)
        latest.valid_to = day
        latest.save(update_fields=["valid_to"])
        return latest


def discard_draft(*, by: Acting) -> bool:
    """Gives the draft up; whether there was one."""
    _allowed(by)
    with on_behalf(REASON):
        drafts = FormVersion.objects.filter(organisation=whose_form(by), state=FormState.DRAFT)
        return bool(drafts.delete()[0])
