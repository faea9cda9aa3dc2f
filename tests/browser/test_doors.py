"""The doors: personas, signing in, and what another organisation sees."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import the_page_is_sound
from tests.stack import Stack


@pytest.mark.parametrize("page", ["desk", "phone", "narrow"], indirect=True)
def test_the_doors_are_sound(page: Page, site: Stack) -> None:
    for address in ("/personas/", "/account/login/", "/account/password/reset/"):
        page.goto(address)
        the_page_is_sound(page)


def test_what_is_wrong_has_the_focus_after_the_skip_link_too(page: Page, site: Stack, sign_in_as) -> None:
    """The skip link leaves its place in the address, and a form without an address of its own was sent to that place."""
    sign_in_as(page, "Olga Alecost")
    page.goto("/people/invite/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.get_by_label("Full name").press("Enter")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()


def test_a_persona_lands_on_their_worklist(page: Page, site: Stack, sign_in_as) -> None:
    sign_in_as(page, "Priya Fennel")
    expect(page).to_have_url(f"{site.url}/this-week/")
    expect(page.get_by_role("link", name="Larch House").first).to_be_visible()
    the_page_is_sound(page)


def test_a_list_that_filters_waits_for_its_button_when_chosen_by_keys(page: Page, site: Stack, sign_in_as) -> None:
    """Each arrow is a change: the third answer can be reached, and the focus stays until the button is pressed."""
    sign_in_as(page, "Priya Fennel")
    page.goto("/calendar/")
    whose = page.get_by_label("Calls of")
    whose.focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(whose).to_be_focused()
    assert page.url == f"{site.url}/calendar/"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar/?*")
