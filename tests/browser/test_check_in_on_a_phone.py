"""The check-in form on a phone: what is asked besides stands below Finish, and links lead there and back, never behind the call bar."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, start, the_page_is_sound


def below_the_bar(page: Page, place: str) -> bool:
    """Whether a place on the page stands below the bar that stays on top."""
    return page.evaluate(
        """place => document.querySelector(place).getBoundingClientRect().top
            >= document.querySelector(".hr-callbar").getBoundingClientRect().bottom""",
        place,
    )


@pytest.mark.parametrize("page", ["phone"], indirect=True)
def test_what_is_still_open_is_found_on_the_way_to_the_end(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Rowan Court")
    page.get_by_role("link", name="Ask first what is still open").click()
    expect(page.get_by_role("heading", name="Still open")).to_be_in_viewport()
    assert below_the_bar(page, "#still-open")
    page.get_by_role("link", name="Back to Finish").click()
    expect(page.get_by_role("heading", name="Finish")).to_be_in_viewport()
    assert below_the_bar(page, "#s-end")
    the_page_is_sound(page)
