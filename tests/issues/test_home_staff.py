"""Care home staff on the phone: tell the team in three taps, what became of it, and whether it is done."""

import re
import uuid
from datetime import timedelta

import pytest

from carehomes.access.kinds import OrganisationKind, RelationshipKind
from carehomes.access.models import ReadLog
from carehomes.directory.queries.home import MOST_HOMES
from carehomes.issues import actions, concerns
from carehomes.issues.models import Issue, IssueState, Kind, Priority, SaidBy
from carehomes.issues.panels import MOST
from carehomes.issues.queries.home import still_open_for
from tests.factories import HomeRelationshipFactory, MembershipFactory, OrganisationFactory, ResidentFactory, home_of
from tests.issues.conftest import NOW
from tests.issues.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, world):
    return client.act_as(world.memberships["carer"])


@pytest.fixture
def nobody_takes(monkeypatch):
    monkeypatch.setattr(concerns, "_takers", [])


@pytest.fixture
def taken(monkeypatch):
    """A room that takes concerns, and what it was given."""
    given = []

    def take(concern, *, by, now):
        given.append(concern)
        return "/my-home/"

    monkeypatch.setattr(concerns, "_takers", [take])
    return given


def tell(staff, about, key, **typed):
    form = {"soon": "same_day", "words": "", "idempotency_key": uuid.uuid4(), **typed}
    return staff.post(f"/tell/{about}/{key}/", form)


def test_three_taps(staff, world, taken):
    who = text(staff.get("/tell/"))
    assert "ring 999 now" in who
    assert who.index("ring 999 now") < who.index("Edith Campion")
    assert f"/tell/{world.resident.pk}/" in who
    what = text(staff.get(f"/tell/{world.resident.pk}/"))
    assert "Not themselves" in what
    send = text(staff.get(f"/tell/{world.resident.pk}/not-themselves/"))
    assert send.index("0151 496 0110") < send.index("How soon does someone need to look")
    answer = tell(staff, world.resident.pk, "not-themselves", signs=["breathless", "off_food"], words="Since breakfast")
    assert answer.status_code == 302
    (concern,) = taken
    assert (concern.resident_id, concern.urgency, concern.reasons) == (
        world.resident.pk,
        "same_day",
        ("soft_signs", "change_in_condition"),
    )
    assert concern.signs == ("breathless", "off_food")
    assert concern.sentence == "Not themselves. Since breakfast. Short of breath, Not eating."
    assert not Issue.objects.exists()
    assert ReadLog.objects.filter(screen="tell the team", resident_id=world.resident.pk).count() == 3


def test_without_a_room_that_takes_concerns_nothing_told_is_lost(staff, world, nobody_takes):
    tell(staff, world.resident.pk, "fall")
    issue = Issue.objects.get()
    assert (issue.kind, issue.priority, issue.resident) == (Kind.FALLS, Priority.URGENT, world.resident)


def test_other_things_become_issues(staff, world, taken):
    tell(staff, world.resident.pk, "medicines", soon="within_48_hours", words="Two tablets are missing")
    issue = Issue.objects.get()
    assert not taken
    assert (issue.kind, issue.priority, issue.owner_name) == (Kind.MEDICINES, Priority.TWO_DAYS, "Joe Lovage")
    assert (issue.words.title, issue.words.said, issue.words.said_by) == (
        "Medicines",
        "Two tablets are missing.",
        "Flora Chervil",
    )
    assert issue.words.said_how == SaidBy.HERE


def test_about_the_whole_home(staff, world):
    tell(staff, "home", "equipment", words="The hoist is broken", soon="this_round")
    issue = Issue.objects.get()
    assert (issue.resident, issue.kind, issue.priority) == (None, Kind.EQUIPMENT, Priority.WEEK)


def test_what_needs_words_is_asked_for_them_and_nothing_is_lost(staff, world):
    answer = tell(staff, world.resident.pk, "other", words="  ", soon="this_round")
    assert answer.status_code == 422
    assert "Enter a few words" in text(answer)
    assert re.search(r'value="this_round"[^>]*checked', answer.content.decode())


def test_pressed_twice_it_is_told_once(staff, world):
    key = uuid.uuid4()
    for _ in range(2):
        tell(staff, "home", "staffing", words="Two short tonight", idempotency_key=key)
    assert Issue.objects.count() == 1


def test_what_is_written_over_it_on_the_page_of_before_is_told_too(staff, world):
    """Going back shows the page as it was sent, its key with it."""
    key = uuid.uuid4()
    for words in ("Two short tonight", "Nobody at all tomorrow night"):
        tell(staff, "home", "staffing", words=words, idempotency_key=key)
    said = Issue.objects.order_by("pk").values_list("words__said", flat=True)
    assert list(said) == ["Two short tonight.", "Nobody at all tomorrow night."]


