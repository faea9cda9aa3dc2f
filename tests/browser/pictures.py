"""`make pictures`: the pictures of README.md, taken anew from the demo area on the Wednesday of this week at 10:42.

python -m tests.browser.pictures
"""

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from carehomes.deadlines import Week, london_today
from tests.browser.conftest import chromium
from tests.stack import CHECKOUT, Stack

FOLDER = CHECKOUT / "docs" / "pictures"
WIDTH = 1280
HEAVIEST = 200_000  # bytes
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


def main() -> None:
    """Starts the product at that moment, walks to the five pages, and keeps what a screen shows of each."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.local")
    wednesday = Week.containing(london_today()).monday + timedelta(days=2)
    FOLDER.mkdir(parents=True, exist_ok=True)
    stack = Stack(CHECKOUT / ".state" / f"pictures-{os.getpid()}", with_background=False, at=f"{wednesday}T10:42")
    with stack as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for name, height, way in PICTURES:
            _take(browser, site, FOLDER / f"{name}.png", height, way)
        browser.close()


def _take(browser: Browser, site: Stack, path: Path, height: int, way: Callable[[Page], None]) -> None:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": height}, base_url=site.url, reduced_motion="reduce"
    )
    page = context.new_page()
    way(page)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=path)
    context.close()
    size = path.stat().st_size
    heavy = " (too heavy: take less height)" if size > HEAVIEST else ""
    sys.stdout.write(f"{path.relative_to(CHECKOUT)}: {size:,} bytes{heavy}\n")


def _be(page: Page, name: str) -> None:
    page.goto("/personas/")
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def _this_week(page: Page) -> None:
    _be(page, "Priya Fennel")


def _home(page: Page) -> None:
    _be(page, "Priya Fennel")
    page.get_by_role("link", name="Larch House", exact=True).click()
    page.wait_for_load_state()


def _check_in(page: Page) -> None:
    """The call with Larch House: two things answered, and a resident being named for today."""
    _be(page, "Priya Fennel")
    page.get_by_role("button", name="Start: Larch House").or_(
        page.get_by_role("link", name="Continue: Larch House")
    ).click()
    page.get_by_label("Who you spoke to").select_option(index=1)
    for answered in ("medicines", "end_of_life", "infection"):
        page.locator(f"#section-{answered} [value=nothing]").check(force=True)
    block = page.locator(".hr-adding").last
    if not block.count():
        page.locator("#section-urgent_clinical [value=nothing]").focus()
        page.keyboard.press("r")
    ivy = page.locator("datalist option", has_text="Ivy Meadowsweet")
    block.get_by_label("Resident", exact=True).fill(ivy.first.evaluate("each => each.value"))
    block.get_by_label("Change in condition").check()
    block.get_by_label("Soft signs").check()
    block.get_by_label("Same day", exact=True).check()
    block.get_by_label("In a sentence").fill("Breathless on the way to the dining room, did not eat breakfast.")
    page.locator("#check-in[data-hr-unsaved='0']").wait_for(timeout=15_000)
    section = page.locator("#section-urgent_clinical")
    section.evaluate("each => window.scrollTo(0, each.getBoundingClientRect().top + window.scrollY - 64)")


def _resident(page: Page) -> None:
    """Named in that call, and found by her clinical lead."""
    _check_in(page)
    page.locator(".hr-adding").last.get_by_role("button", name="Add this resident").click()
    page.get_by_text("was told").first.wait_for()
    page.context.clear_cookies()
    _be(page, "Dr Anna Betony")
    page.goto("/to-see/")
    page.get_by_role("link", name="Ivy Meadowsweet").first.click()
    page.wait_for_load_state()


def _coverage(page: Page) -> None:
    _be(page, "Leila Saffron")


# In this order: what one does to the demo, the next shows.
PICTURES: tuple[tuple[str, int, Callable[[Page], None]], ...] = (
    ("this-week", 780, _this_week),
    ("home", 780, _home),
    ("coverage", 720, _coverage),
    ("check-in", 840, _check_in),
    ("resident", 860, _resident),
)

if __name__ == "__main__":
    main()
