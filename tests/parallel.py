"""How a parallel run shares out its tests."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

WITH_A_STACK = ("tests/browser/", "tests/faults/")


class OneStackOfAKind(LoadScopeScheduling):
    """Gives all journeys to one process and all fault tests to one, for each kind makes a whole product (tests/stack.py) once.

    They come first, being the longest; every other test goes to whoever is free. `--dist loadgroup` would do, but pytest-xdist 3.8
    marks groups in a way that pytest 9.2 does not read any more: https://github.com/pytest-dev/pytest-xdist/issues/1386
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in WITH_A_STACK if nodeid.startswith(folder)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStackOfAKind:
    return OneStackOfAKind(config, log)
