"""The gallery in a browser: desktop and phone, with and without JavaScript, printed, by keyboard; axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from carehomes.ui.gallery import PAGES
from tests.ui.axe import violations

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
ADDRESSES = ["", "form/", *(f"page/{name}/" for name in PAGES)]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that fails the test when the browser complains (a refused script, a missing file)."""
    context = chromium.new_context()
    page, complaints = context.new_page(), []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def without_script(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(java_script_enabled=False)
    yield context
    context.close()


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_nothing_overflows(page: Page, gallery_address: str, address: str) -> None:
    page.goto(gallery_address + address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("width", [320, 360, 768, 800, 1024, 1920])
def test_nothing_overflows_at_any_width(desk: Page, gallery_address: str, width: int) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    for address in ("", "form/", "page/resident/", "page/confirm/"):
        desk.goto(gallery_address + address)
        assert overflow(desk) <= 0, address


def test_menus_that_are_open_stay_within_the_window(page: Page, gallery_address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(gallery_address)
    for menu in (".hr-menu--account", ".hr-menu--organisation"):
        page.locator(f"{menu} summary").click()
        expect(page.locator(f"{menu} .hr-menu__panel")).to_be_in_viewport(ratio=1)
        assert overflow(page) <= 0


def test_axe_finds_nothing_in_menus_that_are_open(desk: Page, gallery_address: str) -> None:
    for menu in (".hr-menu--account", ".hr-menu--organisation"):
        desk.goto(gallery_address)
        desk.locator(f"{menu} summary").click()
        assert violations(desk) == []


def test_an_error_moves_the_focus_to_the_summary_and_its_links_to_the_fields(page: Page, gallery_address: str) -> None:
    page.goto(gallery_address + "form/")
    page.get_by_role("button", name="Add the resident").click()
    expect(page).to_have_title("Error: Add a resident – Homeround")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("link", name="Enter date of birth").click()
    expect(page.locator("#id_born_day")).to_be_focused()
    page.get_by_role("link", name="Choose how soon").click()
    expect(page.locator("#id_soon")).to_be_focused()


def test_answers_show_what_they_ask_for_next(page: Page, gallery_address: str) -> None:
    page.goto(gallery_address + "form/")
    for answer, part in (("Hospital", "Which hospital"), ("More reasons", "Which other reasons")):
        expect(page.get_by_label(part)).to_be_hidden()
        page.get_by_label(answer, exact=True).check()
        expect(page.get_by_label(part)).to_be_visible()
    page.get_by_label("Their own home").check()
    expect(page.get_by_label("Which hospital")).to_be_hidden()
    page.get_by_label("Who you spoke to").select_option("other")
    expect(page.get_by_label("Their name")).to_be_visible()
    page.get_by_label("They agree to be written to").check()
    expect(page.get_by_label("How they said so")).to_be_visible()
    assert violations(page) == []


def test_a_menu_closes_on_escape_and_gives_the_focus_back(desk: Page, gallery_address: str) -> None:
    desk.goto(gallery_address)
    summary = desk.locator(".hr-menu--organisation summary")
    summary.click()
    expect(desk.get_by_role("button", name="Harbour Partnership")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("button", name="Harbour Partnership")).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    desk.get_by_text("Not known").first.click()
    expect(desk.get_by_role("button", name="Harbour Partnership")).to_be_hidden()


def test_the_first_key_leads_past_the_header(desk: Page, gallery_address: str) -> None:
    desk.goto(gallery_address + "page/resident/")
    desk.keyboard.press("Tab")
    skip = desk.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    skip.press("Enter")
    expect(desk.locator("#maincontent")).to_be_focused()


def test_a_form_is_sent_once_and_may_be_sent_again_later(desk: Page, gallery_address: str) -> None:
    desk.goto(gallery_address + "form/")
    desk.clock.install()
    refused = """() => {
        const form = document.querySelector("main form");
        const event = new Event("submit", {bubbles: true, cancelable: true});
        return !form.dispatchEvent(event);
    }"""
    assert desk.evaluate(refused) is False
    assert desk.evaluate(refused) is True
    desk.clock.fast_forward(5001)
    assert desk.evaluate(refused) is False


def test_without_javascript_every_part_can_be_filled_in_and_sent(
    without_script: BrowserContext, gallery_address: str
) -> None:
    page = without_script.new_page()
    page.goto(gallery_address + "form/")
    for part in ("Which hospital", "Which other reasons", "Their name", "How they said so"):
        expect(page.get_by_label(part)).to_be_visible()
    page.get_by_role("button", name="Add the resident").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.goto(gallery_address)
    expect(page.get_by_role("button", name="Show")).to_be_visible()


def test_a_print_holds_all_that_was_typed(desk: Page, gallery_address: str) -> None:
    desk.goto(gallery_address + "form/")
    typed = desk.locator("textarea:visible").first
    typed.fill("She has not drunk anything since last night.\n" * 40)
    cut = "each => each.scrollHeight > each.clientHeight + 1"
    assert typed.evaluate(cut)
    desk.emulate_media(media="print")
    assert not typed.evaluate(cut)


def test_a_print_leaves_out_what_paper_cannot_do(desk: Page, gallery_address: str) -> None:
    desk.goto(gallery_address)
    desk.emulate_media(media="print")
    for hidden in (".hr-header", ".hr-nav", ".hr-footer", ".hr-filter", ".hr-panel__head > p > a"):
        expect(desk.locator(hidden).first).to_be_hidden()
    expect(desk.get_by_text("Printed on")).to_be_visible()
    desk.goto(gallery_address + "page/resident/")
    for part in ("Ivy Meadowsweet", "3 May 1935 (91)", "999 000 0026", "Larch House, room 12"):
        expect(desk.locator(".hr-identity").get_by_text(part, exact=True)).to_be_visible()
