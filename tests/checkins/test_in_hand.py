"""One resident who needs someone is in hand, with all boxes; every other one is a line that is not sent and not lost."""

import re
import uuid

import pytest
from django.urls import reverse

from checkins.check_in_form.sheet import read
from checkins.models import CheckInDraft, Nomination
from checkins.presenters.in_hand import in_hand, unsaved
from tests.checkins.conftest import named, nothing_to_report
from tests.checkins.pages import form, page
from tests.factories import MembershipFactory, ResidentFactory, acting_for

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = (str(uuid.UUID(int=each)) for each in (1, 2, 3))


def typed(*keys, added=()):
    """That many who are named, in this order."""
    fields = {f"place-{key}": [f"{place} falls"] for place, key in enumerate(keys)}
    return fields | {f"added-{key}": ["1"] for key in added}


@pytest.mark.parametrize(
    ("added", "problems", "asked_for", "found"),
    [
        ((), (), "", THIRD),
        ((), (), FIRST, FIRST),
        ((THIRD,), (), "", SECOND),
        ((THIRD,), (), THIRD, SECOND),
        ((), (f"sentence-{SECOND}", f"resident-{THIRD}"), FIRST, SECOND),
        ((SECOND,), (f"sentence-{SECOND}",), "", SECOND),
    ],
)
def test_who_is_in_hand(added, problems, asked_for, found):
    waiting = read(typed(FIRST, SECOND, THIRD, added=added)).nominations
    assert in_hand(waiting, problems, asked_for) == {found}


def test_nobody_is_in_hand_where_all_are_added():
    assert in_hand(read(typed(FIRST, SECOND, added=(FIRST, SECOND))).nominations, (), "") == set()


def test_what_the_draft_does_not_hold_keeps_its_boxes():
    fields = typed(FIRST, SECOND)
    waiting = read(fields).nominations
    assert unsaved(waiting, {**fields, f"sentence-{FIRST}": []}, fields) == set()
    assert unsaved(waiting, {**fields, f"sentence-{FIRST}": ["Fell"]}, fields) == {FIRST}


@pytest.fixture
def two(world, types):
    """Two residents who are named in the draft, the first of them added."""
    other = ResidentFactory(home=world.home, given_name="Olive", family_name="Sorrel")
    fields = {
        **named(world.resident, key=FIRST, urgency="routine"),
        **named(other, key=SECOND, urgency="routine", section="falls"),
    }
    del fields[f"added-{SECOND}"]
    types(fields)
    return fields


def shown_fields(shown):
    """What a browser without a script would send of this page about residents."""
    names = re.findall(r'name="((?:place|resident|reasons|urgency|sentence|added)-[^"]+)"', shown)
    return {name.partition("-")[2] for name in names}, re.search(r'name="kept" value="([^"]*)"', shown)[1]


def test_a_line_is_not_sent_and_not_lost(coordinator, world, two):
    boxes, lines = shown_fields(page(coordinator.get(form(world))))
    assert (boxes, lines) == ({SECOND}, FIRST)
    sent = {name: values for name, values in two.items() if name.endswith(SECOND)}
    coordinator.post(form(world), {**sent, "do": "save", "seen": "1", "kept": lines, "note": "Ring early"})
    held = CheckInDraft.objects.get().fields
    assert held["note"] == ["Ring early"]
    assert {name: held.get(name) for name in two if name.endswith((FIRST, SECOND))} == {
        name: values for name, values in two.items() if name.endswith((FIRST, SECOND))
    }


def test_a_line_is_changed(coordinator, world, two):
    sent = {name: values for name, values in two.items() if name.endswith(SECOND)}
    answer = coordinator.post(form(world), {**sent, "do": f"change:{FIRST}", "seen": "1", "kept": FIRST})
    assert answer["Location"] == f"{form(world)}?nomination={FIRST}#nomination-{FIRST}"
    shown = page(coordinator.get(answer["Location"]))
    assert shown_fields(shown) == ({FIRST}, SECOND)
    assert "Breathless when she walks" in shown
    assert f'value="change:{SECOND}" aria-label="Go on with Olive Sorrel"' in shown


