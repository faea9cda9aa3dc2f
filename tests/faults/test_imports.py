"""The worker is killed while it brings in a register file, and so is the command.

Afterwards the register is as it was before or wholly as the file says, the import's row says which, and it is done again by whoever
runs next. Each is killed at the moment when rows of homes are being written, as the database's own locks tell.
"""

import csv
import io
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from carehomes.directory.imports.run import LOCK
from tests.directory.imports.published import fixture
from tests.faults.coordinator import Coordinator
from tests.stack import CHECKOUT, Stack

PATIENCE = 60.0
HOMES = 3000  # enough that an import is caught in the middle of writing
BROUGHT_IN = "SELECT count(*) FROM directory_carehome WHERE cqc_location_id LIKE %s"
UPLOADED = "SELECT state, attempts FROM directory_registerimport ORDER BY id DESC LIMIT 1"
WRITING = """
    SELECT count(*) FROM pg_locks lock
    JOIN pg_locks writing ON writing.pid = lock.pid AND writing.relation = 'directory_carehome'::regclass
     AND writing.mode = 'RowExclusiveLock'
    WHERE lock.locktype = 'advisory' AND lock.objid = %s
"""


def register_file(start: str) -> bytes:
    """A part of a register: invented homes whose location ids begin like this, in CQC's layout."""
    heading, larch, *_ = csv.reader(fixture("homes.csv").read_text().splitlines())
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(heading)
    write.writerows([f"{start}{number:05}", *larch[1:3], f"Larch {number}", *larch[4:]] for number in range(HOMES))
    return out.getvalue().encode()


def until(holds: Callable[[], object], every: float = 0.001) -> None:
    """Waits until it holds; AssertionError when it never does."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(every)


def caught_writing(product: Stack) -> None:
    """Waits for the moment, on one connection: making one for each look takes longer than the writing."""
    with psycopg.connect(product.environment["DATABASE_ADMIN_URL"], autocommit=True) as looking:
        until(lambda: looking.execute(WRITING, [LOCK]).fetchone() != (0,))


def is_writing(product: Stack) -> bool:
    return product.sql(WRITING, LOCK) != [(0,)]


def let_go(product: Stack) -> None:
    """The database notices that the other end is gone, and takes its transaction back."""
    until(lambda: not is_writing(product), every=0.1)


def state_of(product: Stack) -> str:
    return str(product.sql(UPLOADED)[0][0])


def ticks_until(product: Stack, state: str) -> None:
    """Whoever runs next takes it up: here the tick without a worker."""
    end = time.monotonic() + PATIENCE
    while state_of(product) != state:
        assert time.monotonic() < end, product.sql(UPLOADED)
        product.manage("tick")


def upload(administrator: Coordinator, content: bytes) -> str:
    """Sends the file as the page does; the address of its import."""
    answer = administrator.session.post(
        administrator.stack.url + "/registers/upload/",
        data={"kind": "", "partial": "on", "idempotency_key": str(uuid.uuid4())},
        files={"file": ("homes.csv", content, "text/csv")},
        headers={"X-CSRFToken": administrator.session.cookies.get("csrftoken", "")},
        timeout=30,
    )
    assert re.search(r"/registers/\d+/$", answer.url), answer.url
    return answer.url.removeprefix(administrator.stack.url)


@pytest.fixture(autouse=True)
def worker_again(product: Stack) -> Iterator[None]:
    """Other fault tests find the product whole, whatever becomes of these."""
    yield
    if "worker" not in product.processes:
        product.start("worker")


def test_a_worker_that_is_killed_while_it_writes_leaves_the_register_whole(product: Stack) -> None:
    administrator = Coordinator(product, "del.orache@homeround.example").sign_in()
    page = upload(administrator, register_file("1-88810"))

    caught_writing(product)  # the check writes too, and takes it back
    product.kill("worker")
    let_go(product)
    assert product.sql(BROUGHT_IN, "1-88810%") == [(0,)]
    assert product.sql(UPLOADED) == [("checking", 1)]
    ticks_until(product, "ready")
    assert product.sql(BROUGHT_IN, "1-88810%") == [(0,)]
    assert "Confirm and bring in" in administrator.ask("GET", page).text

    product.start("worker")
    administrator.ask("POST", f"{page}confirm/")
    caught_writing(product)
    product.kill("worker")
    let_go(product)
    assert product.sql(UPLOADED) == [("applying", 1)]
    assert product.sql(BROUGHT_IN, "1-88810%") == [(0,)]
    assert "Confirm and bring in" not in administrator.ask("GET", page).text

    ticks_until(product, "done")
    assert product.sql(BROUGHT_IN, "1-88810%") == [(HOMES,)]
    shown = administrator.ask("GET", page).text
    assert "Brought in" in shown
    assert f"{HOMES:,}" in shown


def test_a_command_that_is_killed_while_it_writes_changes_nothing_and_is_run_again(
    product: Stack, tmp_path: Path
) -> None:
    file = tmp_path / "homes.csv"
    file.write_bytes(register_file("1-88820"))
    words = ["import_register", "--homes", str(file), "--partial"]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        [sys.executable, "manage.py", *words], cwd=CHECKOUT, env=product.environment, stdout=quiet, stderr=quiet
    )
    caught_writing(product)
    assert running.poll() is None, "it was done before it was killed"
    running.kill()
    running.wait(timeout=30)
    let_go(product)
    assert product.sql(BROUGHT_IN, "1-88820%") == [(0,)]

    assert f"Homes: {HOMES:,} new" in product.manage(*words)
    assert product.sql(BROUGHT_IN, "1-88820%") == [(HOMES,)]
