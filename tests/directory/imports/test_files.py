"""A file that is no register, is damaged, or is too large: one clear sentence, and the register is as it was."""

import gzip
import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from carehomes.deadlines import london_today
from carehomes.directory.imports import files
from carehomes.directory.models import CareHome
from tests.directory.imports.published import altered, bring_in, fixture, import_register, rules

pytestmark = pytest.mark.django_db


def refused(path: Path, option: str = "--homes", command: str = "import_register") -> str:
    """What the command says; the register must be untouched."""
    with pytest.raises(CommandError) as refusal:
        call_command(command, option, str(path), stdout=io.StringIO())
    assert CareHome.objects.count() == 0
    sentence = str(refusal.value)
    assert sentence.startswith(path.name)
    assert "\n" not in sentence
    return sentence.removeprefix(path.name)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", " is empty."),
        (b"%PDF-1.7 and so on", " is not a register file: it is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", " is not a register file: it is a workbook of the old kind"),
        (b"  <!DOCTYPE html><html>", " is not a register file: it is a web page or XML."),
        ("Location ID,Name\n".encode("utf-16"), " is in another encoding (UTF-16); save it as CSV UTF-8."),
        (b"\x00\x01\x02\x03", " is not a register file: it is neither text nor an Excel workbook"),
        (b"Location ID,Name\n1-999000001,Larch House\n", " is not a file of the layout: CQC care homes"),
        (b"PK\x03\x04 broken", " is damaged or cut off: it cannot be unpacked. Fetch it again."),
        (b"\x1f\x8b\x08 broken, not gzip at all", " is damaged: it cannot be unpacked. Fetch it again."),
    ],
)
def test_a_file_of_another_kind(tmp_path, content, words):
    assert refused(written(tmp_path / "brought.csv", content)).startswith(words)


def test_a_register_of_another_layout_is_named(tmp_path):
    words = refused(fixture("ratings.csv"))
    assert "It is: CQC latest ratings." in words


def test_a_file_that_is_not_there(tmp_path):
    assert refused(tmp_path / "missing.csv") == " cannot be read: No such file or directory."


def test_gzip_is_read(tmp_path):
    path = written(tmp_path / "homes.csv.gz", gzip.compress(fixture("homes.csv").read_bytes()))
    assert bring_in("register", path).changes["homes"] == {"new": 10}


def test_gzip_that_is_cut_off(tmp_path):
    whole = gzip.compress(fixture("homes.csv").read_bytes())
    assert refused(written(tmp_path / "homes.csv.gz", whole[:-40])) == (
        " is cut off: its compressed data ends early. Fetch it again."
    )


def test_a_row_that_is_cut_off(tmp_path):
    whole = fixture("homes.csv").read_bytes()
    end = whole.index(b"Hazel Bank") + 30
    words = refused(written(tmp_path / "homes.csv", whole[:end]))
    assert words == " is cut off or broken in row 7: the row has not the columns of the header. Fetch it again."


def test_a_quote_that_never_ends(tmp_path):
    path = altered(tmp_path, "homes.csv", (",Elm Lodge,", ',"Elm Lodge,'))
    assert " is cut off or broken in row" in refused(path)


def test_a_header_without_rows(tmp_path):
    header = fixture("homes.csv").read_text().splitlines()[0]
    assert refused(written(tmp_path / "homes.csv", header.encode())) == " has a header and no rows."


def test_text_in_another_encoding(tmp_path):
    path = altered(tmp_path, "homes.csv", ("Elm Lodge", "Élm Lodge"), ("’", "'"), ("“", ""), ("”", ""))
    path.write_bytes(path.read_text().encode("latin-1"))
    assert refused(path) == " is in another encoding than UTF-8; save it as CSV UTF-8."


