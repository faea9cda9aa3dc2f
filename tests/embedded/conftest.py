"""Services of their own for each test file, in a short folder that the servers' user can enter."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from carehomes.embedded import Services, places, start
from carehomes.embedded.services import describe


@pytest.fixture(scope="module")
def _room() -> Iterator[Path]:
    """A folder for this file's services; nothing of it is left at the end."""
    room = Path(tempfile.mkdtemp(prefix="homeround-test-"))
    room.chmod(0o711)
    yield room
    shutil.rmtree(room, ignore_errors=True)


@pytest.fixture
def state() -> Iterator[Path]:
    """A state folder that does not exist yet; its services are stopped and its data removed at the end."""
    room = Path(tempfile.mkdtemp(prefix="homeround-test-"))
    room.chmod(0o711)
    folder = room / "state"
    yield folder
    if folder.exists():
        describe(folder).stop()
        places.wipe(folder)
    shutil.rmtree(room)


@pytest.fixture(scope="module")
def services(_room: Path) -> Iterator[Services]:
    """PostgreSQL and Valkey of this file, running."""
    folder = _room / "state"
    started = start(folder, durable=False)
    yield started
    started.stop()
    places.wipe(folder)
