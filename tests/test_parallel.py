"""A parallel run makes one product for all journeys and one for all fault tests."""

import os
import subprocess
import sys
from pathlib import Path

from tests.stack import CHECKOUT

SAYS_WHERE = """
import os, pathlib, pytest

@pytest.mark.parametrize("number", range(6))
def test_says_where(number):
    with pathlib.Path({file!r}).open("a") as file:
        file.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_all_tests_of_a_folder_with_a_stack_run_in_one_process(tmp_path: Path) -> None:
    for folder in ("browser", "faults", "access"):
        for name in ("one", "two"):
            module = tmp_path / "tests" / folder / f"test_{folder}_{name}.py"
            module.parent.mkdir(parents=True, exist_ok=True)
            module.write_text(SAYS_WHERE.format(file=str(tmp_path / folder)))
    (tmp_path / "pytest.ini").touch()
    words = ["-n", "2", "-p", "tests.parallel", "-p", "no:django", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    ran = {folder: (tmp_path / folder).read_text().split() for folder in ("browser", "faults", "access")}
    assert [len(processes) for processes in ran.values()] == [12, 12, 12]
    assert len(set(ran["browser"])) == len(set(ran["faults"])) == 1
    assert set(ran["browser"]) != set(ran["faults"])
