"""What `make` does where the disk is full: one sentence, and the same command works once there is room."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def executable(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{words}\n")
    path.chmod(0o755)


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["make", *words],
        cwd=folder,
        env={"PATH": path, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with nothing but the Makefile; its environment and the packages of its front end are there."""
    shutil.copy(CHECKOUT / "Makefile", tmp_path)
    for name in (".venv/.demo-ready", ".venv/bin/python", "node_modules/.ready"):
        executable(tmp_path / name, "exit 1")
    for name, age in (("requirements/demo.txt", 3), ("package-lock.json", 2), ("package.json", 2)):
        executable(tmp_path / name, "")
        os.utime(tmp_path / name, (age, age))
    return tmp_path


def free(folder: Path, megabytes: int) -> None:
    """The disk says that it has so much room."""
    executable(folder / "bin" / "df", f"echo Filesystem; echo /dev/disk 1000 500 {megabytes} 50% /")


def test_room_is_asked_for_before_anything_is_installed(folder: Path) -> None:
    (folder / "node_modules" / ".ready").unlink()
    free(folder, 99)
    done = make(folder, "front")
    assert done.returncode != 0
    assert done.stdout.startswith(
        "Only 99 MB are free on the disk of this folder, and 100 are needed for the front end's packages: free some space.\n"
    )
    free(folder, 100)
    assert "== Front end: packages" in make(folder, "front").stdout


def test_first_start_of_the_demo_needs_more_room_than_the_next(folder: Path) -> None:
    executable(folder / "build" / ".ready", "")
    free(folder, 60)
    assert "and 200 are needed for the demo" in make(folder, "demo").stdout
    (folder / ".state" / "demo").mkdir(parents=True)
    assert "are needed" not in make(folder, "demo").stdout


def test_packages_that_cannot_be_built_from_are_fetched_anew(folder: Path) -> None:
    """npm may leave half of them behind on a full disk and say that all is well."""
    free(folder, 1000)
    assert "The next try fetches its packages anew." in make(folder, "front").stdout
    assert "== Front end: packages" in make(folder, "front").stdout
