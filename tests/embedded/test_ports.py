"""The port of the demo: the usual one, the next free one, or the one that was asked for."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from carehomes.embedded import ServicesError, ports


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with closing(socket.socket()) as line:
        line.bind(("127.0.0.1", 0))
        line.listen()
        yield line.getsockname()[1]


def test_usual_port_needs_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda port: True)
    assert ports.choose({"PORT": ""}) == (8000, "")


def test_taken_usual_port_gives_the_next_free_one_and_says_so(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "FIRST_PORT", taken)
    port, words = ports.choose({})
    assert port > taken
    assert words == f"Port {taken} is taken by another program, so this demo uses {port} (PORT=… chooses another)."


def test_port_that_was_asked_for_and_is_taken_stops_the_demo(taken: int) -> None:
    with pytest.raises(ServicesError, match=rf"Port {taken} is taken by another program: try PORT=\d+ make demo\."):
        ports.choose({"PORT": str(taken)})


@pytest.mark.parametrize("text", ["http", "80", "70000", "-1", "8000.5"])
def test_port_that_is_none(text: str) -> None:
    with pytest.raises(ServicesError, match="PORT must be a number from 1024 to 65000, not"):
        ports.choose({"PORT": text})


def test_every_port_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda port: False)
    with pytest.raises(ServicesError, match="The ports 8000 to 8049 are all taken"):
        ports.choose({})
