"""By keyboard alone: one sees where one is, and after each press goes on where something happened."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn, start

FAR = 100  # presses of Tab: no page is longer


def tab_to(page: Page, place: Locator) -> None:
    """Presses Tab until the place has the focus."""
    expect(place).to_be_visible()
    wanted = place.element_handle()
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("place => place === document.activeElement", wanted):
            return
    raise AssertionError(f"{FAR} presses of Tab do not lead to {place}")


def press(page: Page, place: Locator) -> None:
    tab_to(page, place)
    page.keyboard.press("Enter")


def test_a_clinician_agrees_how_urgent_it_is(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Dr Anna Betony")
    page.goto("/to-see/")
    press(page, page.get_by_role("link", name=re.compile("^Open: ")).last)
    press(page, page.get_by_role("link", name="Agree how urgent it is"))
    agree = page.get_by_role("button", name="Agree", exact=True)
    tab_to(page, page.locator("[name=urgency]:checked"))
    page.keyboard.press("ArrowDown")  # another urgency than the home asked for, without saying why
    press(page, agree)

    # What is wrong has the focus, and leads to the box in which it is put right
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why, if it is not")).to_be_focused()
    page.keyboard.type("Stable since Friday, seen by the matron")
    press(page, agree)

    # What has happened has the focus, and one goes on from there
    expect(page.locator("[data-hr-message]")).to_be_focused()
    expect(page.locator("[data-hr-message]")).to_have_text("The urgency is agreed.")
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_what_goes_away_in_a_call_leaves_the_focus_beside_it(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Juniper House")
    expect(page.locator("#spoke_to")).to_be_focused()
    tab_to(page, page.locator("#section-medicines [value=nothing]"))
    page.keyboard.press("r")
    expect(page.get_by_label("Resident", exact=True)).to_be_focused()
    press(page, page.get_by_role("button", name="Do not add"))
    expect(page.locator("[value='new:medicines']")).to_be_focused()
    press(page, page.locator("#nothing-left"))
    expect(page.locator("#note")).to_be_focused()
