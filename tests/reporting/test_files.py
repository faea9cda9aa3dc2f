"""The same lines as a file: numbers as numbers, words never as formulas, and what the file says of itself."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.factories import CheckInFactory, NominationFactory, ResidentFactory
from tests.reporting.conftest import NOW

pytestmark = pytest.mark.django_db


def sheets(client, path: str):
    answer = client.get(path)
    assert answer["Content-Disposition"].endswith('.xlsx"')
    book = load_workbook(io.BytesIO(answer.content))
    return book["List"], book["About"]


def rows_of_csv(client, path: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))


@pytest.fixture
def lead(client, here):
    CheckInFactory(home=here.homes[0], state="completed", completed_at=NOW, caller_user_id=1)
    return client.act_as(here.member("commissioner_lead"))


def test_a_workbook_holds_numbers(lead):
    lines, about = sheets(lead, "/reports/check-ins/lines.xlsx?weeks=1&by=home&sort=name")
    header = [cell.value for cell in lines[1]]
    assert header[:7] == [
        "Home",
        "Town",
        "Weekly check-in done: met",
        "Weekly check-in done: not met",
        "Weekly check-in done: left out",
        "Weekly check-in done: not known",
        "Weekly check-in done: per cent",
    ]
    assert [cell.value for cell in lines[2]][:7] == ["Larch House", "Westmere", 1, 0, 0, 0, 100]
    assert [cell.value for cell in lines[4]][:7] == ["All", None, 1, 0, 0, 1, 50]
    facts = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert facts["Report"] == "Weekly check-ins"
    assert facts["As of"] == "25 November 2026 at 10:42"
    assert facts["Address"] == "/reports/check-ins/?weeks=1&by=home&sort=name"
    assert facts["Period"] == "Week 48, 23 to 29 November 2026"
    assert facts["Left out"].startswith("Homes not in scope")


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_name_that_begins_like_a_formula_is_words(client, here, name):
    here.home(name)
    client.act_as(here.member("commissioner_lead"))
    lines, _ = sheets(client, "/reports/check-ins/lines.xlsx?weeks=1&by=home")
    cell = next(row[0] for row in lines.iter_rows() if str(row[0].value or "").strip() == name.strip())
    assert cell.data_type == "s"
    rows = rows_of_csv(client, "/reports/check-ins/lines.csv?weeks=1&by=home")
    assert f"'{name}" in [row[0] for row in rows if row]


def test_a_file_of_commas_holds_the_same(lead):
    lines, about = sheets(lead, "/reports/check-ins/lines.xlsx?by=week")
    rows = [
        [cell.removesuffix(".0") for cell in row] for row in rows_of_csv(lead, "/reports/check-ins/lines.csv?by=week")
    ]
    as_words = [["" if value is None else str(value) for value in row] for row in lines.iter_rows(values_only=True)]
    assert rows[: len(as_words)] == as_words
    assert rows[1][0] == "2026-W48"
    assert rows[len(as_words)] == []
    assert [row[0] for row in rows[len(as_words) + 1 :] if row][:3] == [
        row[0].value for row in list(about.iter_rows())[:3]
    ]


def test_all_lines_and_not_one_page(lead, here):
    for number in range(60):
        here.home(f"Ash Grange {number:02}")
    assert len(rows_of_csv(lead, "/reports/check-ins/lines.csv?weeks=1&by=home&page=2")) > 63


def test_small_numbers_are_hidden_in_the_file_too(client, here):
    for _ in range(3):
        NominationFactory(resident=ResidentFactory(home=here.homes[0]), raised_at=NOW)
    client.act_as(here.member("commissioner_lead"))
    rows = rows_of_csv(client, "/reports/waits/lines.csv?by=home")
    assert "1 to 4" in rows[1]
    assert "3" not in rows[1]
    assert any(row and row[0] == "Small numbers" for row in rows)
    assert "3" in rows_of_csv(client.act_as(here.member("clinician")), "/reports/waits/lines.csv?by=home")[1]
