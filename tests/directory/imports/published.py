"""The small files of `tests/directory/fixtures`, in the layouts of the bodies that publish them, and runs of the importers."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from carehomes.directory.imports import councils, ods, register
from carehomes.directory.imports.files import bring
from carehomes.directory.imports.report import Report
from carehomes.directory.imports.run import Task, run
from carehomes.directory.imports.staging import recognise

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
STEPS = {"register": register.bring_in, "ods": ods.bring_in, "councils": councils.bring_in}


def bring_in(which: str, *paths: Path, **options: Any) -> Report:
    """Runs an import of these files, each taken for what its columns say."""
    files: dict[str, list[Any]] = {}
    for path in paths:
        file = bring(path)
        for layout in recognise(file):
            files.setdefault(layout.key, []).append(file)
    return run(Task(files=files, **options), STEPS[which])


def fixture(name: str) -> Path:
    return FIXTURES / name


def import_councils(**options: Any) -> Report:
    names = ("local_authorities.csv", "local_authority_register.tsv", "authority_codes.csv", "district_county.csv")
    return bring_in("councils", *map(fixture, names), **options)


def import_ods(**options: Any) -> Report:
    names = ("epraccur.csv", "ePCN.xlsx", "pharmacies.csv", "map.csv")
    return bring_in("ods", *map(fixture, names), **options)


def import_register(*names: str, **options: Any) -> Report:
    return bring_in("register", *map(fixture, names or ("homes.csv",)), **options)


def rules(report: Report, file: str) -> dict[str, int]:
    """Rule -> how many rows broke it."""
    found: Counter[str] = Counter()
    for rule in report.rules:
        found[rule["rule"]] += rule["count"] if rule["file"] == file else 0
    return dict(+found)


def altered(folder: Path, name: str, *replacements: tuple[str, str], encoding: str = "utf-8") -> Path:
    """A copy of a fixture with these texts replaced; each must be there."""
    text = fixture(name).read_text(encoding)
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding)
    return path


def without_rows(folder: Path, name: str, *starts: str) -> Path:
    """A copy of a fixture without the rows that begin like this."""
    lines = fixture(name).read_text().splitlines(keepends=True)
    path = folder / name
    path.write_text("".join(line for line in lines if not line.startswith(starts)))
    return path


LATER = date(2021, 4, 30)