def test_a_line_is_taken_back(coordinator, world, two):
    sent = {name: values for name, values in two.items() if name.endswith(SECOND)}
    coordinator.post(form(world), {**sent, "do": f"drop:{FIRST}", "seen": "1", "kept": FIRST})
    assert [str(each.key) for each in read(CheckInDraft.objects.get().fields).nominations] == [SECOND]


def test_what_a_colleague_wrote_about_a_line_stands(coordinator, world, two, types):
    colleague = acting_for(MembershipFactory(organisation=world.pcn, role="care_coordinator", user__name="Sam Tansy"))
    types({f"sentence-{FIRST}": ["Better since lunch."]}, by=colleague)
    sent = {name: values for name, values in two.items() if name.endswith(SECOND)}
    answer = coordinator.post(form(world), {**sent, "do": "save", "seen": "1", "kept": FIRST})
    assert answer.status_code == 302  # nothing was written into the same box by two people
    assert CheckInDraft.objects.get().fields[f"sentence-{FIRST}"] == ["Better since lunch."]


def test_each_who_lacks_something_says_so_where_they_stand(coordinator, world, two, types):
    types({**nothing_to_report(), **two, f"sentence-{FIRST}": [], f"sentence-{SECOND}": [], f"reasons-{SECOND}": []})
    boxes, lines = shown_fields(page(coordinator.get(form(world))))
    sent = {**nothing_to_report(), **two, f"reasons-{SECOND}": [], f"sentence-{SECOND}": []}
    sent = {name: values for name, values in sent.items() if values and not name.endswith(FIRST)}
    shown = page(coordinator.post(form(world), {**sent, "do": "complete", "seen": "9", "kept": lines}))
    assert f'href="#sentence-{FIRST}"' in shown  # the first one's boxes are drawn, and its link leads to the box
    assert f'id="sentence-{FIRST}"' in shown
    assert shown.count(f'href="#change-{SECOND}"') == 2
    assert f'id="change-{SECOND}"' in shown
    assert shown.count("Choose why Olive Sorrel needs someone now") == 2  # in the summary, and in the line
    assert not Nomination.objects.exists()


def test_words_that_only_the_session_holds_have_their_boxes(coordinator, world, two):
    """Sent while one acted for another organisation: they are in no draft, and a line would lose them."""
    other = MembershipFactory(user=world.membership.user, organisation__name="Harbour Surgery")
    fresh = {f"place-{THIRD}": "9 falls", f"sentence-{THIRD}": "Fell twice", f"sentence-{SECOND}": "Worse"}
    sent = {**two, **fresh, "seen": "1", "opened_for": world.membership.pk}
    coordinator.act_as(other).post(form(world), sent)
    coordinator.post(reverse("access:switch"), {"membership": world.membership.pk, "go_on": "1"})
    back = page(coordinator.get(form(world)))
    assert shown_fields(back) == ({SECOND, THIRD}, FIRST)
    assert {"Worse", "Fell twice"} <= set(re.findall("<textarea[^>]*>([^<]+)</textarea>", back))


def test_the_boxes_of_somebody_whom_a_colleague_changed_are_drawn(coordinator, world, two, types):
    colleague = acting_for(MembershipFactory(organisation=world.pcn, role="care_coordinator", user__name="Sam Tansy"))
    types({f"sentence-{SECOND}": ["Better since lunch."], f"added-{SECOND}": ["1"]}, by=colleague)
    sent = {name: values for name, values in two.items() if name.endswith(SECOND)}
    answer = coordinator.post(
        form(world), {**sent, f"sentence-{SECOND}": "Worse", "do": "save", "seen": "1", "kept": FIRST}
    )
    shown = page(answer)
    assert "Better since lunch." in shown
    assert re.search(rf'<textarea[^>]* id="sentence-{SECOND}"[^>]*>Worse</textarea>', shown)


def test_withdrawn_or_told_they_are_a_line_too(coordinator, world, types):
    fields = named(world.resident, key=FIRST)
    del fields[f"added-{FIRST}"]
    types(fields)
    coordinator.post(form(world), {**fields, "do": f"add:{FIRST}", "seen": "1"})
    shown = page(coordinator.get(form(world)))
    assert shown_fields(shown) == (set(), FIRST)
    assert reverse("checkins:withdraw", args=[Nomination.objects.get().pk]) in shown
