"""A home round: called off, convened again, held and signed by a clinician; the home reads what was decided. In a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn, the_page_is_sound

HOME = "Larch House"  # the one home whose own staff sign in
DECIDED = "Chest clear. Ring the surgery if the cough comes back."


def call_off_what_is_planned(page: Page) -> None:
    """The demo area has a round for today; its residents then wait for the next one."""
    page.goto("/homes/?q=Larch+House")
    page.get_by_role("link", name=HOME, exact=True).first.click()
    page.get_by_role("link", name=re.compile("Home round: ")).click()
    page.get_by_role("link", name="Cancel this round").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Cancel the round").click()
    expect(page.get_by_text("Residents on its agenda wait for the next one")).to_be_visible()


def test_a_round_from_the_home_page_to_what_the_home_reads(page: Page, sign_in_as: SignIn) -> None:
    # Given a clinician, and a home whose round was called off
    sign_in_as(page, "Dr Anna Betony")
    call_off_what_is_planned(page)

    # When the clinician convenes another for today from the home's page
    page.get_by_role("main").get_by_role("link", name=HOME, exact=True).first.click()
    page.get_by_role("link", name="Convene one").click()
    page.get_by_label("Day", exact=True).fill("today")
    page.get_by_label("Begins at").fill("13:30")
    page.get_by_role("button", name="Convene", exact=True).click()

    # Then the residents who waited are on its agenda, and it can be published and begun
    first = page.locator(".hr-agenda > li").first.get_by_role("link").inner_text().rsplit(",", 1)[0]
    expect(page.locator(".hr-agenda > li").nth(1)).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name="Publish the agenda").click()
    expect(page.get_by_text("Published. Everybody invited gets an email")).to_be_visible()
    page.get_by_role("button", name="Begin", exact=True).click()
    card = page.locator(".hr-card--now")
    expect(card.get_by_role("heading", name=first)).to_be_visible()
    the_page_is_sound(page)

    # When a card is pressed done without saying whether the resident was seen, what is missing is said and the words stay
    card.get_by_label("What we decided").fill(DECIDED)
    card.get_by_role("button", name="Done: go on to").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose whether they were seen")
    expect(card.get_by_label("What we decided")).to_have_value(DECIDED)
    card.get_by_label("Seen", exact=True).check(force=True)
    card.get_by_label("Appointment category").select_option("care_home_round")
    card.get_by_role("button", name="Done: go on to").click()

    # Then the next resident's card is open, and the round is ended and signed
    expect(page.locator(".hr-agenda > li").first).to_contain_text("Seen")
    expect(card.get_by_role("heading", name=first)).to_have_count(0)
    page.get_by_role("link", name="End and write up").click()
    expect(page.get_by_role("heading", name="End this round?")).to_be_visible()  # others have not been reached
    page.get_by_role("button", name="End and write up").click()
    expect(page.get_by_text("Then it is only added to. 1 contact of")).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_text("Signed off. From now on it is only added to.")).to_be_visible()
    address = page.url

    # And the home's staff read on their own page who was seen, by whom, and what was decided
    sign_in_as(page, "Femi Cicely")
    page.goto("/my-home/")
    line = page.get_by_role("region", name="Home rounds").get_by_role("listitem").filter(has_text=DECIDED)
    expect(line).to_contain_text(first)
    expect(line).to_contain_text(re.compile(r"Seen \d\d:\d\d, Dr Anna Betony"))
    the_page_is_sound(page)

    # And the commissioner, opening the record's address, reads nothing of it
    sign_in_as(page, "Leila Saffron")
    assert page.goto(address).status == 403
    assert DECIDED not in page.content()
    assert first not in page.content()
