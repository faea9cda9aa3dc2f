"""The tables that `make bench` prints, in Markdown, so that they can stand in docs/performance.md as they are."""

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

import django
from django.apps import apps
from django.db import connections

from carehomes.demo.bench.measuring import Measured
from carehomes.demo.bench.works import Result

PAGE_COLUMNS = (
    "page",
    "as",
    "rows behind it",
    "queries",
    "bytes",
    "p50 ms",
    "p95 ms",
    "bare SQL ms",
    "floor ms",
    "ratio",
    "aims missed",
)
_TOLD = ("CareHome", "Organisation", "Resident", "CheckIn", "SectionAnswer", "Nomination")
WORK_COLUMNS = ("what", "ms", "against ms", "factor", "aim", "met", "note")


def machine() -> list[str]:
    """What it ran on, and how busy that was."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    return [
        f"{os.cpu_count()} cores ({_processor()}), load average at the start {load}",
        f"Python {platform.python_version()}, Django {django.get_version()}, PostgreSQL {server}",
    ]


def _processor() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return names[0] if names else platform.machine()


def rows_loaded() -> str:
    """How much is loaded, by the planner's own counts."""
    tables = [model._meta.db_table for model in apps.get_models() if model.__name__ in _TOLD]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relname = ANY (%s) ORDER BY relname", [tables]
        )
        counts = dict(cursor.fetchall())
    return ", ".join(f"{counts[table]:,} {table.partition('_')[2]}" for table in tables)


def of_pages(measured: Iterable[Measured]) -> list[str]:
    return _table(PAGE_COLUMNS, [_page(each) for each in measured])


def _page(row: Measured) -> Sequence[str]:
    if row.missing:
        return (row.page.name, row.role, *[""] * 8, row.missing)
    page = row.times["page"]
    return (
        row.page.name, row.role, f"{row.behind:,}", str(row.queries), f"{row.size:,}", f"{page.p50:.1f}", f"{page.p95:.1f}",
        f"{row.times['sql'].p50:.2f}", f"{row.times['floor'].p50:.1f}", f"{row.ratio:.2f}", ", ".join(row.missed) or "none",
    )  # fmt: skip


def of_works(results: Iterable[Result]) -> list[str]:
    return _table(WORK_COLUMNS, [_work(each) for each in results])


def _work(result: Result) -> Sequence[str]:
    aims = [f"≤ {result.aim} ×" if result.aim else "", f"≤ {result.limit:g} {result.unit}" if result.limit else ""]
    unit = "" if result.unit == "ms" else f" {result.unit}"
    return (
        result.name, f"{result.times:.3g}{unit}", f"{result.against:.3g}" if result.against else "",
        f"{result.factor:.2f}" if result.factor else "", ", ".join(filter(None, aims)), "yes" if result.met else "no", result.note,
    )  # fmt: skip


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in [columns, *rows]) for n in range(len(columns))]
    lines = [columns, ["-" * width for width in widths], *rows]
    return [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
