"""What the demo area plans, and what its homes say besides the call: a cover, a change of day, a form filled in, a later report."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from carehomes.access.acting import Acting
from carehomes.access.models import Membership
from carehomes.access.names import plain_key
from carehomes.deadlines import LONDON, Week
from carehomes.demo.area import Area
from carehomes.directory.models import CheckInSchedule, NamedRole, NamedRoleKind, RingMode
from carehomes.issues.actions import NewIssue, raise_issue
from carehomes.issues.links import Target
from carehomes.issues.models import SaidBy
from carehomes.residents.models import ResidentState
from checkins.actions.becoming import LINK, kind_words
from checkins.models import OPEN_STATES, Beforehand, CheckIn
from checkins.naming import resident_in, title_of_issue
from checkins.queries.forms import form_version

FILLED_IN = "Larch House"
BY = "Femi Cicely"
WHO_FELL = "Edith Campion"  # the home's word for one of its residents, who is called so in the demonstration
SOMETHING = {
    "falls": f"{WHO_FELL} slipped in the bathroom this morning. She is shaken, nothing is broken.",
    "stock": "Gloves in size L will last until Friday.",
}
UNSURE = ("family", "other")  # left for the call
AWAY_DAYS = 5


def plan(area: Area, present: dict[str, CheckIn], now: datetime) -> None:
    """Runs after the week of the area is there."""
    _cover(area)
    _new_day(area)
    _filled_in(area, present[FILLED_IN], now)


def _cover(area: Area) -> None:
    """Priya Fennel is away next week; for that time her homes are on Sam Tansy's list."""
    monday = Week.containing(area.today).next().monday
    priya, sam = area.people["Priya Fennel"], area.people["Sam Tansy"]
    hers = NamedRole.objects.filter(kind=NamedRoleKind.COORDINATOR, user_id=priya.pk)
    NamedRole.objects.bulk_create(
        NamedRole(
            home_id=home_id,
            kind=NamedRoleKind.COVER,
            person_name=sam.name,
            profession="care_coordinator",
            organisation=area.organisations["Harbour Partnership"],
            user_id=sam.pk,
            starts_on=monday,
            ends_on=monday + timedelta(days=AWAY_DAYS),
        )
        for home_id in hers.values_list("home_id", flat=True)
    )


def _new_day(area: Area) -> None:
    """Hazel Brook has asked for Thursday afternoons, by video."""
    home, monday = area.homes["Hazel Brook"], Week.containing(area.today).next().monday
    CheckInSchedule.objects.filter(home=home, ends_on=None).update(ends_on=monday)
    CheckInSchedule.objects.create(
        home=home, weekday=4, window_starts=time(13, 30), window_ends=time(15), mode=RingMode.VIDEO, starts_on=monday
    )


def _filled_in(area: Area, check_in: CheckIn, now: datetime) -> None:
    if check_in.state not in OPEN_STATES:
        return
    midnight = datetime.combine(area.today, time(), LONDON)
    at = max(midnight, now - timedelta(minutes=50))
    fields = _fields(each["key"] for each in form_version(check_in.home_id, check_in.due_on).sections)
    change = {"first": 1, "last": 1, "was": [], "by": BY, "at": at.isoformat()}
    Beforehand.objects.create(
        check_in=check_in,
        home=check_in.home,
        fields=fields,
        changes=dict.fromkeys(fields, change),
        revision=1,
        sent_at=at,
        saved_at=at,
        saved_by_user_id=area.people[BY].pk,
        saved_by_name=BY,
    )


def _fields(sections: Iterable[str]) -> dict[str, list[str]]:
    answered = {key: "something" if key in SOMETHING else "nothing" for key in sections if key not in UNSURE}
    fields = {f"section-{key}": [answer] for key, answer in answered.items()}
    return (
        fields
        | {f"text-{key}": [text] for key, text in SOMETHING.items()}
        | {"q-falls.hurt": ["no"], "q-stock.days": ["3"]}
    )


def acting_as(area: Area, name: str, organisation: str) -> Acting:
    """Somebody of the area in their membership there."""
    user, works_for = area.people[name], area.organisations[organisation]
    held = Membership.objects.get(user=user, organisation=works_for)
    return Acting(
        membership_id=held.pk,
        user_id=user.pk,
        person=user.name,
        organisation_id=works_for.pk,
        organisation=works_for.name,
        organisation_kind=works_for.kind,
        role_key=held.role,
    )


def name_who_fell(area: Area) -> None:
    """One of the women who live in the home has the name of the story."""
    women = [each for each in area.residents[FILLED_IN] if each.sex == "female" and each.state == ResidentState.IN_HOME]
    given, family = WHO_FELL.split()
    if any(each.name == WHO_FELL for each in women):
        return
    who = women[-1]
    who.given_name, who.family_name = given, family
    who.name_key, who.family_key = plain_key(WHO_FELL), plain_key(family)
    who.save()


def raise_said(
    check_in: CheckIn, section: str, words: str, names: Mapping[int, str], spoke_to: str, by: Acting
) -> None:
    """What a home said in a past call, as the issue that it became then: of the resident whom it named."""
    if check_in.completed_at is None:
        return
    resident = resident_in(words, names)
    new = NewIssue(
        home_id=check_in.home_id,
        kind=section,
        resident_id=resident,
        title=title_of_issue(kind_words(section), words, names.get(resident or 0, "")),
        key=uuid.uuid4(),
        said=words,
        said_by=spoke_to,
        said_how=SaidBy.PHONE,
        links=[Target(LINK, check_in.pk)],
    )
    raise_issue(new=new, by=by, now=check_in.completed_at)
