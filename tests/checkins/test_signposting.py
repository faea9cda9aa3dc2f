"""Signposts: noted in a call, from a nomination, from a resident; the number shown; asked about until the home has reached them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction

from carehomes.access.kinds import RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.access.scopes import acting_scope
from carehomes.directory.models import NamedRole
from carehomes.residents.actions import AlreadyDone, Refused
from carehomes.residents.models import Resident
from checkins import actions
from checkins.models import CheckIn, CheckInDraft, Nomination, ServiceKind, Signpost, SignpostAnswer
from checkins.queries.signposting import asked_in, known_around, with_answers
from tests.checkins.days import NOW, TODAY, WEEK
from tests.factories import (
    CheckInFactory,
    HomeRelationshipFactory,
    MembershipFactory,
    NominationFactory,
    OrganisationFactory,
    ResidentFactory,
    acting_for,
    home_of,
)
from tests.scale.budget import LIST, RECORD, assert_same_queries, queries_of

pytestmark = pytest.mark.django_db
ABOUT = "Has lost 3 kg in a month, asks for fortified drinks"


def page(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def dietitian(db) -> ServiceKind:
    return ServiceKind.objects.get(key="dietitian")


@pytest.fixture
def notes(world, dietitian):
    """`notes(resident_id=…)`: the coordinator notes a signpost to the dietitian."""

    def noted(by=None, now=NOW, key=None, home=None, **more) -> Signpost:
        direction = actions.Direction(
            **{
                "to_whom": "Dietitian",
                "about": ABOUT,
                "phone": "01632960777",
                "service_id": dietitian.pk,
                "resident_id": world.resident.pk,
                **more,
            }
        )
        with acting_scope(by or world.by):
            return actions.signpost(
                home_id=(home or world.home).pk,
                direction=direction,
                key=key or uuid.uuid4(),
                result="/",
                by=by or world.by,
                now=now,
            )

    return noted


def says(signpost, reached, by, *, now=NOW, check_in_id=None):
    with acting_scope(by):
        return actions.answer_signpost(
            signpost_id=signpost.pk, reached=reached, check_in_id=check_in_id, by=by, now=now
        )


@pytest.fixture
def next_call(world) -> CheckIn:
    return CheckInFactory(home=world.home, week=WEEK.monday + timedelta(days=7))


def asked(world, check_in) -> list[Signpost]:
    with acting_scope(world.by):
        return asked_in(check_in.pk, world.home.pk)


def test_a_signpost_says_who_whom_about_what_and_when(world, notes):
    made = notes(check_in_id=world.check_in.pk)
    assert (made.by_name, made.by_organisation_name, made.at) == ("Priya Fennel", "Westmere PCN", NOW)
    assert (made.to_whom, made.phone, made.about) == ("Dietitian", "01632960777", ABOUT)
    assert (made.resident_id, made.check_in_id, made.home_id) == (world.resident.pk, world.check_in.pk, world.home.pk)


def test_sent_twice_it_is_one(notes):
    key = uuid.uuid4()
    notes(key=key)
    with pytest.raises(AlreadyDone):
        notes(key=key)
    assert Signpost.objects.count() == 1


@pytest.mark.parametrize(("typed", "field"), [({"to_whom": " "}, "to"), ({"about": " "}, "about")])
def test_it_says_whom_and_about_what(notes, typed, field):
    with pytest.raises(Refused) as refused:
        notes(**typed)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["community_pharmacist", "care_home_manager", "commissioner_lead"])
def test_only_the_team_of_the_home_notes_one(world, notes, role):
    with pytest.raises(PermissionDenied):
        notes(by=acting_for(MembershipFactory(role=role)))


def test_a_nomination_says_itself_who_it_is(world, notes):
    nomination = NominationFactory(resident=world.resident)
    assert notes(resident_id=None, nomination_id=nomination.pk).resident_id == world.resident.pk


def test_nobody_of_another_home_is_named(world, notes):
    other = home_of(world.pcn)
    stranger = ResidentFactory(home=other)
    nomination, check_in = NominationFactory(resident=stranger), CheckInFactory(home=other)
    for model, wrong in (
        (Resident, {"resident_id": stranger.pk}),
        (Nomination, {"nomination_id": nomination.pk}),
        (CheckIn, {"check_in_id": check_in.pk}),
    ):
        with pytest.raises(model.DoesNotExist):
            notes(**wrong)
    assert not Signpost.objects.exists()


def test_it_is_asked_about_until_they_are_reached(world, notes, next_call):
    made = notes(check_in_id=world.check_in.pk)
    assert asked(world, next_call) == [made]
    says(made, "not_yet", world.by, check_in_id=next_call.pk)
    assert asked(world, next_call)[0].reached == "not_yet"
    later = CheckInFactory(home=world.home, week=WEEK.monday + timedelta(days=14))
    assert asked(world, later) == [made]
    says(made, "yes", world.lead, check_in_id=later.pk, now=NOW + timedelta(days=14))
    assert asked(world, later)[0].answered_in == later.pk  # still there, with what was said
    assert asked(world, CheckInFactory(home=world.home, week=WEEK.monday + timedelta(days=21))) == []
    assert [each.reached for each in SignpostAnswer.objects.order_by("pk")] == ["not_yet", "yes"]


def test_an_answer_pressed_twice_is_one_and_reached_is_the_end(world, notes, next_call):
    made = notes()
    for _ in range(2):
        says(made, "not_yet", world.by, check_in_id=next_call.pk)
    assert SignpostAnswer.objects.count() == 1
    says(made, "yes", world.by)
    with pytest.raises(Refused, match="Priya Fennel has noted already"):
        says(made, "not_yet", world.lead)


def test_nobody_is_asked_about_somebody_who_has_died(world, notes, next_call):
    notes()
    Resident.objects.filter(pk=world.resident.pk).update(state="died")
    assert asked(world, next_call) == []


def test_another_area_sees_and_writes_nothing(world, notes):
    made = notes()
    says(made, "not_yet", world.by)
    stranger = acting_for(MembershipFactory(role="care_coordinator"))
    home_of(OrganisationFactory())
    with acting_scope(stranger):
        assert not Signpost.objects.exists()
        assert not SignpostAnswer.objects.exists()
        assert not list(with_answers())
        with pytest.raises(Signpost.DoesNotExist):
            actions.answer_signpost(signpost_id=made.pk, reached="yes", by=stranger, now=NOW)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        notes(by=stranger, resident_id=None)
    icb = OrganisationFactory(kind="icb")
    HomeRelationshipFactory(home=world.home, organisation=icb, kind=RelationshipKind.COMMISSIONER)
    with acting_scope(acting_for(MembershipFactory(organisation=icb, role="commissioner_lead"))):
        assert not Signpost.objects.exists()  # its words are about a resident


def test_it_is_written_once(world, notes):
    made = notes()
    with acting_scope(world.by), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Signpost.objects.filter(pk=made.pk).update(about="Something else")


def test_a_resident_who_moves_takes_it_along(world, notes):
    made = notes()
    answer = says(made, "not_yet", world.by)
    other = home_of(world.pcn)
    Resident.objects.filter(pk=world.resident.pk).update(home=other)
    made.refresh_from_db()
    answer.refresh_from_db()
    assert made.home_id == answer.home_id == other.pk


def test_whom_the_product_knows_and_the_numbers(world):
    practice = OrganisationFactory(kind="gp_practice", name="Harbour Surgery", phone="01632960300")
    HomeRelationshipFactory(home=world.home, organisation=practice, kind=RelationshipKind.PRACTICE)
    NamedRole.objects.filter(home=world.home, kind="clinical_lead").update(phone="01514960110")
    ServiceKind.objects.filter(key="podiatry").update(valid_to=TODAY)
    with acting_scope(world.by):
        known = {each.to_whom: each for each in known_around(world.home.pk, TODAY)}
    assert known["Anna Betony, clinical lead, GP"].phone == "01514960110"
    assert known["Harbour Surgery, registered practice"].phone == "01632960300"
    wanted = {"Geriatrician", "Community matron", "Pharmacist", "Dietitian", "Speech and language therapist"}
    assert wanted | {"Tissue viability nurse", "Mental health team"} <= set(known)
    assert "Podiatry" not in known


def typed(**more) -> dict[str, str]:
    return {"idempotency_key": str(uuid.uuid4()), "to": "other", "to_name": "Sure Start café", "about": ABOUT, **more}


def test_it_is_noted_from_the_call_and_what_was_typed_there_is_kept(client, world, dietitian):
    client.act_as(world.membership)
    here = f"/check-ins/{world.check_in.pk}/"
    client.post(f"/homes/{world.home.pk}/check-in/")
    there = client.post(here, {"do": "signpost", "note": "Moira is away on Friday", "seen": "0"}).url
    assert there == f"/homes/{world.home.pk}/signposts/add/?check_in={world.check_in.pk}"
    assert CheckInDraft.objects.get().fields["note"] == ["Moira is away on Friday"]
    shown = page(client.get(there))
    assert "Anna Betony, clinical lead, GP, 0151 496 0110" in shown
    service = f"service-{dietitian.pk}"
    back = client.post(there, typed(to=service, to_name="", phone="01632 960777", resident=str(world.resident.pk))).url
    assert back == f"{here}#signposts"
    made = Signpost.objects.get()
    assert (made.to_whom, made.phone, made.service_id) == ("Dietitian", "01632960777", dietitian.pk)
    assert (made.check_in_id, made.resident_id) == (world.check_in.pk, world.resident.pk)
    shown = page(client.get(here))
    assert "Noted in this call" in shown
    assert 'href="tel:01632960777"' in shown
    assert "Did you reach" not in shown


def test_what_is_typed_is_kept_when_something_is_missing(client, world):
    client.act_as(world.membership)
    there = f"/homes/{world.home.pk}/signposts/add/?resident={world.resident.pk}"
    shown = page(client.post(there, typed(to_name="", phone="12", resident=str(world.resident.pk))))
    assert "Enter their name, or the team" in shown
    assert ABOUT in shown
    assert 'value="12"' in shown
    assert not Signpost.objects.exists()
    assert client.post(there, typed(to_name="Day centre")).url == f"/residents/{world.resident.pk}/"


def test_the_next_call_asks_and_the_answer_is_one_press(client, world, notes):
    made = notes()
    client.act_as(world.membership)
    here = f"/check-ins/{world.check_in.pk}/"
    client.post(f"/homes/{world.home.pk}/check-in/")
    shown = page(client.get(here))
    assert "Did you reach the dietitian?" in shown
    assert "Ivy Meadowsweet: Has lost 3 kg" in shown
    assert client.post(here, {"do": f"not_reached:{made.pk}", "note": "Typed", "seen": "0"}).url == f"{here}#signposts"
    assert CheckInDraft.objects.get().fields["note"] == ["Typed"]
    assert SignpostAnswer.objects.get().reached == "not_yet"
    shown = page(client.get(here))
    assert "Not reached by" in shown
    client.post(here, {"do": f"reached:{made.pk}", "seen": "1"})
    assert "Reached, said" in page(client.get(here))
    assert SignpostAnswer.objects.latest("pk").check_in_id == world.check_in.pk
    record = page(client.get(f"{here}record/"))
    assert "Signposted to" in record
    assert "Reached, said" in record
    assert ReadLog.objects.filter(screen="check-in", resident_id=world.resident.pk).exists()


@pytest.mark.parametrize("about", ["x", "999999", "9" * 30])
def test_a_button_about_nothing_changes_nothing(client, world, about):
    client.act_as(world.membership)
    client.post(f"/homes/{world.home.pk}/check-in/")
    assert client.post(f"/check-ins/{world.check_in.pk}/", {"do": f"reached:{about}", "seen": "0"}).status_code == 302
    assert not SignpostAnswer.objects.exists()


def test_it_is_shown_on_the_home_the_resident_and_the_nomination(client, world, notes):
    nomination = NominationFactory(resident=world.resident)
    made = notes(nomination_id=nomination.pk)
    says(made, "not_yet", world.by)
    client.act_as(world.clinician)
    home = page(client.get(f"/homes/{world.home.pk}/"))
    assert "Signposted to" in home
    assert 'href="tel:01632960777"' in home
    resident = page(client.get(f"/residents/{world.resident.pk}/"))
    assert "Signposted to dietitian" in resident  # in time
    assert "Dietitian: not reached yet" in resident
    assert f"/homes/{world.home.pk}/signposts/add/?resident={world.resident.pk}" in resident
    shown = page(client.get(f"/to-see/{nomination.pk}/"))
    assert "Signposted to dietitian" in shown
    assert f"/homes/{world.home.pk}/signposts/add/?nomination={nomination.pk}" in shown
    add = f"/homes/{world.home.pk}/signposts/add/?nomination={nomination.pk}"
    assert client.post(add, typed()).url == f"/to-see/{nomination.pk}/"
    assert Signpost.objects.latest("pk").nomination_id == nomination.pk


@pytest.mark.parametrize("role", ["care_home_staff", "care_home_manager"])
def test_the_home_itself_sees_whom_to_ring_and_says_whether_it_did(client, world, staff, notes, role, next_call):
    made = notes()
    home = MembershipFactory(organisation=staff.organisation, role=role, user__name="Rue Sorrel")
    client.act_as(home)
    here = f"/homes/{world.home.pk}/signposts/"
    assert f'<a href="{here}">Say whom you have reached</a>' in page(client.get(f"/homes/{world.home.pk}/"))
    shown = page(client.get(here))
    assert "Dietitian" in shown
    assert client.get(f"{here}add/").status_code == 403
    assert f"{here}add/" not in shown
    client.post(f"/signposts/{made.pk}/answer/", {"said": "reached"})
    assert SignpostAnswer.objects.get().by_name == "Rue Sorrel"
    assert "Reached, said" in page(client.get(here))
    assert "Reached, said" in page(client.get(f"/homes/{world.home.pk}/"))  # whoever manages it sees what came of it
    assert asked(world, next_call) == []


@pytest.mark.parametrize("role", ["pharmacist", "pharmacy_technician"])
def test_pharmacists_and_technicians_of_the_team_signpost_and_answer(client, world, notes, role, dietitian):
    made = notes()
    client.act_as(MembershipFactory(organisation=world.pcn, role=role, user__name="Rowan Dill"))
    here = f"/homes/{world.home.pk}/signposts/"
    assert "Signpost the home" in page(client.get(f"/homes/{world.home.pk}/"))
    client.post(f"/signposts/{made.pk}/answer/", {"said": "not_reached"})
    assert SignpostAnswer.objects.get().by_name == "Rowan Dill"
    assert client.post(f"{here}add/", typed()).url == here
    assert Signpost.objects.latest("pk").by_name == "Rowan Dill"


def test_who_supplies_medicines_only_does_not_see_signposts(client, world, notes):
    made = notes()
    pharmacy = OrganisationFactory(kind="pharmacy")
    HomeRelationshipFactory(home=world.home, organisation=pharmacy, kind=RelationshipKind.PHARMACY)
    client.act_as(MembershipFactory(organisation=pharmacy, role="community_pharmacist"))
    assert client.get(f"/homes/{world.home.pk}/signposts/").status_code == 403
    assert client.post(f"/signposts/{made.pk}/answer/", {"said": "reached"}).status_code == 403


def test_between_two_calls_the_list_takes_the_answer(client, world, notes):
    made = notes()
    client.act_as(world.membership)
    here = f"/homes/{world.home.pk}/signposts/"
    assert "Not asked yet" in page(client.get(here))
    assert client.post(f"/signposts/{made.pk}/answer/", {"said": "reached"}).url == here
    assert SignpostAnswer.objects.get().check_in_id is None
    assert "Reached, said" in page(client.get(here))
    client.post(f"/signposts/{made.pk}/answer/", {"said": "not_reached"})
    assert "Priya Fennel has noted already" in page(client.get(here))


def test_the_pages_of_another_area_do_not_exist(client, world, notes):
    made = notes()
    client.act_as(MembershipFactory(role="care_coordinator"))
    for address in ("", "add/"):
        assert client.get(f"/homes/{world.home.pk}/signposts/{address}").status_code == 404
    assert client.post(f"/signposts/{made.pk}/answer/", {"said": "reached"}).status_code == 404
    assert not SignpostAnswer.objects.exists()


def many(world, count) -> None:
    people = Resident.objects.bulk_create(ResidentFactory.build(home=world.home) for _ in range(count))
    by = {"by_user_id": 1, "by_name": "Priya Fennel", "by_organisation_name": "Westmere PCN"}
    made = Signpost.objects.bulk_create(
        Signpost(home=world.home, resident=each, at=NOW, to_whom="Dietitian", about=ABOUT, **by) for each in people
    )
    SignpostAnswer.objects.bulk_create(
        SignpostAnswer(home=world.home, signpost=each, at=NOW, reached="not_yet", **by) for each in made
    )


def test_the_list_of_a_home(client, world):
    client.act_as(world.membership)
    assert_same_queries(lambda count: many(world, count), f"/homes/{world.home.pk}/signposts/", client, LIST)


def test_pages_that_show_signposts_stay_within_their_queries(client, world, notes):
    nomination = NominationFactory(resident=world.resident)
    notes(nomination_id=nomination.pk, check_in_id=world.check_in.pk)
    many(world, 30)
    client.act_as(world.membership)
    for address in (
        f"/homes/{world.home.pk}/",
        f"/homes/{world.home.pk}/signposts/add/",
        f"/residents/{world.resident.pk}/",
        f"/to-see/{nomination.pk}/",
        f"/check-ins/{world.check_in.pk}/",
        f"/check-ins/{world.check_in.pk}/record/",
    ):
        client.get(address)  # a session notes the first page
        found = queries_of(client, address)
        assert len(found) <= RECORD, "\n".join([address, *(each[:300] for each in found)])