@pytest.mark.parametrize("path", ["/tell/999999/", "/tell/home/nonsense/", "/tell/home/fall/"])
def test_what_is_not_there(staff, path):
    assert staff.get(path).status_code == 404


def test_a_resident_of_another_home_cannot_be_told_about(staff, world):
    other = ResidentFactory(home=home_of(world.pcn))
    assert staff.get(f"/tell/{other.pk}/").status_code == 404


def test_finding_a_resident_by_name_or_room(staff, world):
    for number in range(8):
        ResidentFactory(home=world.home, given_name="Rose", family_name=f"Vetch{number}", room=f"2{number}")
    page = text(staff.get("/tell/"))
    assert "All 9 residents" in page
    assert "Vetch7" in text(staff.get("/tell/?q=27"))
    assert "Vetch7" in text(staff.get("/tell/?all=1"))
    nobody = text(staff.get("/tell/?q=zzz"))
    assert "Nobody who lives in Larch House" in nobody
    assert "/tell/home/other-home/" in nobody  # a resident whom nobody has added yet can still be told of


def test_a_manager_of_two_homes_chooses_first(client, world):
    second = home_of(world.home_organisation, kind="home", name="Rowan Court")
    HomeRelationshipFactory(home=second, organisation=world.pcn)
    client.act_as(world.memberships["manager"])
    assert "Tell the team: which home?" in text(client.get("/tell/"))
    assert "Is it done? Which home?" in text(client.get("/is-it-done/"))
    assert f"?home={second.pk}" in text(client.get(f"/tell/?home={second.pk}"))
    client.post(
        f"/tell/home/staffing/?home={second.pk}",
        {"soon": "this_round", "words": "Two short", "idempotency_key": uuid.uuid4()},
    )
    assert Issue.objects.get().home == second


def test_only_the_home_tells_the_team(client, world):
    client.act_as(world.memberships["by"])
    for path in ("/tell/", "/is-it-done/"):
        assert client.get(path).status_code == 403


# My home, and is it done?


def resolved(raised, do, world, **more):
    issue = raised(**more)
    do(actions.resolve, issue, by=world.lead, answer="A new chart went with the driver.")
    issue.refresh_from_db()
    return issue


def test_my_home_says_what_became_and_what_waits(staff, world, raised, do):
    resolved(raised, do, world)
    raised(kind=Kind.STAFFING, title="Two short", resident_id=None)
    page = text(staff.get("/my-home/"))
    for words in (
        "Say if 1 thing is done",
        "Answer now",
        "Tell the team something",
        "What became of what you said",
        "Two short",
        "Home to confirm",
    ):
        assert words in page


def test_my_home_folds_away_what_a_phone_would_scroll_past(staff, world, raised):
    for number in range(MOST + 2):
        raised(kind=Kind.STAFFING, title=f"Two short {number}", resident_id=None)
    before, folded = text(staff.get("/my-home/")).split("<summary>2 more</summary>")
    assert before.count("Two short") == MOST
    assert folded.count("Two short") == 2


def test_the_team_sees_how_much_is_open_in_a_home(client, world, raised, do):
    resolved(raised, do, world)
    raised(title="Late one", now=NOW - timedelta(days=14))
    address = f"/homes/{world.home.pk}/"
    page = text(client.act_as(world.memberships["by"]).get(address))
    tiles = [re.sub(r"<[^>]+>", "", each).split() for each in re.findall(r'<a class="hr-tile".*?</a>', page, re.S)]
    assert "2 issues open 1 late, 1 for the home to confirm".split() in tiles
    assert "Raise an issue" in page
    mine = text(client.act_as(world.memberships["carer"]).get(address))
    assert "issues open" not in mine  # the home has what became of its words, and tells the team instead
    assert "Raise an issue" not in mine


def answer(staff, issue, said, **more):
    form = {"issue": issue.pk, "seen": issue.revision, "answer": said, "idempotency_key": uuid.uuid4(), **more}
    return staff.post("/is-it-done/", form)


def test_yes_closes_it(staff, world, raised, do):
    issue = resolved(raised, do, world)
    page = text(staff.get("/is-it-done/"))
    for words in (
        "1 of 1 that waits for your answer",
        "Chart query, Edith Campion",
        "10 mg",
        "A new chart went",
        "Joe Lovage is told",
    ):
        assert words in page
    assert answer(staff, issue, "yes").status_code == 302
    issue.refresh_from_db()
    assert issue.state == IssueState.CLOSED
    assert "You said today" in text(staff.get("/is-it-done/"))


def test_no_with_a_reason_opens_it_again_and_can_be_changed_today(staff, world, raised, do):
    issue = resolved(raised, do, world)
    answer(staff, issue, "no", words="The evening chart is wrong")
    issue.refresh_from_db()
    assert (issue.state, issue.issuenotes.last().text) == (IssueState.REOPENED, "The evening chart is wrong")
    assert "Change to yes, done" in text(staff.get("/is-it-done/"))
    answer(staff, issue, "yes")
    issue.refresh_from_db()
    assert issue.state == IssueState.CLOSED


