"""A table as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, about: Sequence[tuple[str, object]] = ()
) -> HttpResponse:
    """The whole file at once, as rows can only be read inside the transaction of the page. `name` without its ending.

    `about`: what the file says of itself, as pairs below the rows and an empty line, so that the first line is the header.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    if about:
        writer.writerows([[], *([safe(cell) for cell in pair] for pair in about)])
    answer = HttpResponse(BYTE_ORDER_MARK + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def safe(cell: object) -> object:
    """A cell that a spreadsheet shows and does not run: text that begins like a formula gets an apostrophe before it."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
