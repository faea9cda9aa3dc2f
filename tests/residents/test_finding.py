"""The list of residents: its tabs and orders, finding by name and by number, and taking it out."""

import csv
import io
import re
import time
import uuid
from datetime import timedelta

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from carehomes.access.look_ups import may_look_up
from carehomes.access.models import ReadLog
from carehomes.deadlines import london_today
from carehomes.residents.models import ResidentExport, ResidentState
from tests.factories import (
    OrganisationFactory,
    home_of,
)
from tests.residents.pages import NUMBER, at, post, text

pytestmark = pytest.mark.django_db


def test_the_list_has_everybody_and_logs_each(priya, world, ivy, lives_in):
    lives_in(home_of(world.pcn, name="Oak Lodge"), "Alma", "Bryony")
    lives_in(home_of(OrganisationFactory()), "Hidden", "Tormentil")
    page = text(priya.get(at("residents")))
    assert page.index("Bryony, Alma") < page.index("Meadowsweet, Ivy")
    assert "Tormentil" not in page
    assert "2 residents in 2 homes" in page
    assert ReadLog.objects.filter(screen="List of residents").count() == 2


def test_tabs_by_where_they_are(priya, world, lives_in):
    lives_in(world.home, "New", "Comer", arrived_on=london_today() - timedelta(days=14))
    lives_in(world.home, "Long", "Stayer", arrived_on=london_today() - timedelta(days=15))
    lives_in(world.home, "Sick", "Sorrow", state=ResidentState.IN_HOSPITAL)
    lives_in(world.home, "Gone", "Goer", state="left", left_on=london_today(), left_to="went_home")
    lives_in(world.home, "Not", "Here", state="left", left_on=london_today(), left_to="recorded_in_error")
    names = ("Comer", "Stayer", "Sorrow", "Goer", "Here")

    def shown(**asked):
        page = text(priya.get(at("of_home", world.home.pk), asked))
        return {name for name in names if f"{name}, " in page}

    assert shown() == {"Comer", "Stayer", "Sorrow"}
    assert shown(state="new") == {"Comer"}
    assert shown(state="in_hospital") == {"Sorrow"}
    assert shown(state="left") == {"Goer"}
    assert shown(state="nonsense", sort="nonsense", page="nonsense") == {"Comer", "Stayer", "Sorrow"}


def test_one_home_of_all(priya, world, ivy, lives_in):
    oak = home_of(world.pcn, name="Oak Lodge")
    lives_in(oak, "Alma", "Bryony")
    page = text(priya.get(at("residents"), {"home": oak.pk}))
    assert "Bryony, Alma" in page
    assert "Meadowsweet, Ivy" not in page


def test_a_home_whose_residents_one_may_not_see_is_not_found(priya):
    assert priya.get(at("of_home", home_of(OrganisationFactory()).pk)).status_code == 404
    assert priya.get(at("of_home", 0)).status_code == 404


@pytest.mark.parametrize("sort", ["name", "home", "room", "recent"])
def test_every_order_shows_everybody(priya, ivy, sort):
    assert "Meadowsweet, Ivy" in text(priya.get(at("residents"), {"sort": sort}))


def test_rooms_come_in_the_order_of_numbers(priya, world, lives_in):
    for room in ("10", "9", "2"):
        lives_in(world.home, "In", f"Room{room}", room=room)
    page = text(priya.get(at("of_home", world.home.pk), {"sort": "room"}))
    assert page.index("Room2") < page.index("Room9") < page.index("Room10")


def test_an_empty_home_says_what_to_do(priya, world):
    page = text(priya.get(at("of_home", world.home.pk)))
    assert "Nobody is recorded as living here" in page
    assert "Add the first resident" in page


def test_by_name_the_address_stays_clean(priya, world, ivy, lives_in):
    lives_in(world.home, "Alma", "Bryony")
    answer = priya.post(at("find"), {"words": "sweet iv"})
    assert answer.url == "/residents/?found=1"
    page = text(priya.get(answer.url))
    assert "Meadowsweet, Ivy" in page
    assert "Bryony" not in page
    assert "Everyone found" in page
    assert "iv" not in answer.url.removeprefix("/residents/")


