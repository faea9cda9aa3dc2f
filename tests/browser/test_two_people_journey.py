"""Two people in one check-in: each sees what the other wrote, whether they write themselves or only read."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, SignIn, saved, start, the_page_is_sound
from tests.stack import Stack


def test_a_second_browser_sees_what_the_first_wrote(
    page: Page, browser: Browser, site: Stack, sign_in_as: SignIn
) -> None:
    sign_in_as(page, "Priya Fennel")
    start(page, "Hawthorn View")
    other = browser.new_context(viewport=DESK, base_url=site.url).new_page()
    sign_in_as(other, "Sam Tansy")
    other.goto(page.url)
    page.get_by_label("Note for next week").fill("Priya’s note")
    page.locator("#section-falls [value=nothing]").check(force=True)
    saved(page)

    other.get_by_label("Note for next week").fill("Sam’s note")
    expect(other.get_by_role("heading", name=re.compile("Priya Fennel changed this at"))).to_be_visible(timeout=15_000)
    expect(other.get_by_label("Note for next week")).to_have_value("Sam’s note")
    expect(other.locator("#here-too")).to_have_text(
        re.compile(r"^Priya Fennel is in this check-in too, wrote at \d\d:\d\d$")
    )
    expect(other.get_by_label("Note for next week")).to_be_focused()  # told without being interrupted
    expect(other.locator("#differences")).to_contain_text("Priya’s note")
    expect(other.locator("#section-falls [value=nothing]")).to_be_checked()
    the_page_is_sound(other)
    other.get_by_label("Note for next week").fill("Priya’s note. Sam’s note")
    saved(other)
    expect(other.get_by_role("heading", name=re.compile("changed this at"))).to_have_count(0)  # they are joined
    page.reload()
    expect(page.get_by_label("Note for next week")).to_have_value("Priya’s note. Sam’s note")
    other.context.close()


def test_whoever_only_reads_hears_of_a_colleague_too(
    page: Page, browser: Browser, site: Stack, sign_in_as: SignIn
) -> None:
    """The second one types nothing: after half a minute the page looks by itself, and is not said to have saved anything."""
    sign_in_as(page, "Priya Fennel")
    start(page, "Maple Rise")
    other = browser.new_context(viewport=DESK, base_url=site.url).new_page()
    sign_in_as(other, "Sam Tansy")
    other.clock.install()
    other.goto(page.url)
    expect(other.locator("#here-too")).to_be_empty()
    page.get_by_label("Note for next week").fill("Priya’s note")
    saved(page)
    other.clock.fast_forward(31_000)
    expect(other.locator("#here-too")).to_have_text(
        re.compile(r"^Priya Fennel is in this check-in too"), timeout=15_000
    )
    expect(other.get_by_label("Note for next week")).to_have_value("Priya’s note")
    other.context.close()
