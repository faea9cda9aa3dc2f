"""A form of an organisation's own: whose home is asked it and from when, who may keep and read it, and the way back to the general one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.scopes import acting_scope, system_scope
from checkins.actions import form_versions as actions
from checkins.check_in_form import editing
from checkins.check_in_form.schema import Section
from checkins.models import Conversation, FormState, FormVersion
from checkins.queries.check_in import check_in_with_form
from checkins.queries.completing import typed_in
from checkins.queries.forms import form_version
from checkins.transitions import Refused
from tests.checkins.days import NOW, TODAY
from tests.factories import (
    CareHomeFactory,
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    OrganisationFactory,
    acting_for,
    home_of,
)
from tests.issues.test_pages import text

pytestmark = pytest.mark.django_db
FORM = "/check-in-form/"
FROM = date(2026, 11, 30)


def administrator_of(organisation, name="Rue"):
    return MembershipFactory(organisation=organisation, role="organisation_administrator", user__name=name)


@pytest.fixture
def post(world):
    return administrator_of(world.pcn)


@pytest.fixture
def platform(world):
    homeround = OrganisationFactory(kind=OrganisationKind.PLATFORM, name="Homeround")
    return MembershipFactory(organisation=homeround, role="platform_administrator", user__name="Olga Alecost")


def does(action, member, **more):
    by = acting_for(member)
    with acting_scope(by):
        return action(by=by, **more)


def drafted(member, change=None, now=NOW):
    does(actions.start_draft, member, now=now)
    change = change or editing.put_section(Section("pets", "Pets", "Cats and dogs"))
    return does(actions.change_draft, member, change=change, seen=0, now=now)


def published(member, valid_from=FROM, change=None, now=NOW):
    draft = drafted(member, change, now)
    return does(actions.publish_draft, member, valid_from=valid_from, note="", seen=draft.revision, now=now)


def asked(home, day=FROM):
    """Whose form a home is asked on a day, and its number."""
    found = form_version(home.pk, day)
    return (found.organisation_id, found.number)


GENERAL = (None, 2)


# --- Which home is asked which form


def test_a_home_is_asked_its_organisations_form_from_its_day_and_the_neighbour_the_general_one(world, post):
    neighbour = home_of(OrganisationFactory(name="Eastmere PCN"))
    published(post)
    assert asked(world.home, FROM - timedelta(days=1)) == GENERAL
    assert asked(world.home) == (world.pcn.pk, 1)
    assert asked(neighbour) == asked(CareHomeFactory()) == GENERAL


def test_a_draft_is_asked_of_nobody(world, post):
    drafted(post)
    assert asked(world.home, FROM + timedelta(days=400)) == GENERAL


def test_a_version_succeeds_the_one_before_and_the_general_ones_go_on(world, post, platform):
    published(post)
    published(platform, date(2026, 12, 1))
    published(post, date(2026, 12, 7), editing.remove("falls"))
    days = (FROM, date(2026, 12, 6), date(2026, 12, 7))
    assert [asked(world.home, day)[1] for day in days] == [1, 1, 2]
    assert asked(CareHomeFactory(), date(2026, 12, 1)) == (None, 3)
    first = FormVersion.objects.get(organisation=world.pcn, number=1)
    assert first.valid_to == date(2026, 12, 7)
    assert FormVersion.objects.get(organisation=None, number=2).valid_to == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("kind", "organisation_kind"),
    [
        (RelationshipKind.PRACTICE, OrganisationKind.GP_PRACTICE),
        (RelationshipKind.COMMUNITY_SERVICES, OrganisationKind.NHS_TRUST),
        (RelationshipKind.COMMISSIONER, OrganisationKind.ICB),
    ],
)
def test_of_several_that_serve_a_home_the_pcns_counts_before_all(world, post, kind, organisation_kind):
    other = OrganisationFactory(kind=organisation_kind)
    HomeRelationshipFactory(home=world.home, organisation=other, kind=kind, starts_on=date(2019, 1, 1))
    published(administrator_of(other))
    assert asked(world.home) == (other.pk, 1)
    published(post)
    assert asked(world.home) == (world.pcn.pk, 1)


def test_of_two_practices_the_one_that_has_served_the_home_longer(world):
    practices = [OrganisationFactory(kind=OrganisationKind.GP_PRACTICE) for _ in range(2)]
    for practice, since in zip(practices, (date(2024, 1, 1), date(2023, 1, 1)), strict=True):
        HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE, starts_on=since)
        published(administrator_of(practice))
    assert asked(world.home) == (practices[1].pk, 1)


@pytest.mark.parametrize("how", [{"status": "proposed"}, {"ends_on": FROM}, {"kind": RelationshipKind.PHARMACY}])
def test_who_does_not_work_as_the_homes_team_on_that_day_does_not_count(world, how):
    other = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE)
    HomeRelationshipFactory(home=world.home, organisation=other, **{"kind": RelationshipKind.PRACTICE, **how})
    published(administrator_of(other))
    assert asked(world.home) == GENERAL


# --- The call and the home beforehand


def test_the_call_the_home_beforehand_and_completing_take_the_same(world, post, staff, types, complete, client):
    published(post, change=editing.remove("falls"))
    for member, address in ((world.membership, ""), (staff, "beforehand/")):
        page = client.act_as(member).get(f"/check-ins/{world.check_in.pk}/{address}").content.decode()
        assert "section-falls" in page  # due before the version: the general form
    world.check_in.due_on = FROM
    world.check_in.save()
    for member, address in ((world.membership, ""), (staff, "beforehand/")):
        page = client.act_as(member).get(f"/check-ins/{world.check_in.pk}/{address}").content.decode()
        assert "section-medicines" in page
        assert "section-falls" not in page
    types({"spoke_to": ["Moira"]})
    with acting_scope(world.by):
        asked_at_the_end = [each.key for each in typed_in(world.check_in, NOW).sections]
    assert "falls" not in asked_at_the_end
    complete()
    own = FormVersion.objects.get(organisation=world.pcn)
    assert Conversation.objects.get().form_version == own
    record = text(client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/record/"))
    assert "Form 1 of Westmere PCN" in record
    does(actions.return_to_general, post, day=date(2026, 12, 7), now=NOW)
    record = text(client.act_as(world.membership).get(f"/check-ins/{world.check_in.pk}/record/"))
    assert "Form 1 of Westmere PCN" in record  # the answers keep theirs


def test_the_form_costs_the_same_queries_with_many_forms_around(world, post, staff, django_assert_num_queries):
    published(post)
    world.check_in.due_on = FROM
    world.check_in.save()
    for _ in range(5):
        published(administrator_of(OrganisationFactory()))
    with acting_scope(world.by), django_assert_num_queries(1):
        check_in_with_form(world.check_in.pk)
    with acting_scope(world.by), django_assert_num_queries(1):
        assert form_version(world.home.pk, FROM).organisation_id == world.pcn.pk


def test_two_that_ring_a_home_ask_it_the_same(world, post):
    practice = OrganisationFactory(kind=OrganisationKind.GP_PRACTICE)
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    published(post)
    published(administrator_of(practice), change=editing.remove("falls"))
    check_in = CheckInFactory(home=world.home, week=FROM, due_on=FROM)
    for member in (world.membership, MembershipFactory(organisation=practice, role="care_coordinator")):
        with acting_scope(acting_for(member)):
            keys = {each["key"] for each in vars(check_in_with_form(check_in.pk))["form"]["sections"]}
        assert {"pets", "falls"} <= keys


# --- Who keeps it


def test_a_copy_starts_from_what_goes_on(world, post):
    general = FormVersion.objects.get(organisation=None, number=2)
    draft = does(actions.start_draft, post, now=NOW)
    assert (draft.organisation_id, draft.number, draft.sections) == (world.pcn.pk, 1, general.sections)
    does(actions.discard_draft, post)
    own = published(post)
    second = does(actions.start_draft, post, now=NOW)
    assert (second.number, second.sections) == (2, own.sections)
    does(actions.discard_draft, post)
    does(actions.return_to_general, post, day=date(2026, 12, 7), now=NOW)
    assert does(actions.start_draft, post, now=NOW).sections == general.sections


def test_everybody_has_one_draft_of_their_own(world, post, platform):
    other = administrator_of(OrganisationFactory(name="Eastmere PCN"))
    for member in (post, other, platform):
        drafted(member)
        drafted_again = does(actions.start_draft, member, now=NOW)
        assert drafted_again.revision == 1
    assert FormVersion.objects.filter(state=FormState.DRAFT).count() == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(organisation=world.pcn, number=7, sections=[])
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.create(number=8, sections=[])


def test_an_administrator_publishes_changes_and_gives_up_only_their_own(world, post):
    drafted(post)
    other = administrator_of(OrganisationFactory(name="Eastmere PCN"))
    for action, more in (
        (actions.publish_draft, {"valid_from": FROM, "note": "", "seen": 1, "now": NOW}),
        (actions.change_draft, {"change": editing.remove("pets"), "seen": 1, "now": NOW}),
    ):
        with pytest.raises(Refused, match="There is no draft"):
            does(action, other, **more)
    assert not does(actions.discard_draft, other)
    with pytest.raises(Refused, match="general form holds"):
        does(actions.return_to_general, other, day=FROM, now=NOW)
    held = FormVersion.objects.get(organisation=world.pcn)
    assert (held.state, held.revision) == (FormState.DRAFT, 1)


def test_the_platform_does_not_end_the_general_form(platform):
    with pytest.raises(Refused, match="general form holds"):
        does(actions.return_to_general, platform, day=FROM, now=NOW)


@pytest.mark.parametrize(
    "kind", [OrganisationKind.CARE_HOME, OrganisationKind.PHARMACY, OrganisationKind.LOCAL_AUTHORITY]
)
def test_whoever_cannot_be_of_a_homes_team_has_none(world, client, kind):
    member = administrator_of(OrganisationFactory(kind=kind, name="Thyme House"))
    with pytest.raises(Refused, match="Thyme House is not of the team"):
        does(actions.start_draft, member, now=NOW)
    page = client.act_as(member).get(FORM)
    assert "Only an organisation of a home’s team can have one of its own" in text(page)
    assert "Make our own form" not in text(page)
    assert "is not of the team of a home" in text(client.post(FORM, follow=True))


def test_others_may_not(world):
    with pytest.raises(PermissionDenied):
        does(actions.return_to_general, world.membership, day=FROM, now=NOW)


# --- In the database


def test_another_organisations_draft_is_hidden_by_the_database_and_a_published_one_is_read(world, post):
    drafted(post)
    stranger = administrator_of(OrganisationFactory(name="Eastmere PCN"))

    def seen(member):
        with acting_scope(acting_for(member)):
            return FormVersion.objects.filter(organisation=world.pcn).count()

    assert [seen(each) for each in (post, stranger, world.membership)] == [1, 0, 0]
    does(actions.publish_draft, post, valid_from=FROM, note="", seen=1, now=NOW)
    assert [seen(each) for each in (post, stranger, world.membership)] == [1, 1, 1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE checkins_formversion SET sections = '[]' WHERE id = %s",
        "UPDATE checkins_formversion SET state = 'draft', valid_from = NULL WHERE id = %s",
        "UPDATE checkins_formversion SET organisation_id = NULL, number = 99 WHERE id = %s",
        "UPDATE checkins_formversion SET valid_to = '2027-01-01', note = 'x' WHERE id = %s",
        "DELETE FROM checkins_formversion WHERE id = %s",
    ],
)
def test_the_database_lets_only_the_end_of_a_published_one_be_set(post, change):
    version = published(post)
    with pytest.raises(IntegrityError, match="is published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, [version.pk])


def test_the_end_is_set_once(world, post):
    version = published(post)
    does(actions.return_to_general, post, day=date(2026, 12, 7), now=NOW)
    for scope in (acting_scope(acting_for(post)), system_scope("test")):
        with scope, pytest.raises(Exception, match="is published|permission denied"), transaction.atomic():
            FormVersion.objects.filter(pk=version.pk).update(valid_to=date(2027, 1, 1))


def test_no_organisation_writes_a_form_past_the_actions(world, post):
    draft = drafted(post)
    with acting_scope(acting_for(post)), pytest.raises(Exception, match="permission denied"), transaction.atomic():
        FormVersion.objects.filter(pk=draft.pk).update(revision=5)


# --- Back to the general form


def test_from_a_day_on_the_general_form_again_and_ones_own_after_it(world, post):
    published(post)
    back = date(2026, 12, 7)
    does(actions.return_to_general, post, day=back, now=NOW)
    assert [asked(world.home, day) for day in (FROM, back - timedelta(days=1), back)] == [
        (world.pcn.pk, 1),
        (world.pcn.pk, 1),
        GENERAL,
    ]
    with pytest.raises(Refused, match="general form holds"):
        does(actions.return_to_general, post, day=back, now=NOW)
    with pytest.raises(Refused, match="7 December 2026"):
        published(post, back - timedelta(days=1))
    seen = FormVersion.objects.get(organisation=world.pcn, state=FormState.DRAFT).revision
    does(actions.publish_draft, post, valid_from=back, note="", seen=seen, now=NOW)
    assert asked(world.home, back) == (world.pcn.pk, 2)


@pytest.mark.parametrize("day", [TODAY, FROM])
def test_not_before_tomorrow_and_not_before_it_has_begun(post, day):
    published(post)
    with pytest.raises(Refused, match="1 December 2026"):
        does(actions.return_to_general, post, day=day, now=NOW)
