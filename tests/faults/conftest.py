"""A product of its own for the fault tests: what they kill is nobody else's."""

import os
from collections.abc import Iterator

import pytest

from tests.faults.calls import Calls
from tests.stack import CHECKOUT, Stack


@pytest.fixture(scope="session")
def product() -> Iterator[Stack]:
    with Stack(CHECKOUT / ".state" / f"faults-{os.getpid()}") as running:
        yield running


@pytest.fixture(scope="session")
def calls(product: Stack) -> Calls:
    return Calls.given_out(product)
