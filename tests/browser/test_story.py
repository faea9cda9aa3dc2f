"""From a home's worry to the home's own "yes, that is closed": one resident, six people, each at their own screen.

The story has a product of its own, since it begins and ends this week's check-in and today's round of the one home whose staff sign in.
"""

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, SignIn, saved, start, the_page_is_sound
from tests.stack import CHECKOUT, Stack

HOME, RESIDENT = "Larch House", "Flora Bistort"
WORRY = "Not herself since last night, and breathless."
DECIDED = "Chest infection likely. Antibiotics today, fluids, look again tomorrow."
ACTION = "Sputum sample and chest X-ray"
SYSTEM, REFERENCE = "EMIS Web, Harbour Surgery", "HS-2231"
WITHIN = 20.0
"""Seconds from the coordinator's press until the clinician's e-mail has arrived, on a machine that does much else."""


@pytest.fixture(scope="module")
def story_site() -> Iterator[Stack]:
    with Stack(CHECKOUT / ".state" / f"story-{os.getpid()}") as running:
        yield running


@pytest.fixture
def people(browser: Browser, story_site: Stack, sign_in_as: SignIn) -> Iterator[dict[str, Page]]:
    """Each person's own screen: staff of the home have a phone."""
    screens = {
        "Femi Cicely": PHONE,
        "Moira Sorrel": PHONE,
        "Priya Fennel": DESK,
        "Dr Anna Betony": DESK,
        "Meera Calendula": DESK,
        "Leila Saffron": DESK,
    }
    contexts = [
        browser.new_context(viewport=size, base_url=story_site.url, reduced_motion="reduce")
        for size in screens.values()
    ]
    pages = dict(zip(screens, (context.new_page() for context in contexts), strict=True))
    for name, page in pages.items():
        sign_in_as(page, name)
    yield pages
    for context in contexts:
        context.close()


@pytest.mark.timeout(900)  # six people, one after the other
def test_from_a_homes_worry_to_the_homes_own_yes(people: dict[str, Page], story_site: Stack) -> None:
    femi, moira, priya = people["Femi Cicely"], people["Moira Sorrel"], people["Priya Fennel"]
    anna, meera, leila = people["Dr Anna Betony"], people["Meera Calendula"], people["Leila Saffron"]
    the_home_measures_and_notes(femi)
    the_home_tells_the_team_on_its_phone(femi)
    the_clinicians_email_arrives(story_site)
    the_coordinator_confirms(priya)
    the_clinician_acknowledges_and_looks(anna)
    the_clinician_puts_it_on_the_agenda(anna)
    the_round_begins(anna)
    the_pharmacist_writes_into_the_same_card(meera)
    the_round_is_written_up_and_signed(anna)
    issue = the_action_goes_to_the_practice(anna)
    the_home_reads_who_has_it(femi, issue)
    it_is_said_to_be_done(anna, issue, "Sample taken and sent.")
    the_home_says_not_done(femi, issue)
    it_is_said_to_be_done(anna, issue, "X-ray done today, clear.")
    the_home_says_yes(moira, issue)
    the_lead_sees_the_times(leila, issue)


def the_home_measures_and_notes(phone: Page) -> None:
    phone.goto("/residents/?q=Bistort")
    phone.get_by_role("link", name="Bistort, Flora").click()
    address = phone.url
    phone.goto(f"{address}observations/add/")
    for label, value in {
        "Breaths a minute": "23",
        "Oxygen saturation, %": "93",
        "Upper blood pressure": "108",
        "Lower blood pressure": "64",
        "Pulse a minute": "104",
        "Temperature, °C": "38.4",
    }.items():
        phone.get_by_label(label).fill(value)
    phone.get_by_label("Air", exact=True).check(force=True)
    phone.get_by_label("New confusion", exact=True).check(force=True)
    phone.get_by_role("button", name="Save observations").click()
    expect(phone.get_by_text(re.compile("NEWS2")).first).to_be_visible()
    the_page_is_sound(phone)
    phone.goto(f"{address}soft-signs/")
    phone.get_by_label("Short of breath, chesty").check(force=True)
    phone.get_by_label("Quieter, withdrawn").check(force=True)
    phone.get_by_label("What is different from their normal").fill("Always chats at breakfast, today says nothing")
    phone.get_by_label("Not now, watch").check(force=True)
    phone.get_by_role("button", name="Save", exact=True).click()
    the_page_is_sound(phone)


def the_home_tells_the_team_on_its_phone(phone: Page) -> None:
    phone.goto("/tell/?all=1")
    the_page_is_sound(phone)
    phone.get_by_role("link", name=RESIDENT).click()
    phone.get_by_role("link", name="Not themselves").click()
    phone.get_by_label("Today", exact=True).check(force=True)
    phone.get_by_label("Short of breath").check(force=True)
    phone.get_by_label("In your words").fill(WORRY)
    the_page_is_sound(phone)
    phone.get_by_role("button", name="Tell the team").click()
    expect(phone.get_by_text("Told. You see on this page what becomes of it.")).to_be_visible()
    the_page_is_sound(phone)