def test_by_name_within_one_home_and_also_those_who_left(priya, world, lives_in):
    lives_in(world.home, "Gone", "Goer", state="died", left_on=london_today(), left_to="died")
    answer = priya.post(at("find"), {"words": "goe", "home": world.home.pk})
    assert answer.url == f"/homes/{world.home.pk}/residents/?found=1"
    assert "Goer, Gone" in text(priya.get(answer.url))


def test_a_name_that_nobody_has(priya, ivy):
    priya.post(at("find"), {"words": "%"})
    page = text(priya.get(at("residents"), {"found": 1}))
    assert "Nobody whom you may see has this name" in page


@pytest.mark.parametrize("typed", ["999 791 9076", "9997919076", "999-791-9076"])
def test_by_number_straight_to_the_record(priya, ivy, typed):
    assert priya.post(at("find"), {"words": typed}).url == at("resident", ivy.pk)


def test_a_hidden_number_and_one_that_nobody_has_read_the_same(priya, lives_in):
    lives_in(home_of(OrganisationFactory()), nhs_number=NUMBER)
    hidden, nobody = (text(priya.post(at("find"), {"words": each})) for each in (NUMBER, "9990000018"))
    assert "No resident whom you may see has this NHS number" in hidden
    assert without_secrets(hidden, NUMBER) == without_secrets(nobody, "9990000018")


def without_secrets(page, number):
    """A page without what differs in every answer, and without what was typed."""
    return re.sub(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", page).replace(number, "")


def test_a_wrong_number_says_what_is_wrong(priya):
    page = text(priya.post(at("find"), {"words": "999 791 9075"}))
    assert "the last digit does not match" in page
    assert "Error: Residents" in page


def test_numbers_cannot_be_tried_out(priya, ivy, settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (2, 60)
    for _ in range(2):
        assert priya.post(at("find"), {"words": NUMBER}).status_code == 302
    answer = priya.post(at("find"), {"words": NUMBER})
    assert answer.status_code == 429
    assert "Wait a minute" in text(answer)
    assert priya.post(at("find"), {"words": "Ivy"}).status_code == 302


def test_the_search_and_the_list_share_one_count_of_look_ups(priya, ivy, settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 60)
    assert priya.post("/search/", {"q": NUMBER}, follow=True).status_code == 200
    refused = priya.post("/search/", {"q": NUMBER}, follow=True)
    assert refused.status_code == 429
    assert "Wait a minute, then try again" in text(refused)
    assert ivy.family_name not in text(refused)
    assert priya.post(at("find"), {"words": NUMBER}).status_code == 429


def test_look_ups_run_out_for_one_person_and_come_back(settings):
    settings.LOOK_UPS_BY_NHS_NUMBER = (3, 60)
    person = uuid.uuid4().int
    assert [may_look_up(person) for _ in range(4)] == [True, True, True, False]
    assert may_look_up(person + 1)
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 1)
    assert may_look_up(person + 2)
    time.sleep(1.1)
    assert may_look_up(person + 2)


def test_nobody_is_refused_while_the_cache_is_away(settings, monkeypatch):
    def away(*args, **kwargs):
        raise RedisError

    monkeypatch.setattr(RedisCache, "add", away)
    settings.LOOK_UPS_BY_NHS_NUMBER = (1, 60)
    assert may_look_up(1)
    assert may_look_up(1)


def test_finding_is_never_by_get(priya):
    assert priya.get(at("find"), {"words": NUMBER}).status_code == 405


def test_a_list_is_taken_out_only_for_a_purpose_and_logged(priya, world, ivy, lives_in):
    lives_in(world.home, "=cmd", "Formula")
    address = f"{at('export')}?home={world.home.pk}"
    assert "What is the list for?" in text(priya.get(address))
    assert "There is a problem" in text(post(priya, address))
    answer = post(priya, address, purpose="direct_care", detail="The nurse on call")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Family name", "Formula", "Meadowsweet"]
    assert rows[1][1] == "'=cmd"
    assert "attachment" in answer["Content-Disposition"]
    log = ResidentExport.objects.get()
    assert (log.rows, log.purpose, log.chosen, log.by_name) == (
        2,
        "direct_care",
        "Larch House, living here",
        world.by.person,
    )
    assert ReadLog.objects.filter(screen="Residents, taken out").count() == 2
