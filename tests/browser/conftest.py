"""A real browser on the whole product. Journeys share one stack, so each uses homes and residents of its own."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.stack import CHECKOUT, Stack
from tests.ui.axe import violations

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}


@pytest.fixture(scope="session")
def site() -> Iterator[Stack]:
    with Stack(CHECKOUT / ".state" / f"browser-{os.getpid()}") as running:
        yield running


def chromium() -> str:
    """The browser that is installed; CI installs Debian's."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = os.environ.get("CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)
    if not found:
        pytest.fail("No Chromium on this machine: `make test` says how to install one.")
    return found


@pytest.fixture(scope="session")
def browser(playwright_running: Playwright) -> Iterator[Browser]:
    launched = playwright_running.chromium.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"],
    )
    yield launched
    launched.close()


@pytest.fixture(params=["desk"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Stack) -> Iterator[Page]:
    """A page at desk width; a journey takes `@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)` for both.

    Every answer of 500 and every error of a script fails the journey. A failed journey leaves a picture.
    """
    sizes = {"desk": DESK, "phone": PHONE, "narrow": NARROW, "narrowest": NARROWEST}
    context = browser.new_context(viewport=sizes[request.param], base_url=site.url, reduced_motion="reduce")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on(
        "response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
    )
    opened.on(
        "request",
        lambda sent: (
            None if sent.url.startswith((site.url, "data:", "blob:")) else wrong.append(f"outside: {sent.url}")
        ),
    )
    yield opened
    _picture(opened, request.node)
    context.close()
    assert not wrong


def _picture(page: Page, node: pytest.Item) -> None:
    if getattr(node, "failed", False):
        folder = Path(CHECKOUT / ".state" / "pictures")
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{node.name}.png", full_page=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    if outcome.get_result().failed:
        item.failed = True


SignIn = Callable[[Page, str], None]


@pytest.fixture
def sign_in_as() -> SignIn:
    """`sign_in_as(page, "Priya Fennel")`: one press on the page of personas."""

    def signed_in(page: Page, name: str) -> None:
        page.context.clear_cookies()
        page.goto("/personas/")
        page.get_by_role("button", name=name).first.click()
        page.wait_for_load_state()

    return signed_in


def the_page_is_sound(page: Page) -> None:
    """Accessible by axe, nothing wider than the screen."""
    assert violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{page.url} is {width} px wider than the screen"


def start(page: Page, home: str) -> None:
    """From the worklist into the call."""
    page.goto("/this-week/?whose=everyone")
    page.get_by_role("button", name=re.compile(f"(Start|Start early|Try again): {home}")).click()
    expect(page.get_by_role("heading", name=f"Check-in with {home}")).to_be_visible()


def saved(page: Page) -> None:
    """Everything typed has reached the server, and the page says when."""
    expect(page.locator("#check-in")).to_have_attribute("data-hr-unsaved", "0", timeout=15_000)
    expect(page.locator("#saved")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))