def test_a_file_over_the_limit(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 1000
    assert "is larger than" in refused(fixture("homes.csv"))


def test_gzip_that_unpacks_to_too_much(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 20_000
    header = fixture("homes.csv").read_bytes().splitlines(keepends=True)[0]
    bomb = gzip.compress(header + b"a" * 5_000_000)
    assert len(bomb) < 20_000
    assert " unpacks to more than" in refused(written(tmp_path / "homes.csv.gz", bomb))


def test_a_workbook_that_unpacks_to_too_much(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 100_000
    path = tmp_path / "ePCN.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    assert " unpacks to more than" in refused(path, "--pcns", "import_ods")


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "ePCN.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", b"nothing")
    assert refused(path, "--pcns", "import_ods") == " is a zip file but not an Excel workbook (.xlsx)."


@pytest.mark.parametrize("place", range(8))
def test_a_workbook_in_which_some_bytes_are_wrong(tmp_path, place):
    whole = fixture("ePCN.xlsx").read_bytes()
    start = whole.index(b"xl/worksheets/sheet1.xml") + place * 40
    path = written(tmp_path / "ePCN.xlsx", whole[:start] + bytes(range(200, 230)) + whole[start + 30 :])
    words = refused(path, "--pcns", "import_ods")
    assert words.endswith((" cannot be read. Fetch it again.", " cannot be unpacked. Fetch it again."))


def test_a_workbook_that_is_locked_with_a_password(tmp_path):
    content = bytearray(fixture("ePCN.xlsx").read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(content)):
            content[found.start() + flags] |= 1
    words = refused(written(tmp_path / "ePCN.xlsx", bytes(content)), "--pcns", "import_ods")
    assert words == " is damaged: the workbook cannot be read. Fetch it again."


@pytest.mark.parametrize(
    ("old", "new"),
    [('"numberOfBeds": ', f'"numberOfBeds": {"9" * 5_000}, "x": '), ('"name": "', '"name": "\\ud800')],
    ids=["a number that is no number", "half a character"],
)
def test_a_line_of_the_api_that_nobody_can_read(tmp_path, old, new):
    text = fixture("api_records.jsonl").read_text()
    path = written(tmp_path / "api.jsonl", text.replace(old, new, 1).encode())
    assert refused(path) == " is broken in line 1: it is not JSON."


def test_a_workbook_without_the_right_sheet():
    words = refused(fixture("ePCN.xlsx"), "--practices", "import_ods")
    assert words.startswith(
        " is not a file of the layout: ODS GP practices (epraccur). It is: ODS primary care networks"
    )


def test_a_date_of_tomorrow_is_refused_because_every_later_file_would_be_older():
    tomorrow = (london_today() + timedelta(days=1)).isoformat()
    with pytest.raises(CommandError, match="The date of the files must be today or earlier"):
        call_command("import_register", "--homes", str(fixture("homes.csv")), "--as-of", tomorrow, stdout=io.StringIO())
    assert not CareHome.objects.exists()


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 5)
    assert refused(fixture("homes.csv")) == " has more than 5 rows."


def test_too_many_columns(tmp_path):
    assert refused(written(tmp_path / "wide.csv", b"a," * 300 + b"a\n")) == " has more than 200 columns."


def test_a_row_that_is_far_too_long(tmp_path):
    path = altered(tmp_path, "homes.csv", (",Elm Lodge,", f",{'Elm ' * 200_000},"))
    assert refused(path) == " has a row of more than 20,000 characters: row 5."


def test_a_byte_order_mark_and_blank_last_lines_are_no_matter(tmp_path):
    text = fixture("homes.csv").read_text().replace("\n", "\r\n")
    path = written(tmp_path / "homes.csv", b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n")
    assert bring_in("register", path).changes["homes"] == {"new": 10}


def test_columns_may_come_in_another_order_and_with_others(tmp_path):
    rows = [line.split(",") for line in fixture("district_county.csv").read_text().splitlines()]
    path = tmp_path / "lookup.csv"
    path.write_text("\n".join(",".join(["extra", *reversed(row)]) for row in rows))
    assert rules(bring_in("councils", path), "county_lookup") == {"no_local_authorities": 1}


def test_cells_that_begin_like_a_formula_are_harmless_in_the_lists(tmp_path):
    path = altered(tmp_path, "homes.csv", ("not known", "=HYPERLINK(1)"))
    rejects = tmp_path / "rejects.csv"
    call_command("import_register", "--homes", str(path), "--rejects", str(rejects), stdout=io.StringIO())
    assert "'=HYPERLINK(1)" in rejects.read_text()


def test_a_list_that_cannot_be_written_is_said_in_one_sentence_and_nothing_is_brought_in(tmp_path):
    nowhere = tmp_path / "no such folder" / "rejects.csv"
    with pytest.raises(CommandError, match=r"rejects\.csv cannot be written, and the register is as it was"):
        call_command("import_register", "--homes", str(fixture("homes.csv")), "--rejects", str(nowhere))
    assert not CareHome.objects.exists()


def test_the_lists_hold_every_row(tmp_path):
    problems, differences = tmp_path / "problems.csv", tmp_path / "differences.csv"
    import_register(problems_csv=problems, differences_csv=differences)
    assert len(differences.read_text().splitlines()) == 1 + 10
    assert len(problems.read_text().splitlines()) == 1 + 13


def test_the_command_prints_json_and_words(capsys):
    out = io.StringIO()
    call_command("import_register", "--homes", str(fixture("homes.csv")), "--json", "--dry-run", stdout=out)
    assert '"dry_run": true' in out.getvalue()
    out = io.StringIO()
    call_command("import_register", "--homes", str(fixture("homes.csv")), "--timings", stdout=out)
    assert "Homes: 10 new" in out.getvalue()
    assert "5 rejected" not in out.getvalue()
    assert "1 rejected: homes Location Name, no_name. Row left out: a home needs a name." in out.getvalue()
