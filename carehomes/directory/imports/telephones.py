"""Telephone numbers of a staged table in the one form that is stored, by the one function that knows it."""

from django.db.backends.utils import CursorWrapper

from carehomes.directory.imports.problems import Outcome
from carehomes.directory.imports.staging import select, temporary
from carehomes.ui import phones

TELEPHONE = "staged_telephone"  # (written, digits): digits are NULL where nobody could ring it


def find_telephones(cursor: CursorWrapper, table: str, column: str, file: str, heading: str) -> None:
    """Fills `staged_telephone` from a column of `table`, each different number once, and reports those that are none."""
    temporary(cursor, TELEPHONE, "written text PRIMARY KEY, digits text")
    written = select(cursor, f"SELECT DISTINCT {column} FROM {table} WHERE {column} <> ''")
    with cursor.copy(f"COPY {TELEPHONE} FROM STDIN") as copy:
        for (number,) in written:
            copy.write_row([number, _digits(number)])
    cursor.execute(
        f"""
        INSERT INTO import_problem (file, row_no, column_name, rule, value, outcome, fix)
        SELECT %s, s.row_no, %s, 'not_a_telephone_number', left(t.written, 200), %s, 'Taken without its telephone number'
        FROM {TELEPHONE} t JOIN {table} s ON s.{column} = t.written WHERE t.digits IS NULL ORDER BY s.row_no
        """,
        [file, heading, Outcome.REPAIRED],
    )


def _digits(number: str) -> str | None:
    try:
        return phones.normalise(number)
    except ValueError:
        return None
