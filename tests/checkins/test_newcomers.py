"""A resident who is new, added inside the check-in form: by the rules of the residents' own page, nothing typed lost, named at once."""

import uuid
from datetime import date

import pytest

from carehomes.residents.models import Resident, ResidentState, Stay
from checkins.models import CheckIn, CheckInDraft, Nomination
from tests.checkins.days import TODAY
from tests.factories import MembershipFactory, ResidentFactory, home_of

pytestmark = pytest.mark.django_db

KEY = "5d2c3b2e-7a3e-4ef5-9a4a-000000000001"
WHO = {"given": "Harold", "family": "Yarrow", "born": "30 8 1941", "room": "12"}


@pytest.fixture
def page(client, world):
    """`page(do, **boxes)`: the form sent with these boxes of the newcomer, and the page that follows."""
    client.act_as(world.membership)
    address = f"/check-ins/{world.check_in.pk}/"

    def sent(do="save", note="Ring at ten", **boxes):
        draft = CheckInDraft.objects.filter(check_in=world.check_in).first()
        typed = {
            "do": do,
            "seen": str(draft.revision if draft else 0),
            "note": note,
            "section-new_residents": "something",
            f"place-{KEY}": "1 new_residents",
            **{f"{name}-{KEY}": value for name, value in boxes.items()},
        }
        return client.post(address, typed, follow=True).content.decode()

    sent.get = lambda: client.get(address).content.decode()
    return sent


def fields():
    return CheckInDraft.objects.get().fields


def test_added_and_named_in_one_press_and_nothing_typed_is_lost(world, page):
    shown = page(f"admit:{KEY}", **WHO, sentence="Came without a chart.")
    harold = Resident.objects.get(family_name="Yarrow")
    assert (harold.name, harold.home, harold.room, harold.date_of_birth) == (
        "Harold Yarrow",
        world.home,
        "12",
        date(1941, 8, 30),
    )
    assert (harold.nhs_number, harold.no_nhs_number_reason) == (None, "not_traced")
    assert Stay.objects.get(resident=harold).arrived_on == TODAY
    assert "Harold Yarrow lives in the home now" in shown
    assert f'<option value="{harold.pk}" selected>' in shown
    assert fields()[f"resident-{KEY}"] == [str(harold.pk)]
    assert fields()[f"sentence-{KEY}"] == ["Came without a chart."]
    assert fields()["note"] == ["Ring at ten"]
    assert f"given-{KEY}" not in fields()


def test_sent_twice_it_is_one_resident(page):
    page(f"admit:{KEY}", **WHO)
    page(f"admit:{KEY}", **WHO)
    assert Resident.objects.filter(family_name="Yarrow").count() == 1
    assert fields()[f"resident-{KEY}"] == [str(Resident.objects.get(family_name="Yarrow").pk)]


