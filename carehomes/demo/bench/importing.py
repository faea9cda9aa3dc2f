"""Bringing in a register of all homes, every one of them new, with checks and report; against COPY of the finished rows, and of the file.

All are undone. Why the aim is against the finished rows: docs/adr/0010.
"""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from carehomes.demo.bench.facts import Facts
from carehomes.demo.bench.timing import Rival, interleaved, milliseconds
from carehomes.demo.bench.works import Result, measures_work
from carehomes.directory.imports.files import bring
from carehomes.directory.imports.layouts import HOMES
from carehomes.directory.imports.register import bring_in
from carehomes.directory.imports.run import Task, run

AIM, FIRST_AIM = 2.0, 10.0  # against the finished rows, and against the file: docs/adr/0010
MOST_MEMORY = 200  # MB, of a process that does nothing but import
# The homes that are loaded, as CQC would publish them, under other ids.
_AS_PUBLISHED = """
    SELECT '1-7' || lpad(h.id::text, 9, '0'), h.registration_date, 'Y', h.name, h.registered_beds, h.region, h.address, '', h.town,
           h.postcode, h.latitude, h.longitude, h.local_authority_code, '', '', '', '', '', '', '',
           CASE WHEN h.with_nursing THEN 'Y' ELSE '' END, CASE WHEN h.without_nursing THEN 'Y' ELSE '' END, '', '', '', '', 'Y', '', '', ''
    FROM directory_carehome h ORDER BY h.id
"""


@measures_work
def importing_the_register(facts: Facts, rounds: int) -> list[Result]:
    """Three times, however many rounds the rest has: it is long enough to be timed alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "homes.csv")
        rows = _write(path)
        rivals = {"import": lambda: _import(path), "copy": lambda: _copy(path), "rows": _copy_of_rows()}
        samples = interleaved(rivals, rounds=3, warm=1)
        peak = _peak_of_its_own(path)
    known = f"{rows:,} new homes; the finished rows, copied into the register itself: its indexes, keys and history"
    bare = "COPY of the file into a table without any of that: the first aim, out of reach (docs/adr/0010)"
    return [
        Result("Importing the register", samples["import"].p50, samples["rows"].p50, AIM, note=known),
        Result(
            "Importing the register, against its file", samples["import"].p50, samples["copy"].p50, FIRST_AIM, note=bare
        ),
        Result(
            "Importing the register, memory",
            peak,
            limit=MOST_MEMORY,
            unit="MB",
            note="at most, of a process of its own",
        ),
    ]


def _peak_of_its_own(path: Path) -> float:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "bench_import", str(path)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def peak_memory() -> int:
    """The most MB that this process has had. Not `ru_maxrss`, in which whoever started the process still stands."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


def _write(path: Path) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(_AS_PUBLISHED)
        rows = cursor.fetchall()
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow([column.headings[0] for column in HOMES.columns])
        lines.writerows(rows)
    return len(rows)


def _import(path: Path) -> float:
    return milliseconds(lambda: bring_in_undone(path))


def bring_in_undone(path: Path) -> None:
    run(Task(files={HOMES.key: [bring(path)]}, dry_run=True, partial=True, reason="bench"), bring_in)


# What an import of new homes leaves: each home, and which council it belongs to. Under keys that no row has.
_ROWS = {"directory_carehome": "true", "directory_homerelationship": "kind = 'local_authority' AND ends_on IS NULL"}
_OTHERS = {
    "id": "id + 100000000",
    "home_id": "home_id + 100000000",
    "cqc_location_id": "'1-7' || lpad(id::text, 9, '0')",
    "ods_code": "NULL",
}


def _copy_of_rows() -> Rival:
    """COPY of the finished rows into their tables, as the owner: no other login may COPY into a table with policies."""
    with connections["owner"].cursor() as cursor:
        rows = {table: _rows_of(cursor, table, which) for table, which in _ROWS.items()}

    def once() -> float:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            spent = milliseconds(lambda: _fill(cursor, rows))
            transaction.set_rollback(True, using="owner")
        return spent

    return once


def _rows_of(cursor: Any, table: str, which: str) -> tuple[str, bytes]:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - a table of ours
    names = [column.name for column in cursor.description]
    values = ", ".join(_OTHERS.get(name, f'"{name}"') for name in names)
    with cursor.copy(f"COPY (SELECT {values} FROM {table} WHERE {which}) TO STDOUT") as stream:  # noqa: S608
        return ", ".join(f'"{name}"' for name in names), b"".join(bytes(part) for part in stream)


def _fill(cursor: Any, tables: dict[str, tuple[str, bytes]]) -> None:
    for table, (columns, rows) in tables.items():
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
            stream.write(rows)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _copy(path: Path) -> float:
    columns = ", ".join(f"{column.name} text" for column in HOMES.columns)
    with transaction.atomic(using="system"), connections["system"].cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE bench_homes ({columns}) ON COMMIT DROP")
        return milliseconds(lambda: _stream(cursor, path))


def _stream(cursor: Any, path: Path) -> None:
    with cursor.copy("COPY bench_homes FROM STDIN (FORMAT csv, HEADER true)") as stream:
        stream.write(path.read_bytes())
