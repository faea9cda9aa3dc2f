"""Two tabs of somebody with two memberships: a page that was opened for one saves nothing while the other acts, and loses nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from carehomes.access.kinds import OrganisationKind
from carehomes.access.models import Membership, User
from carehomes.deadlines import london_today
from tests.access.conftest import PASSWORD
from tests.access.test_sessions import DETAILS, sign_in
from tests.conftest import ScopedClient
from tests.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SWITCH = "/switch/"
TYPED = {"name": "Dr Basil Thyme"}


@pytest.fixture
def harbour(person: User) -> Membership:
    """The membership in which Basil Thyme acts first."""
    return commissioner_of("Harbour Board", person)


@pytest.fixture
def quay(person: User, harbour: Membership) -> Membership:
    """The one to which they switch in the other tab."""
    return commissioner_of("Quay Board", person)


def commissioner_of(name: str, person: User) -> Membership:
    organisation = OrganisationFactory(name=name, kind=OrganisationKind.ICB)
    return MembershipFactory(user=person, role="commissioner_lead", organisation=organisation)


@pytest.fixture
def switched(client: ScopedClient, harbour: Membership, quay: Membership) -> ScopedClient:
    """A tab that was opened for Harbour Board, after the switch to Quay Board in another."""
    client.act_as(harbour)
    client.get(DETAILS)
    client.post(SWITCH, {"membership": quay.pk})
    return client


def opened_for(page: str) -> set[str]:
    return set(re.findall(r'name="opened_for" value="([^"]*)"', page))


def press_go_on(client: ScopedClient, page: str) -> Any:
    """The button of the page that refuses."""
    form = re.search(r'<form method="post" action="/switch/">(?:(?!</form>).)*name="go_on".*?</form>', page, re.DOTALL)[
        0
    ]
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))
    return client.post(SWITCH, fields)


def test_every_form_of_a_page_says_for_whom_it_was_opened(client: ScopedClient, harbour: Membership) -> None:
    page = client.act_as(harbour).get(DETAILS).content.decode()
    assert page.count('name="opened_for"') == page.count('name="csrfmiddlewaretoken"') > 2
    assert opened_for(page) == {str(harbour.pk)}


def test_nobody_acts_on_a_page_of_sign_in(client: ScopedClient) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert "csrfmiddlewaretoken" in page
    assert not opened_for(page)


def test_nothing_is_saved_and_what_was_typed_comes_back(
    switched: ScopedClient, person: User, harbour: Membership
) -> None:
    answer = switched.post(DETAILS, {**TYPED, "opened_for": harbour.pk})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You now act for Quay Board; this page was opened for Harbour Board." in page
    assert "Act for Harbour Board again and go on" in page
    person.refresh_from_db()
    assert person.name == "Basil Thyme"

    assert press_go_on(switched, page).url == DETAILS
    back = switched.get(DETAILS).content.decode()
    assert 'value="Dr Basil Thyme"' in back
    assert "This was not sent while you acted for Quay Board. What you typed is here" in back
    assert opened_for(back) == {str(harbour.pk)}

    assert switched.post(DETAILS, {**TYPED, "opened_for": harbour.pk}).url == DETAILS
    person.refresh_from_db()
    assert person.name == "Dr Basil Thyme"


def test_what_was_typed_for_one_is_not_put_into_a_page_of_the_other(
    switched: ScopedClient, harbour: Membership
) -> None:
    refused = switched.post(DETAILS, {**TYPED, "opened_for": harbour.pk})
    assert "Dr Basil Thyme" not in switched.get(DETAILS).content.decode()
    press_go_on(switched, refused.content.decode())
    assert 'value="Dr Basil Thyme"' in switched.get(DETAILS).content.decode()


def test_a_button_is_pressed_again_on_its_page(switched: ScopedClient, harbour: Membership) -> None:
    button = reverse("access:confirm_own_address")
    refused = switched.post(button, {"opened_for": harbour.pk}, headers={"Referer": f"http://testserver{DETAILS}"})
    assert refused.status_code == 409
    assert press_go_on(switched, refused.content.decode()).url == button
    assert switched.get(button).url == DETAILS
    assert "while you acted for Quay Board. Press the button again" in switched.get(DETAILS).content.decode()


def test_a_script_that_saves_is_told_and_its_text_stays_in_the_boxes(
    switched: ScopedClient, person: User, harbour: Membership
) -> None:
    answer = switched.post(DETAILS, {**TYPED, "opened_for": harbour.pk}, headers={"X-Requested-With": "fetch"})
    note = answer.json()["opened_for_note"]
    assert answer.status_code == 409
    assert "You now act for Quay Board; this page was opened for Harbour Board" in note
    assert f'data-hr-act-again="{SWITCH}" value="{harbour.pk}"' in note
    assert "Dr Basil Thyme" not in str(dict(switched.session))
    person.refresh_from_db()
    assert person.name == "Basil Thyme"


def test_after_a_membership_has_ended_its_page_saves_nothing_and_shows_the_words(
    client: ScopedClient, person: User, harbour: Membership, quay: Membership
) -> None:
    client.act_as(harbour).get(DETAILS)
    Membership.objects.filter(pk=harbour.pk).update(
        starts_on=london_today() - timedelta(days=9), ends_on=london_today() - timedelta(days=1)
    )
    answer = client.post(DETAILS, {**TYPED, "opened_for": harbour.pk, "password": "not to be shown"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You now act for Quay Board; the membership for which this page was opened has ended." in page
    assert "Dr Basil Thyme</textarea>" in page
    assert "not to be shown" not in page
    assert "again and go on" not in page
    person.refresh_from_db()
    assert person.name == "Basil Thyme"


@pytest.mark.parametrize("nonsense", ["0", "-1", "nobody", "9" * 30])
def test_a_membership_that_nobody_has_saves_nothing(
    client: ScopedClient, person: User, harbour: Membership, nonsense: str
) -> None:
    assert client.act_as(harbour).post(DETAILS, {**TYPED, "opened_for": nonsense}).status_code == 409
    person.refresh_from_db()
    assert person.name == "Basil Thyme"


def test_what_is_too_long_to_keep_is_shown(switched: ScopedClient, harbour: Membership) -> None:
    page = switched.post(DETAILS, {"name": "long words " * 10_000, "opened_for": harbour.pk}).content.decode()
    assert "long words</textarea>" in page
    assert "is kept for an hour" not in page


def test_two_roles_in_one_organisation_are_told_apart(client: ScopedClient, person: User, harbour: Membership) -> None:
    other = MembershipFactory(user=person, role="data_protection_officer", organisation=harbour.organisation)
    page = client.act_as(other).post(DETAILS, {**TYPED, "opened_for": harbour.pk}).content.decode()
    assert "You now act for Harbour Board as data protection officer;" in page
    assert "this page was opened for Harbour Board as commissioner lead" in page


def test_a_page_that_does_not_say_for_whom_it_is_asks_whoever_has_two(
    switched: ScopedClient, person: User, harbour: Membership
) -> None:
    answer = switched.post(DETAILS, TYPED)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This page does not say for which organisation it was opened." in page
    assert "It is for Quay Board" in page
    person.refresh_from_db()
    assert person.name == "Basil Thyme"

    assert switched.post(SWITCH, {"membership": harbour.pk, "go_on": "1"}).url == DETAILS
    back = switched.get(DETAILS).content.decode()
    assert 'value="Dr Basil Thyme"' in back
    assert "its page did not say for whom it was. What you typed is here" in back
    assert switched.post(DETAILS, {**TYPED, "opened_for": harbour.pk}).url == DETAILS


def test_a_script_of_such_a_page_is_told_to_open_it_again(switched: ScopedClient) -> None:
    answer = switched.post(DETAILS, TYPED, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert "This page does not say for which organisation it was opened" in answer.json()["opened_for_note"]


def test_whoever_has_one_membership_is_not_asked(client: ScopedClient, person: User, harbour: Membership) -> None:
    assert client.act_as(harbour).post(DETAILS, TYPED).url == DETAILS
    person.refresh_from_db()
    assert person.name == "Dr Basil Thyme"


def test_one_switches_from_any_page(switched: ScopedClient, harbour: Membership, quay: Membership) -> None:
    switched.post(SWITCH, {"membership": harbour.pk, "opened_for": harbour.pk})
    assert switched.session["membership_id"] == harbour.pk
    assert switched.post(SWITCH, {"membership": quay.pk, "opened_for": quay.pk}).status_code == 302
    assert switched.session["membership_id"] == quay.pk


def test_who_was_signed_out_comes_back_acting_for_whom_they_typed(
    client: ScopedClient, person: User, harbour: Membership, quay: Membership
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person)
        client.post(SWITCH, {"membership": quay.pk})
        client.get(DETAILS)
        clock.shift(timedelta(minutes=20))
        answer = client.post(DETAILS, {**TYPED, "opened_for": quay.pk})
        back = client.post(answer.url, {"login": person.email, "password": PASSWORD, "next": DETAILS})
        page = client.get(back.url).content.decode()
    assert 'value="Dr Basil Thyme"' in page
    assert opened_for(page) == {str(quay.pk)}