def the_clinicians_email_arrives(site: Stack) -> None:
    """Within seconds, and with nothing clinical in it."""
    asked = time.monotonic()
    while not (found := clinicians_email(site)):
        assert time.monotonic() < asked + WITHIN, "The clinician was not told"
        time.sleep(0.1)
    for clinical in (RESIDENT, "Flora", "breathless"):
        assert clinical not in found


def clinicians_email(site: Stack) -> str:
    """What the mail server got for the clinician about a concern of today, or ""."""
    hers = [each for each in site.mail.messages if each.rcpt_tos == ["anna.betony@homeround.example"]]
    words = [each.original_content.decode() for each in hers]
    return "".join(each for each in words if "the number of your urgent line" in each)


def the_coordinator_confirms(desk: Page) -> None:
    """The home's own form was filled in before; whom it named since stands beside it."""
    start(desk, HOME)
    expect(desk.get_by_text(re.compile(r"Femi Cicely.*filled in \d+ of 15"))).to_be_visible()
    expect(desk.get_by_role("region", name="Residents named before")).to_contain_text(RESIDENT)
    the_page_is_sound(desk)
    desk.get_by_label("Who you spoke to").select_option(index=1)
    desk.get_by_role("button", name="Confirm what the home filled in").click()
    desk.get_by_role("button", name=re.compile("Asked: nothing in the")).click()
    expect(desk.locator("#asked")).to_have_text("15 of 15 asked")
    saved(desk)
    desk.get_by_role("button", name="Complete check-in").click()
    the_page_is_sound(desk)
    desk.get_by_role("button", name="Complete check-in").click()
    expect(desk.get_by_text(re.compile(f"Check-in with {HOME} completed"))).to_be_visible()


def the_clinician_acknowledges_and_looks(desk: Page) -> None:
    desk.goto("/to-see/")
    the_page_is_sound(desk)
    entry = desk.locator(".hr-rows > li", has_text=RESIDENT)
    expect(entry).to_contain_text(WORRY)
    entry.get_by_role("link", name="Open").click()
    measured = desk.get_by_role("region", name="NEWS2 and soft signs")
    expect(measured).to_contain_text(re.compile(r"10 at \d\d:\d\d today, high"))
    expect(measured).to_contain_text("RCP NEWS2, December 2017")
    expect(measured).to_contain_text("Always chats at breakfast, today says nothing")
    the_page_is_sound(desk)
    desk.get_by_role("button", name="Acknowledge").click()
    expect(desk.get_by_text("You have acknowledged")).to_be_visible()


def the_clinician_puts_it_on_the_agenda(desk: Page) -> None:
    desk.goto("/to-see/?show=acknowledged")
    desk.locator(".hr-rows > li", has_text=RESIDENT).get_by_role("link", name="Open").click()
    desk.get_by_role("link", name="Agree", exact=True).click()
    the_page_is_sound(desk)
    desk.get_by_role("button", name="Agree").click()
    desk.get_by_role("link", name="Put on the agenda").first.click()
    desk.get_by_role("button", name="Put on the agenda").click()
    the_page_is_sound(desk)


def the_round_begins(chair: Page) -> None:
    """By video, with the resident's card open."""
    open_round(chair)
    chair.get_by_role("button", name="Begin", exact=True).click()
    chair.locator(".hr-card", has_text=RESIDENT).get_by_role("button", name="Take now").click()
    card = chair.locator(".hr-card--now")
    expect(card.get_by_role("heading", name=RESIDENT)).to_be_visible()
    expect(card).to_contain_text("NEWS2")
    the_page_is_sound(chair)
    card.get_by_label("What we decided").fill(DECIDED)
    card.get_by_label("Action 1", exact=True).fill(ACTION)
    card_saved(chair)


def open_round(desk: Page) -> None:
    desk.goto("/rounds/")
    desk.get_by_role("table").get_by_role("link", name=HOME, exact=True).first.click()


def the_pharmacist_writes_into_the_same_card(pharmacist: Page) -> None:
    open_round(pharmacist)
    theirs = pharmacist.locator(".hr-card--now")
    expect(theirs.get_by_label("What we decided")).to_have_value(DECIDED)
    expect(theirs).to_contain_text("Dr Anna Betony is in this card too, wrote at")
    theirs.get_by_label("Action 2", exact=True).fill("Check the doses against her kidney function")
    theirs.get_by_label("Who does action 2").select_option(label="Meera Calendula, Westmere PCN")
    theirs.get_by_label("By when, action 2").select_option(index=2)
    card_saved(pharmacist)
    the_page_is_sound(pharmacist)


