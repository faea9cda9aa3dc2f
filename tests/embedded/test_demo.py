"""`make demo` as a newcomer meets it: progress, an address, repair, one Ctrl-C; and one sentence when it cannot start."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carehomes.embedded.attach import CHECKOUT
from carehomes.embedded.ports import next_free

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
NAME = f"demo-test-{os.getpid()}"
FIRST_SAID = ("Starting PostgreSQL and Valkey", "invented residents", "Priya Fennel")
# What takes the first start its time; the next does not do it again.
LONG_STEPS = ("Making the tables", "step 10 ...", "Filling the demo area")


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """What a newcomer has: no address, and a state folder that is not there yet."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "DJANGO_"))
    }
    own = kept | {"HOMEROUND_STATE": NAME, "PORT": str(next_free(8300))}
    yield own
    subprocess.run([sys.executable, "-m", "carehomes.embedded", "reset"], cwd=CHECKOUT, env=own, check=True)
    assert not (CHECKOUT / ".state" / NAME).exists()


def launch(environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "carehomes.embedded.demo"]
    return subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def until(demo: subprocess.Popen[str], words: str) -> str:
    """What the demo says up to the line with these words."""
    assert demo.stdout
    said = ""
    for line in demo.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"The demo ended before it said {words!r}:\n{said}")


def wait_until(holds: Callable[[], object], patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(port: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/live", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def processes_of(demo: subprocess.Popen[str]) -> dict[str, int]:
    """The programs that this demo runs, by a word of their command line."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(demo.pid)], capture_output=True, text=True, check=True
    )
    found = re.findall(r"^\s*(\d+) .*?(granian|worker|beat)", listed.stdout, re.M)
    return {word: int(pid) for pid, word in found}


def file_of_postgres() -> Path:
    """The file that holds the process of the demo's PostgreSQL while it runs."""
    state = CHECKOUT / ".state" / NAME
    folder = state / "elsewhere" if (state / "elsewhere").exists() else state
    return folder / "postgres" / "postmaster.pid"


def a_second_one(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The demo, started while it runs already."""
    return subprocess.run(
        [sys.executable, "-m", "carehomes.embedded.demo"],
        cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_demo_from_nothing_to_a_clean_end_and_again(environment: dict[str, str]) -> None:
    port = environment["PORT"]
    demo = launch(environment)
    said = until(demo, "Homeround runs at")
    assert [words for words in (*FIRST_SAID, *LONG_STEPS) if words not in said] == []
    assert f"http://127.0.0.1:{port}/personas/" in said
    assert answers(port)

    second = a_second_one(environment)
    assert (second.returncode, second.stderr) == (
        1,
        f"The demo of this checkout runs already (process {demo.pid}): stop it there with Ctrl-C first.\n",
    )

    for name in ("granian", "worker", "beat"):
        os.kill(processes_of(demo)[name], signal.SIGKILL)
        until(demo, "stopped (signal 9): it is started again now")
    of_postgres = file_of_postgres()
    os.kill(int(of_postgres.read_text().split()[0]), signal.SIGKILL)
    until(demo, "PostgreSQL had stopped and was started again")
    wait_until(lambda: answers(port))

    running = processes_of(demo)
    demo.send_signal(signal.SIGINT)
    assert demo.communicate(timeout=60)[0].rstrip().endswith("Stopped.")
    assert demo.returncode == 0
    for pid in running.values():
        assert not Path(f"/proc/{pid}").exists()
    assert not of_postgres.exists()

    again = launch(environment)
    said = until(again, "Homeround runs at")
    assert "The demo area is there already" in said
    assert not [words for words in LONG_STEPS if words in said]
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=60)
    assert again.returncode == 0


def test_taken_port_is_one_sentence(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        demo = launch(environment | {"PORT": str(port)})
        said = demo.communicate(timeout=60)[0]
    assert re.fullmatch(rf"Port {port} is taken by another program: try PORT=\d+ make demo\.\n", said)
    assert demo.returncode == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_cannot_be_written_to_is_one_sentence(environment: dict[str, str], tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "carehomes", tmp_path / "carehomes")
    tmp_path.chmod(0o500)
    command = [sys.executable, "-m", "carehomes.embedded.demo"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o700)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path}/.state/")
    assert done.stderr.endswith("cannot be written to: give this user the right to, or use another checkout.\n")
