"""A table as an Excel workbook. Text that begins like a formula stays text."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, about: Sequence[tuple[str, object]] = ()
) -> HttpResponse:
    """The whole file at once, as rows can only be read inside the transaction of the page. `name` without its ending.

    `about`: what the file says of itself, as a second sheet of pairs.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 32
    sheet.append([_cell(sheet, words, bold=True) for words in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    if about:
        _about(book, about)
    file = io.BytesIO()
    book.save(file)
    answer = HttpResponse(file.getvalue(), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _about(book: Workbook, about: Sequence[tuple[str, object]]) -> None:
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 120
    for words, value in about:
        sheet.append([_cell(sheet, words, bold=True), _cell(sheet, value)])


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    """A cell of the value's own type; words are never read as a formula."""
    cell = WriteOnlyCell(sheet, value=_plain(value))
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: object) -> Any:
    """Without the characters that the format has no place for."""
    return "".join(each for each in value if each >= " " or each in "\n\t") if isinstance(value, str) else value