@pytest.mark.parametrize(
    ("boxes", "box", "words"),
    [
        ({"given": ""}, "given", "Enter first names"),
        ({"born": ""}, "born", "Enter date of birth"),
        ({"born": "31 2 1941"}, "born", "must be a real date"),
        ({"number": "999 123 4567"}, "number", "NHS number"),
        ({"number": "000 000 0000"}, "number", "NHS number"),
        ({"arrived": "1 1 1930"}, "arrived", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_kept(page, boxes, box, words):
    shown = page(f"admit:{KEY}", **{**WHO, **boxes})
    assert f'id="{box}-{KEY}-error"' in shown
    assert words.lower() in shown.lower()
    assert 'value="Yarrow"' in shown
    assert not Resident.objects.filter(family_name="Yarrow").exists()
    assert fields()[f"family-{KEY}"] == ["Yarrow"]  # a colleague sees what was typed


def test_an_nhs_number_that_is_right_is_kept(page):
    page(f"admit:{KEY}", **WHO, number="999 000 0018")
    assert Resident.objects.get(family_name="Yarrow").nhs_number == "9990000018"


def test_whoever_might_be_the_same_person_is_shown_first(world, page):
    other = home_of(world.pcn, name="Rowan Court", name_key="rowan court")
    there = ResidentFactory(home=other, given_name="Harry", family_name="Yarrow", date_of_birth=date(1941, 8, 30))
    shown = page(f"admit:{KEY}", **WHO)
    assert "Is this the same person?" in shown
    assert "Harry Yarrow" in shown
    assert Resident.objects.filter(family_name="Yarrow").count() == 1
    page(f"admit:{KEY}:{there.pk}", **WHO)  # no, it is another person
    assert fields()[f"resident-{KEY}"] == [str(Resident.objects.get(given_name="Harold").pk)]


def test_somebody_who_lives_here_is_taken_and_not_added_again(world, page):
    here = ResidentFactory(home=world.home, given_name="Harry", family_name="Yarrow", date_of_birth=date(1941, 8, 30))
    assert "It is Harry Yarrow" in page(f"admit:{KEY}", **WHO)
    page(f"same:{KEY}:{here.pk}", **WHO)
    assert fields()[f"resident-{KEY}"] == [str(here.pk)]
    assert Resident.objects.filter(family_name="Yarrow").count() == 1


def test_the_same_nhs_number_is_never_two_people(world, page):
    there = ResidentFactory(home=world.home, nhs_number="9990000018")
    shown = page(f"admit:{KEY}:{there.pk}", **WHO, number="9990000018")
    assert "Two people never have the same NHS number" in shown
    assert not Resident.objects.filter(family_name="Yarrow").exists()


def test_a_resident_of_another_home_cannot_be_taken(world, page):
    stranger = ResidentFactory()
    page(f"same:{KEY}:{stranger.pk}", **WHO)
    assert f"resident-{KEY}" not in fields()


def test_one_button_opens_the_boxes_without_javascript(world, page):
    ResidentFactory(home=world.home, state=ResidentState.IN_HOME)
    shown = page("arrived")
    opened = [name for name in fields() if name.startswith("newcomer-")]
    assert len(opened) == 1
    assert '<details class="hc-newcomer" open>' in shown


def test_a_home_of_which_nobody_is_known_can_name_its_first_resident(client, world):
    Resident.objects.filter(home=world.home).delete()
    form = f"/check-ins/{world.check_in.pk}/"
    shown = client.act_as(world.membership).get(form).content.decode()
    assert "Add someone who arrived" in shown
    assert f'data-hr-naming="{form}naming/"' in shown
    assert "Not in the list? Add a new resident" in client.get(f"{form}naming/").content.decode()


def test_unfinished_boxes_stop_the_end_of_the_call(world, page):
    shown = page("complete", **WHO)
    assert "Choose the resident who needs someone" in shown


def test_somebody_else_of_another_pcn_adds_nobody(client, world):
    stranger = MembershipFactory(role="care_coordinator")
    sent = {"do": f"admit:{KEY}", "seen": "0", f"place-{KEY}": "1 other", f"given-{KEY}": str(uuid.uuid4())}
    assert client.act_as(stranger).post(f"/check-ins/{world.check_in.pk}/", sent).status_code == 404
    assert not Nomination.objects.exists()


# --- Where the browser keeps the page


@pytest.fixture
def press(client, world, page):
    """`press(do, **boxes)`: autosaved with these boxes of the newcomer, then the button pressed in the open page; its answer."""

    def pressed(do, seen=None, **boxes):
        page("save", **boxes)
        seen = CheckInDraft.objects.get().revision if seen is None else seen
        return client.post(f"/check-ins/{world.check_in.pk}/newcomer/", {"do": do, "seen": str(seen)})

    return pressed


def test_in_an_open_page_the_resident_is_added_and_named_and_the_rest_stays(world, press):
    answer = press(f"admit:{KEY}", **WHO, sentence="Came without a chart.").json()
    harold = Resident.objects.get(family_name="Yarrow")
    assert answer["chosen"] == [str(harold.pk), "Harold Yarrow, 85, room 12"]
    assert answer["words"].startswith("Harold Yarrow lives in the home now")
    assert answer["fields"] == {
        f"place-{KEY}": ["1 new_residents"],
        f"resident-{KEY}": [str(harold.pk)],
        f"sentence-{KEY}": ["Came without a chart."],
    }
    assert answer["revision"] == CheckInDraft.objects.get().revision
    assert 'value="Yarrow"' not in answer["newcomer"]
    assert fields()[f"resident-{KEY}"] == [str(harold.pk)]
    assert fields()["note"] == ["Ring at ten"]


def test_in_an_open_page_what_is_wrong_is_said_in_its_place(press):
    answer = press(f"admit:{KEY}", **{**WHO, "born": "31 2 1941"}).json()
    assert (answer["chosen"], answer["theirs"]) == (None, {})
    assert f'id="born-{KEY}-error"' in answer["newcomer"]
    assert 'value="Yarrow"' in answer["newcomer"]
    assert not Resident.objects.filter(family_name="Yarrow").exists()


def test_in_an_open_page_somebody_alike_is_shown_and_taken(world, press):
    twin = ResidentFactory(home=world.home, given_name="Harold", family_name="Yarrow", date_of_birth=date(1941, 8, 30))
    answer = press(f"admit:{KEY}", **WHO).json()
    assert (answer["chosen"], "Is this the same person?" in answer["newcomer"]) == (None, True)
    assert f"same:{KEY}:{twin.pk}" in answer["newcomer"]
    answer = press(f"same:{KEY}:{twin.pk}", **WHO).json()
    assert answer["chosen"][0] == str(twin.pk)
    assert Resident.objects.filter(family_name="Yarrow").count() == 1


def test_in_an_open_page_what_a_colleague_wrote_meanwhile_comes_with_the_answer(client, world, press, page, types):
    page("save", **WHO)
    seen = CheckInDraft.objects.get().revision
    types({"text-falls": ["Edith fell"]}, by=world.lead, seen=seen)
    address = f"/check-ins/{world.check_in.pk}/newcomer/"
    answer = client.act_as(world.membership).post(address, {"do": f"admit:{KEY}", "seen": str(seen)}).json()
    assert answer["theirs"]["text-falls"] == ["Edith fell"]
    assert answer["chosen"]


def test_in_an_open_page_a_completed_check_in_takes_nobody(client, world, press, page):
    page("save", **WHO)
    CheckIn.objects.filter(pk=world.check_in.pk).update(state="cancelled")
    answer = client.post(f"/check-ins/{world.check_in.pk}/newcomer/", {"do": f"admit:{KEY}", "seen": "1"})
    assert answer.status_code == 409


@pytest.mark.parametrize("do", ["", "save", "admit:nobody", "same:x:1", f"same:{KEY}:{'9' * 30}"])
def test_in_an_open_page_a_button_about_nobody_changes_nothing(world, press, do):
    answer = press(do, **WHO)
    assert answer.status_code == 409 or answer.json()["chosen"] is None
    assert not Resident.objects.filter(family_name="Yarrow").exists()


def test_only_whoever_rings(client, world, staff):
    client.act_as(staff)
    assert client.post(f"/check-ins/{world.check_in.pk}/newcomer/", {"do": f"admit:{KEY}"}).status_code == 403
