"""A home's worry: rung, named, told, seen, counted; by four people in a real browser."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from checkins.check_in_form.conditions import parse
from tests.browser.conftest import DESK, PHONE, SignIn, saved, start, the_page_is_sound
from tests.checkins.test_conditions import MEANT, SAID
from tests.stack import Stack


def number_done(page: Page) -> str:
    page.goto("/coverage/")
    return page.locator(".hr-tile").first.inner_text().split(" of ")[0]


def test_a_worry_reaches_the_clinician_and_the_commissioner(page: Page, site: Stack, sign_in_as: SignIn) -> None:
    # Given a commissioner who knows how many homes are done
    sign_in_as(page, "Leila Saffron")
    the_page_is_sound(page)
    before = number_done(page)

    # When the coordinator rings Birchfield and the home names a resident
    sign_in_as(page, "Priya Fennel")
    the_page_is_sound(page)
    start(page, "Birchfield")
    address = page.url
    the_page_is_sound(page)
    page.get_by_label("Who you spoke to").select_option(index=1)
    page.locator("#section-urgent_clinical [value=nothing]").focus()
    page.keyboard.press("r")
    block = page.locator(".hr-adding").last
    block.get_by_label("Resident", exact=True).fill(page.locator("datalist option").first.get_attribute("value") or "")
    block.get_by_label("Soft signs").check()
    block.get_by_label("Same day", exact=True).check()
    expect(block.get_by_text("Same day: ring as well")).to_be_visible()
    block.get_by_label("In a sentence").fill("Not herself since last night, and breathless.")
    saved(page)
    the_page_is_sound(page)
    block.get_by_role("button", name="Add this resident").click()
    expect(page.get_by_text("The clinical lead was told")).to_be_visible()

    # Then what is still missing is said, and nothing is lost
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    the_page_is_sound(page)
    page.get_by_role("button", name=re.compile("Asked: nothing in the")).click()
    expect(page.locator("#asked")).to_have_text("15 of 15 asked")
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_role("heading", name="Look it over: Birchfield")).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_text("Check-in with Birchfield completed. 1 raised, 1 for the same day.")).to_be_visible()
    page.goto(address)
    the_page_is_sound(page)

    # And the clinical lead finds the resident on top, and acknowledges
    sign_in_as(page, "Dr Anna Betony")
    page.goto("/to-see/")
    the_page_is_sound(page)
    entry = page.locator(".hr-rows > li", has_text="Birchfield")
    expect(entry).to_contain_text("Not herself since last night, and breathless.")
    entry.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("You have acknowledged")).to_be_visible()

    # And the commissioner's number moves, naming nobody
    sign_in_as(page, "Leila Saffron")
    assert int(number_done(page)) == int(before) + 1
    assert "breathless" not in page.content()

    # And the coordinator of another PCN, opening the same address, finds nothing there and a way on
    sign_in_as(page, "Rue Bistort")
    assert page.goto(address).status == 404
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert "Birchfield" not in page.content()
    the_page_is_sound(page)
    page.get_by_role("link", name="Go to your first page").click()
    expect(page.get_by_role("link", name="Ash Grange").first).to_be_visible()


MINUTE = 60  # seconds
COUNT_KEYS = """
    addEventListener("keydown", (event) => {
        if (!event.repeat) sessionStorage.setItem("pressed", `${sessionStorage.getItem("pressed") ?? ""}${event.key} `);
    }, true);
