"""A lead asks a report, narrows it, and comes from a number to the home behind it; every report is sound at both widths."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import the_page_is_sound
from tests.stack import Stack


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_from_the_question_to_the_home(page: Page, site: Stack, sign_in_as) -> None:
    sign_in_as(page, "Leila Saffron")
    page.goto("/reports/")
    the_page_is_sound(page)
    page.get_by_role("link", name="Which homes have gone without a check-in?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weekly check-ins")
    the_page_is_sound(page)

    page.get_by_label("Period").select_option("4")
    page.get_by_label("By", exact=True).select_option("home")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"weeks=4.*by=home"))
    expect(page.get_by_role("heading", level=2, name="By home")).to_be_visible()
    the_page_is_sound(page)

    with page.expect_download() as workbook:
        page.get_by_role("link", name="Download Excel").click()
    assert workbook.value.suggested_filename.endswith(".xlsx")
    home = page.locator("main tbody th a").first  # which one, other journeys decide: they ring homes
    name = home.inner_text()
    home.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


@pytest.mark.parametrize("page", ["desk", "phone"], indirect=True)
def test_every_report_is_sound(page: Page, site: Stack, sign_in_as) -> None:
    sign_in_as(page, "Leila Saffron")
    page.goto("/reports/how-numbers-are-made/")
    the_page_is_sound(page)
    addresses = page.locator("main h2 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(addresses) == 10
    for address in addresses:
        page.goto(address)
        the_page_is_sound(page)
