"""An organisation's administrator makes a form of their own from the general one; every page is sound at both widths."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, the_page_is_sound


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_an_organisation_drafts_a_form_of_its_own(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Olga Alecost")
    page.goto("/check-in-form/")
    expect(page.get_by_text("Your organisation uses the general form.")).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name="Make our own form").click()
    the_page_is_sound(page)
    page.get_by_role("button", name="Take away: Training").click()
    expect(page.get_by_text("section gone")).to_be_visible()
    page.get_by_role("link", name="Publish it").click()
    the_page_is_sound(page)
    page.goto("/check-in-form/")
    the_page_is_sound(page)
    page.get_by_role("link", name="General form 2").click()
    the_page_is_sound(page)
    page.goto("/check-in-form/draft/discard/")
    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_role("button", name="Make our own form")).to_be_visible()