"""


def test_nothing_to_report_takes_a_minute_and_twelve_keys(page: Page, sign_in_as: SignIn) -> None:
    """A home of 30 beds, from the opened form to the completed check-in, by keyboard alone.

    Every keydown that reaches a page is counted by the page itself, over both pages, whatever element has the focus; the time runs
    from the form being there until the list says that the check-in is completed. No element is given the focus from outside.
    """
    sign_in_as(page, "Priya Fennel")
    start(page, "Blackthorn House")
    expect(page.get_by_text("30 beds")).to_be_visible()
    page.add_init_script(COUNT_KEYS)
    page.reload()
    expect(page.locator("#spoke_to")).to_be_focused()
    begun = time.monotonic()
    page.keyboard.press("ArrowDown")  # whom one speaks to
    while not page.evaluate("document.activeElement.name?.startsWith('section-')"):
        page.keyboard.press("Tab")
    for key in ("a", "Tab", "Enter"):  # nothing in all that is left; from the note to the button
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Look it over: Blackthorn House")).to_be_visible()
    expect(page.get_by_role("button", name="Complete check-in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Check-in with Blackthorn House completed. Nothing to report.")).to_be_visible()
    assert time.monotonic() - begun <= MINUTE
    pressed = page.evaluate("sessionStorage.getItem('pressed')").split()
    assert pressed[0] == "ArrowDown"
    assert len(pressed) <= 12, pressed


def test_a_new_resident_is_added_during_the_call(page: Page, sign_in_as: SignIn) -> None:
    # Given a call in which something is typed already
    sign_in_as(page, "Priya Fennel")
    start(page, "Linden House")
    page.get_by_label("Note for next week").fill("Ring at ten")
    # When somebody is mentioned whom nobody knows
    page.get_by_role("button", name="Add someone who arrived").click()
    block = page.locator(".hr-adding").last
    expect(block.get_by_label("First names")).to_be_focused()
    expect(block.get_by_label("New to the home")).to_be_checked()
    block.get_by_label("First names").fill("Wilfred")
    block.get_by_label("Family name").fill("Tormentil")
    block.get_by_label("Date of birth").fill("31 2 1941")
    block.get_by_role("button", name="Add to the home").click()
    # Then what is wrong stands beside its box, and the page stays as it is
    expect(block.locator(".nhsuk-error-message")).to_contain_text("must be a real date")
    the_page_is_sound(page)
    block.get_by_label("In a sentence").fill("Came without a chart")
    block.get_by_label("Date of birth").fill("3 2 1941")
    block.get_by_role("button", name="Add to the home").click()
    # And they are named at once, in the same place
    expect(block.get_by_text("Wilfred Tormentil lives in the home now")).to_be_visible()
    expect(block.get_by_label("Resident", exact=True)).to_have_value(re.compile("Wilfred Tormentil"))
    expect(block.get_by_label("New to the home")).to_be_checked()
    expect(block.get_by_label("In a sentence")).to_have_value("Came without a chart")
    expect(page.get_by_label("Note for next week")).to_have_value("Ring at ten")
    expect(
        page.locator("datalist option[value^='Wilfred Tormentil']").first
    ).to_be_attached()  # for whoever is named next
    the_page_is_sound(page)
    saved(page)
    page.reload()
    block = page.locator(".hr-adding").last
    expect(block.get_by_label("Resident", exact=True)).to_have_value(re.compile("Wilfred Tormentil"))
    expect(block.get_by_label("In a sentence")).to_have_value("Came without a chart")


def test_an_answer_makes_questions_needed_and_words_name_a_resident(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Cedar Mount")
    page.locator("#section-infection [value=something]").check(force=True)
    needed = page.locator("#section-infection").get_by_text("Must be answered")
    expect(needed).to_be_hidden()
    page.get_by_label("Residents with new COVID-19").fill("2")
    expect(needed).to_be_visible()  # before anything is saved
    page.get_by_label("Residents with new COVID-19").fill("1")
    expect(needed).to_be_hidden()
    # The first of the home's residents is named in a sentence: offered, and taken with one press
    who = (page.locator("#people-names option").first.evaluate("each => each.value")).split(",")[0]
    page.locator("#section-falls [value=something]").check(force=True)
    page.locator("#text-falls").fill(f"{who} fell in the night.")
    page.get_by_role("button", name=f"Is it {who}?").click(timeout=15_000)
    expect(page.get_by_label("Who is it about?").last).to_have_value(who)
    saved(page)
    the_page_is_sound(page)


def test_the_browser_understands_conditions_as_the_server_does(page: Page, site: Stack) -> None:
    page.goto("/personas/")
    said = {key: list(values) for key, values in SAID.items()}
    data = [(parse(sentence).as_data(), holds) for sentence, holds in MEANT]
    asked = "async ([data, said]) => { const { holds } = await import('/static/conditions.js'); "
    found = page.evaluate(
        asked + "return data.map((each) => holds(each, new Map(Object.entries(said)))); }",
        [[each for each, _ in data], said],
    )
    assert found == [holds for _, holds in data]


def test_keys_work_only_in_the_list_and_can_be_switched_off(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Elm Park")
    page.locator("#section-medicines [value=nothing]").focus()
    page.keyboard.press("s")
    page.keyboard.type("nars")
    expect(page.locator("#text-medicines")).to_have_value("nars")
    page.get_by_role("button", name="Switch keys off").click()
    page.locator("#section-falls [value=nothing]").focus()
    page.keyboard.press("a")
    expect(page.locator("#asked")).to_have_text("1 of 15 asked")
    page.get_by_role("button", name="Switch keys on").click()

    # Enter in a box, as somebody takes a suggestion, saves: the page is not drawn anew, and the place is kept
    page.locator("#ring_back_at").focus()
    page.keyboard.type("14:30")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("#ring_back_at")).to_be_focused()


def test_a_connection_that_is_gone_loses_nothing(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Hazel Brook")
    page.context.set_offline(True)
    page.get_by_label("Note for next week").fill("Typed in a lift")
    expect(page.locator("#saved")).to_contain_text("Not saved, trying again", timeout=15_000)
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.get_by_label("Note for next week")).to_have_value("Typed in a lift")


def test_without_javascript(browser: Browser, site: Stack, sign_in_as: SignIn) -> None:
    page = browser.new_context(viewport=DESK, base_url=site.url, java_script_enabled=False).new_page()
    sign_in_as(page, "Priya Fennel")
    start(page, "Holly Bank")
    page.locator("#section-falls [value=something]").check(force=True)  # opens the section without a script
    page.locator("#section-falls li, #section-falls").get_by_role(
        "button", name="Add a resident who needs someone"
    ).click()
    page.get_by_label("Resident", exact=True).select_option(index=1)
    page.get_by_label("Fall", exact=True).check()
    page.get_by_label("Routine").check()
    page.get_by_label("In a sentence").fill("Fell in the garden.")
    page.get_by_role("button", name="Add this resident").click()
    page.get_by_label("Who you spoke to").select_option(index=1)
    page.get_by_role("button", name=re.compile("Asked: nothing in the")).click()
    page.get_by_role("button", name="Complete check-in").click()
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_text("Check-in with Holly Bank completed. 1 raised.")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("page", ["desk", "phone", "narrow"], indirect=True)
@pytest.mark.parametrize(
    ("person", "address"),
    [
        ("Priya Fennel", "/this-week/?whose=everyone"),
        ("Priya Fennel", "/this-week/?state=no_answer&week=2020-W10"),
        ("Dr Anna Betony", "/to-see/"),
        ("Dr Anna Betony", "/to-see/?show=withdrawn"),
        ("Leila Saffron", "/coverage/"),
        ("Leila Saffron", "/coverage/?state=overdue"),
    ],
)
def test_every_page_at_every_width(page: Page, sign_in_as: SignIn, person: str, address: str) -> None:
    sign_in_as(page, person)
    page.goto(address)
    the_page_is_sound(page)


@pytest.mark.parametrize("page", ["phone", "narrow", "narrowest"], indirect=True)
@pytest.mark.parametrize(("person", "hidden"), [("Priya Fennel", "Homes"), ("Femi Cicely", "Is it done?")])
def test_the_navigation_of_a_phone_is_one_line(page: Page, sign_in_as: SignIn, person: str, hidden: str) -> None:
    sign_in_as(page, person)
    nav = page.get_by_role("navigation", name="Main")
    first = nav.get_by_role("link").first
    assert nav.evaluate("nav => nav.offsetHeight") < 2 * first.evaluate("link => link.offsetHeight")
    more = nav.locator("summary")
    if more.is_visible():
        more.click()
    expect(nav.get_by_role("link", name=hidden).filter(visible=True)).to_have_count(1)
    the_page_is_sound(page)


def test_the_home_fills_it_in_on_its_phone_and_the_coordinator_confirms(
    page: Page, browser: Browser, site: Stack, sign_in_as: SignIn
) -> None:
    # Given a carer with a phone, before the home is rung
    phone = browser.new_context(viewport=PHONE, base_url=site.url).new_page()
    sign_in_as(phone, "Femi Cicely")
    phone.goto("/my-home/")
    phone.get_by_role("link", name="Fill in this week’s check-in before you are rung").first.click()
    the_page_is_sound(phone)
    phone.locator("#section-equipment [value=something]").check(force=True)
    phone.locator("#text-equipment").fill("The hoist in the bathroom squeaks.")
    saved(phone)
    phone.get_by_role("button", name=re.compile("Asked: nothing in the")).click()
    expect(phone.locator("#asked")).to_have_text("15 of 15 asked", timeout=15_000)
    saved(phone)
    phone.get_by_role("button", name="Send it to whoever rings").click()
    expect(phone.get_by_text("Sent. It is confirmed with you in the call")).to_be_visible()
    phone.context.close()

    # When the coordinator rings: who said what stands there, and one key confirms it all
    sign_in_as(page, "Priya Fennel")
    start(page, "Larch House")
    expect(page.get_by_text(re.compile("Femi Cicely.*filled in 15 of 15"))).to_be_visible()
    the_page_is_sound(page)
    page.get_by_label("Who you spoke to").focus()
    page.keyboard.press("ArrowDown")
    page.locator("#section-medicines [value=nothing]").focus()
    page.keyboard.press("c")
    expect(page.locator("#asked")).to_have_text("15 of 15 asked")
    expect(page.locator("#text-equipment")).to_have_value("The hoist in the bathroom squeaks.")
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_text(re.compile("Goes to .*, by"))).to_have_count(3)
    the_page_is_sound(page)
    page.get_by_role("button", name="Complete check-in").click()
    expect(page.get_by_text(re.compile("Check-in with Larch House completed. 3 raised"))).to_be_visible()


def test_the_caseload_is_planned_and_put_back(page: Page, sign_in_as: SignIn) -> None:
    sign_in_as(page, "Priya Fennel")
    page.goto("/calendar/")
    the_page_is_sound(page)
    page.get_by_role("link", name="Plan the caseload").first.click()
    the_page_is_sound(page)
    page.get_by_label("Maple Rise").check()
    page.get_by_label("Wednesday", exact=True).check()
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("heading", name="Look it over: 1 home")).to_be_visible()
    the_page_is_sound(page)
    page.get_by_role("button", name="Plan these homes").click()
    expect(page.get_by_text(re.compile("home planned. From .*: Wednesdays"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_text(re.compile("1 home as before."))).to_be_visible()
