"""One search: what it finds for whom, and that what was typed never stands in an address."""

import pytest

from carehomes.access.roles import Permission
from carehomes.directory import search
from tests.factories import CareHomeFactory, OrganisationFactory, ResidentFactory, home_of

pytestmark = pytest.mark.django_db
SEARCH = "/search/"
NUMBER = "999 000 0018"


def found(client, words):
    return client.post(SEARCH, {"q": words}, follow=True).content.decode()


def test_homes_and_organisations_are_found_ours_first(sign_in):
    pcn = OrganisationFactory(name="Larch PCN", name_key="larch pcn")
    CareHomeFactory(name="Larch Avenue")
    home_of(pcn, name="Larch House")
    page = found(sign_in(organisation=pcn), "larch")
    assert page.index("Larch House") < page.index("Larch Avenue") < page.rindex("Larch PCN")


def test_what_was_typed_is_in_no_address(sign_in):
    answer = sign_in().post(SEARCH, {"q": NUMBER})
    assert answer.status_code == 302
    assert answer["Location"] == "/search/?n=1"


def test_a_number_in_the_address_is_moved_out_of_it(sign_in):
    client = sign_in()
    for number in (NUMBER, "9990000018", "999-000-0018"):
        answer = client.get(SEARCH, {"q": number})
        assert answer.status_code == 302
        assert "999" not in answer["Location"]


def test_the_last_searches_are_kept_for_the_back_button_and_older_ones_forgotten(sign_in):
    client = sign_in("national_reader")
    CareHomeFactory(name="Larch House")
    for _ in range(12):
        client.post(SEARCH, {"q": "larch"})
    assert "Larch House" in client.get(SEARCH, {"n": "12"}).content.decode()
    assert "Larch House" in client.get(SEARCH, {"n": "3"}).content.decode()
    assert "Larch House" not in client.get(SEARCH, {"n": "2"}).content.decode()


def test_words_may_stand_in_the_address(sign_in):
    CareHomeFactory(name="Larch House")
    assert "Larch House" in sign_in("national_reader").get(SEARCH, {"q": "larch"}).content.decode()


@pytest.mark.parametrize(
    ("words", "said"), [("x", "Type at least 2 characters"), ("nowhere", "Nothing found"), ("", "Search")]
)
def test_each_empty_answer_says_why(sign_in, words, said):
    assert said in found(sign_in("national_reader"), words)


def test_a_source_is_asked_only_for_those_who_may_see_it(acting, monkeypatch):
    asked = []
    monkeypatch.setattr(search, "_sources", [])
    search.register_source(
        "Residents", lambda by, words: asked.append(words) or [], permission=Permission.SEE_RESIDENTS
    )
    search.search(acting("national_reader"), "larkspur")
    assert asked == []
    search.search(acting("care_coordinator"), "larkspur")
    assert asked == ["larkspur"]


def test_more_than_is_shown_is_said(acting, monkeypatch):
    monkeypatch.setattr(search, "_sources", [])
    hits = [search.Hit(f"Larch {n}", "/") for n in range(search.SHOWN + 1)]
    search.register_source("Homes", lambda by, words: hits)
    (group,) = search.search(acting("national_reader"), "larch")
    assert (len(group.hits), group.more) == (search.SHOWN, True)


def test_residents_of_other_homes_are_not_found(sign_in):
    pcn = OrganisationFactory()
    ResidentFactory(
        home=home_of(pcn),
        given_name="Winifred",
        family_name="Larkspur",
        name_key="winifred larkspur",
        family_key="larkspur",
    )
    assert "Winifred" in found(sign_in(organisation=pcn), "larkspur")
    assert "Winifred" not in found(sign_in(), "larkspur")
