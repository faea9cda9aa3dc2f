"""A section of a completed check-in, put right in a real browser: its questions come and go with the answers, errors stand beside them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, start, the_page_is_sound

HOME = {"desk": "Chestnut Lodge", "phone": "Hornbeam Place"}
CASES = "Residents with new COVID-19"


def complete_with_nothing(page: Page, home: str) -> None:
    """A call in which there is nothing to report."""
    start(page, home)
    page.get_by_label("Who you spoke to").select_option(index=1)
    page.get_by_role("button", name=re.compile("Asked: nothing in the")).click()
    page.get_by_role("button", name="Complete check-in").click()
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_text(f"Check-in with {home} completed.")).to_be_visible()


@pytest.mark.parametrize(("page", "home"), HOME.items(), indirect=["page"])
def test_a_section_is_put_right(page: Page, sign_in_as: SignIn, home: str) -> None:
    # Given a completed check-in, and the page on which its section on infection is put right
    sign_in_as(page, "Priya Fennel")
    complete_with_nothing(page, home)
    page.goto("/this-week/?whose=everyone&state=done")
    page.get_by_role("link", name=f"View: {home}").click()
    page.get_by_text("Put a section right").click()
    page.get_by_role("link", name="Infection and new COVID-19").click()
    the_page_is_sound(page)

    # When there is something after all, what another answer makes needed says so before anything is sent
    page.get_by_label("Something", exact=True).check()
    needed = page.get_by_text("Must be answered")
    page.get_by_label(CASES).fill("1")
    expect(needed).to_be_hidden()
    page.get_by_label(CASES).fill("2")
    expect(needed).to_be_visible()
    page.get_by_label("In their words").fill("Two residents cough")
    page.get_by_label("Somebody of the team").check()
    the_page_is_sound(page)

    # When it is sent without, then what is missing stands beside its field, and nothing typed is lost
    page.get_by_role("button", name="Put it right").click()
    summary = page.get_by_role("alert").first
    expect(summary).to_contain_text("There is a problem")
    expect(page.get_by_label(CASES)).to_have_value("2")
    expect(needed).to_be_visible()
    the_page_is_sound(page)
    summary.get_by_role("link").first.click()
    expect(page.locator(":focus")).to_be_in_viewport()

    # And sent with it, the record says both what was there and what is
    page.get_by_role("group", name="Has the health protection team been told?").get_by_label("Yes").check(force=True)
    page.get_by_label("Why it is put right").fill("Said at the end of the call")
    page.get_by_role("button", name="Put it right").click()
    expect(page.get_by_text("Infection and new COVID-19 is put right.")).to_be_visible()
    expect(page.get_by_role("region", name="Put right", exact=True)).to_contain_text("Was: nothing to report")
    the_page_is_sound(page)