def the_round_is_written_up_and_signed(chair: Page) -> None:
    card = chair.locator(".hr-card--now")
    chair.reload()
    expect(card.get_by_label("Action 2", exact=True)).to_have_value("Check the doses against her kidney function")
    card.get_by_label("Who does action 1").select_option(label="Dr Anna Betony, Harbour Surgery")
    card.get_by_label("By when, action 1").select_option(index=2)
    card.get_by_label("Discussed", exact=True).check(force=True)
    chair.get_by_label("Meera Calendula, pharmacist").check()  # sends another form of the page at once
    expect(chair.get_by_text("2 of 5")).to_be_visible()
    expect(card.get_by_label("Discussed", exact=True)).to_be_checked()
    card.get_by_role("button", name="Done: ").click()
    expect(chair.locator(".hr-agenda > li", has_text=RESIDENT)).to_contain_text("Discussed")
    chair.get_by_role("link", name="End and write up").click()
    expect(chair.get_by_role("heading", name="End this round?")).to_be_visible()  # others have not been reached
    chair.get_by_role("button", name="End and write up").click()
    the_page_is_sound(chair)
    chair.get_by_role("button", name="Sign off").click()
    expect(chair.get_by_text("Signed off. From now on it is only added to.")).to_be_visible()


def card_saved(desk: Page) -> None:
    expect(desk.locator("#card")).to_have_attribute("data-hr-unsaved", "0", timeout=15_000)
    expect(desk.locator(".hr-card--now").get_by_text(re.compile(r"Saved \d\d:\d\d"))).to_be_visible()


def the_action_goes_to_the_practice(desk: Page) -> str:
    """The action of the round is an issue; it is handed to the practice's own system, with the reference there. Its address."""
    desk.goto("/issues/")
    desk.get_by_role("link", name=re.compile(ACTION)).first.click()
    the_page_is_sound(desk)
    desk.get_by_role("link", name="Hand off").click()
    desk.get_by_label("Which system or service has it now").fill(SYSTEM)
    desk.get_by_label("Its reference there").fill(REFERENCE)
    desk.get_by_role("button", name="Hand off").click()
    expect(desk.get_by_role("region", name="With an outside system")).to_contain_text(REFERENCE)
    the_page_is_sound(desk)
    return desk.url


def the_home_reads_who_has_it(phone: Page, issue: str) -> None:
    phone.goto("/my-home/")
    line = phone.get_by_role("region", name="What became of what you said").get_by_role("listitem")
    expect(line.filter(has_text=ACTION)).to_contain_text(f"{SYSTEM}, {REFERENCE}")
    the_page_is_sound(phone)
    phone.goto(issue)
    expect(phone.get_by_role("region", name="With an outside system")).to_contain_text(REFERENCE)
    the_page_is_sound(phone)


def it_is_said_to_be_done(desk: Page, issue: str, answer: str) -> None:
    desk.goto(issue)
    desk.get_by_role("link", name="It is done").click()
    desk.get_by_label("What was done").fill(answer)
    desk.get_by_role("button", name="Tell the home").click()
    expect(desk.get_by_text("Home to confirm").first).to_be_visible()
    the_page_is_sound(desk)


def the_home_is_asked(phone: Page, issue: str) -> None:
    phone.goto(f"/is-it-done/?issue={issue.rstrip('/').rpartition('/')[2]}")
    expect(phone.get_by_role("heading", name=re.compile(ACTION))).to_be_visible()
    the_page_is_sound(phone)


def the_home_says_not_done(phone: Page, issue: str) -> None:
    """With why, in one tap; it is open again."""
    the_home_is_asked(phone, issue)
    phone.get_by_label("What is still not right").fill("Nobody has come for the X-ray.")
    phone.get_by_role("button", name="No, not done").click()
    phone.goto(issue)
    expect(phone.get_by_text("Reopened").first).to_be_visible()
    expect(phone.get_by_role("region", name="What was said and done")).to_contain_text("Nobody has come for the X-ray.")
    the_page_is_sound(phone)


def the_home_says_yes(phone: Page, issue: str) -> None:
    the_home_is_asked(phone, issue)
    phone.get_by_role("button", name="Yes, done").click()
    expect(phone.get_by_text("You said today")).to_be_visible()
    phone.goto(issue)
    expect(phone.get_by_text("Closed").first).to_be_visible()
    the_page_is_sound(phone)


def the_lead_sees_the_times(desk: Page, issue: str) -> None:
    """Every step with its time, and nothing that was said of the resident."""
    desk.goto(issue)
    story = desk.get_by_role("region", name="What was said and done").get_by_role("listitem")
    for step in ("Raised", "Handed off", "Resolved", "Not done, says the home", "Confirmed by the home and closed"):
        expect(story.filter(has_text=step).first).to_contain_text(re.compile(r"\d\d:\d\d"))
    desk_says_nothing_of_the_resident(desk)
    desk.goto("/reports/")
    desk.get_by_role("link", name="How long from a home's worry to the home's own yes?").click()
    expect(desk.get_by_role("heading", name=re.compile("Issues: time of each step"))).to_be_visible()
    the_page_is_sound(desk)
    desk_says_nothing_of_the_resident(desk)


def desk_says_nothing_of_the_resident(desk: Page) -> None:
    for words in (RESIDENT, WORRY, ACTION, DECIDED):
        assert words not in desk.content()