def test_an_answer_of_yesterday_is_not_offered_to_be_changed(staff, world, raised, do, time_machine):
    issue = resolved(raised, do, world)
    answer(staff, issue, "yes")
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    staff.logout()
    page = text(staff.act_as(world.memberships["carer"]).get("/is-it-done/"))
    assert "Nothing waits for your answer" in page
    assert "You said today" not in page


def test_cannot_say_asks_again_tomorrow_only(staff, world, raised, do, time_machine):
    issue = resolved(raised, do, world)
    answer(staff, issue, "cannot-say")
    assert "Nothing waits for your answer" in text(staff.get("/is-it-done/"))
    assert "Say if" not in text(staff.get("/my-home/"))
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    staff.logout()
    assert "Is this done?" in text(staff.act_as(world.memberships["carer"]).get("/is-it-done/"))


def test_two_colleagues_answer_at_once(staff, world, raised, do):
    issue = resolved(raised, do, world)
    do(actions.home_says_yes, issue, by=world.manager)
    page = text(
        staff.post(
            "/is-it-done/",
            {"issue": issue.pk, "seen": issue.revision, "answer": "no", "idempotency_key": uuid.uuid4()},
            follow=True,
        )
    )
    assert "Moira Sorrel, 10:52: Confirmed by the home and closed" in page
    issue.refresh_from_db()
    assert issue.state == IssueState.CLOSED


def test_another_homes_issue_cannot_be_answered(staff, world, raised, do):
    other = home_of(world.pcn)
    issue = raised(home_id=other.pk, resident_id=None)
    assert answer(staff, issue, "yes").status_code == 404


def test_what_is_still_open_comes_back_in_the_check_in(world, raised, do):
    late = raised(title="Late one", now=NOW - timedelta(days=20))
    waits, fresh = resolved(raised, do, world, title="To confirm"), raised(title="Fresh")
    closed = resolved(raised, do, world)
    do(actions.home_says_yes, closed, by=world.carer)
    rows = still_open_for(world.home.pk, world.by, NOW)
    assert [each.words.title for each in rows] == ["Late one", "To confirm", "Fresh"]
    assert {late, waits, fresh} == set(rows)


def test_panels_of_home_and_resident(client, world, raised):
    issue = raised()
    client.act_as(world.memberships["by"])
    for url in (f"/homes/{world.home.pk}/", f"/residents/{world.resident.pk}/"):
        page = text(client.get(url))
        assert "Chart query" in page
        assert f"/issues/{issue.pk}/" in page
        assert "Raise an issue" in page
    commissioner = text(client.act_as(world.memberships["commissioner"]).get(f"/homes/{world.home.pk}/"))
    assert "Medicines issue" in commissioner
    assert "Chart query" not in commissioner


@pytest.fixture
def provider(client, world):
    """Somebody at a provider with more homes than a page shows; the last of them by name."""
    organisation = OrganisationFactory(name="Sorrel Care", kind=OrganisationKind.CARE_PROVIDER)
    for number in range(MOST_HOMES):
        home_of(organisation, RelationshipKind.PROVIDER, name=f"Larch House {number:02}")
    client.last = home_of(
        organisation, RelationshipKind.PROVIDER, name="Zinnia Court", town="Eastgate", town_key="eastgate"
    )
    return client.act_as(MembershipFactory(organisation=organisation, role="care_home_manager"))


@pytest.mark.parametrize("address", ["/tell/", "/is-it-done/", "/my-home/"])
def test_every_home_of_a_large_provider_can_be_found(provider, address):
    page = text(provider.get(address))
    assert "Zinnia Court" not in page
    assert "The first 50, by name. Type to find another." in page
    found = text(provider.get(f"{address}?q=eastg"))
    assert "Zinnia Court" in found
    assert "Larch House 01" not in found
    assert "None of your homes has these words" in text(provider.get(f"{address}?q=nowhere"))


def test_a_large_provider_is_not_told_a_wrong_number_of_homes(provider):
    assert "More than 50 homes of Sorrel Care" in text(provider.get("/my-home/"))


def test_every_home_of_a_large_provider_can_be_spoken_for(provider, world):
    assert "Who is it about?" in text(provider.get(f"/tell/?home={provider.last.pk}"))
    assert "which home?" in text(provider.get(f"/tell/?home={world.home.pk}"))  # somebody else's
    page = text(provider.get(f"/issues/raise/?home={provider.last.pk}"))
    assert "Zinnia Court" in page
    assert "find it" in text(provider.get("/issues/raise/"))
    typed = {"home": provider.last.pk, "kind": "equipment", "title": "Sling torn", "priority": "week", "said": "Torn."}
    provider.post("/issues/raise/", {**typed, "idempotency_key": uuid.uuid4()})
    assert Issue.objects.get().home_id == provider.last.pk
