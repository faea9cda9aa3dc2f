"""Programs under supervision: started again when they die, ended with everything that they started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carehomes.embedded.children import LARGEST_LOG, Child, set_aside

SLEEPER = (
    "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
)
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Callable[[str], Child]]:
    made: list[Child] = []

    def make(code: str) -> Child:
        command = [sys.executable, "-c", code]
        made.append(Child("program", command, os.environ, tmp_path / f"{len(made)}.log", tmp_path))
        return made[-1]

    yield make
    for one in made:
        one.stop(patience=1)


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_dead_program_is_said_and_started_again(child: Callable[[str], Child]) -> None:
    said: list[str] = []
    one = child("import time; time.sleep(60)")
    one.start()
    assert one.process
    first = one.process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not one.is_running())
    one.look_after(said.append)
    assert one.is_running()
    assert one.process.pid != first
    assert said == [f"The program stopped (signal 9): it is started again now. Its log is {one.log}."]
    one.look_after(said.append)
    assert len(said) == 1


def test_program_that_keeps_dying_waits_longer_each_time(child: Callable[[str], Child]) -> None:
    said: list[str] = []
    one = child("import sys; sys.exit('out of luck')")
    one.start()
    for _ in range(3):
        wait_until(lambda: not one.is_running())
        one.look_after(said.append)
        one.due = 0.0  # the pause is over
        one.look_after(said.append)
    pauses = [words.partition("again ")[2].partition(".")[0] for words in said]
    assert pauses == ["now", "in 1 s", "in 3 s"]
    assert "exit code 1" in said[0]
    assert one.last_line() == "out of luck"


def test_pause_grows_to_half_a_minute(child: Callable[[str], Child]) -> None:
    said: list[str] = []
    one = child("pass")
    one.deaths = 9
    one.start()
    wait_until(lambda: not one.is_running())
    one.look_after(said.append)
    assert "in 29 s" in said[0]
    one.look_after(said.append)
    assert not one.is_running()
    assert len(said) == 1


def test_what_a_program_left_behind_goes_with_it(child: Callable[[str], Child]) -> None:
    one = child(SLEEPER)
    one.start()
    wait_until(one.last_line)
    grandchild = int(one.last_line())
    assert runs(grandchild)
    assert one.process
    os.kill(one.process.pid, signal.SIGKILL)
    wait_until(lambda: not one.is_running())
    one.look_after(lambda words: None)
    wait_until(lambda: not runs(grandchild))


def test_deaf_program_is_ended_after_the_patience(child: Callable[[str], Child]) -> None:
    one = child(DEAF)
    one.start()
    wait_until(one.last_line)
    one.stop(patience=0.2)
    assert not one.is_running()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux tells a child that its parent died")
def test_programs_end_with_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    supervisor = f"""
import os, pathlib, sys, time
from carehomes.embedded.children import Child
folder = pathlib.Path({str(tmp_path)!r})
one = Child("program", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ, folder / "log", folder)
one.start()
print(one.process.pid, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", supervisor], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert runs(pid)
        process.kill()
    wait_until(lambda: not runs(pid))


def test_large_log_is_set_aside(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    set_aside(log)
    log.write_text("small")
    set_aside(log)
    assert log.exists()
    with log.open("ab") as file:
        file.truncate(LARGEST_LOG + 1)
    set_aside(log)
    assert not log.exists()
    assert (tmp_path / "web.old.log").exists()
