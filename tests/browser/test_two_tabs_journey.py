"""Two tabs of one person who works for two organisations: they switch in one, and the other neither misleads nor loses a word."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, saved, start, the_page_is_sound

FIRST, SECOND = "Westmere PCN", "Harbour Partnership"


def switch(page: Page, organisation: str) -> None:
    """In the header, as one does it."""
    menu = page.locator(".hr-menu--organisation")
    menu.locator("summary").click()
    menu.get_by_role("button", name=organisation).click()
    expect(menu.locator("summary")).to_contain_text(organisation)


def test_a_switch_in_another_tab_saves_nothing_here_and_loses_nothing(page: Page, sign_in_as: SignIn) -> None:
    # Given a check-in in one tab, and a switch in another
    sign_in_as(page, "Priya Fennel")
    start(page, "Alder Lodge")
    page.get_by_label("Note for next week").fill("Typed before")
    saved(page)
    other = page.context.new_page()
    other.goto("/your-details/")
    switch(other, SECOND)

    # When she types on in the first, then it says that nothing is saved
    page.get_by_label("Note for next week").fill("Typed after the switch")
    note = page.locator("#opened-for")
    expect(note).to_contain_text(f"You now act for {SECOND}; this page was opened for {FIRST}", timeout=15_000)
    expect(page.locator("#saved")).to_contain_text("Not saved: you act for another organisation")
    the_page_is_sound(page)

    # And one button goes on, with every word
    note.get_by_role("button", name=f"Act for {FIRST} again and go on").click()
    expect(note).to_have_count(0, timeout=15_000)
    saved(page)
    expect(page.get_by_label("Note for next week")).to_have_value("Typed after the switch")

    # When she sends the page itself after another switch, then it is refused and given back
    other.reload()
    switch(other, SECOND)
    page.get_by_label("Note for next week").fill("Sent after the switch")
    expect(note).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_role("heading", name=f"Not saved: you now act for {SECOND}")).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name=f"Act for {FIRST} again and go on").click()
    expect(page.get_by_label("Note for next week")).to_have_value("Sent after the switch")
    expect(page.get_by_text(re.compile(f"not sent while you acted for {SECOND}"))).to_be_visible()
    expect(page.locator(".hr-menu--organisation summary")).to_contain_text(FIRST)

    # And what came back is saved as if it were typed just now
    saved(page)
    page.reload()
    expect(page.get_by_label("Note for next week")).to_have_value("Sent after the switch")
