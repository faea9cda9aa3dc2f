"""The port of the demo's web server."""

import socket
from collections.abc import Mapping

from carehomes.embedded.errors import ServicesError

FIRST_PORT = 8000
TRIES = 50


def is_free(port: int) -> bool:
    """Whether nobody listens on `port` of this machine's own address."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose(environment: Mapping[str, str]) -> tuple[int, str]:
    """Return the port and, when it is not the usual one, a sentence that says why.

    PORT is taken at its word: when it is not free the demo does not start (ServicesError). Without PORT the next free
    one from 8000 serves.
    """
    asked = environment.get("PORT", "")
    if asked:
        return _asked(asked), ""
    port = next_free(FIRST_PORT)
    if port == FIRST_PORT:
        return port, ""
    return port, f"Port {FIRST_PORT} is taken by another program, so this demo uses {port} (PORT=… chooses another)."


def next_free(first: int) -> int:
    """Return the first free port from `first` on."""
    for port in range(first, first + TRIES):
        if is_free(port):
            return port
    raise ServicesError(f"The ports {first} to {first + TRIES - 1} are all taken: choose a free one with PORT=….")


def _asked(text: str) -> int:
    if not text.isdecimal() or not 1024 <= int(text) <= 65000:
        raise ServicesError(f"PORT must be a number from 1024 to 65000, not {text!r}.")
    port = int(text)
    if not is_free(port):
        raise ServicesError(f"Port {port} is taken by another program: try PORT={next_free(port + 1)} make demo.")
    return port
