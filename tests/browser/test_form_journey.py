"""The check-in form is drafted by who keeps the general one, and an organisation's administrator makes one of their own from it."""

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


def test_the_form_is_drafted_and_seen_as_it_will_be(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Del Orache")
    page.goto("/check-in-form/")
    the_page_is_sound(page)
    page.get_by_role("button", name="Start a draft").click()
    page.get_by_role("link", name="Add a question to Falls").click()
    the_page_is_sound(page)
    page.get_by_label("Question", exact=True).fill("Where did they fall?")
    page.get_by_label("Words", exact=True).check()
    page.get_by_role("button", name="Put it into the draft").click()
    the_page_is_sound(page)
    page.get_by_role("link", name="See it as those who ring").click()
    expect(page.get_by_label("Where did they fall?")).to_be_visible()
    the_page_is_sound(page)
    page.goto("/check-in-form/draft/")
    page.get_by_role("link", name="Give this draft up").click()
    the_page_is_sound(page)
    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_text("The draft is given up")).to_be_visible()
