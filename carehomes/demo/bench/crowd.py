"""Many people at once, each on a connection of their own to the web server as it is served; in one process and one thread."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from carehomes.demo.bench.browser import CSRF_SECRET

PATIENCE = 180.0  # seconds until an answer that has not come counts as an error


@dataclass
class Seen:
    """What people saw together: milliseconds of each answer, and in words what was not as it should be."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes


class Visitor:
    """Somebody's browser: one connection, kept open, one request at a time."""

    def __init__(self, port: int, cookies: str, seen: Seen) -> None:
        self._port, self._cookies, self._seen = port, cookies, seen
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, form: dict[str, Any]) -> Reply | None:
        """The answer; None, and an error noted, where there was none."""
        started = time.perf_counter_ns()
        try:
            reply = await asyncio.wait_for(self._send(path, urlencode(form, doseq=True).encode()), PATIENCE)
        except (OSError, ValueError, IndexError, asyncio.IncompleteReadError, TimeoutError) as error:
            self._seen.errors.append(f"{path}: {type(error).__name__}")
            await self.close()
            return None
        self._seen.times.append((time.perf_counter_ns() - started) / 1e6)
        return reply

    async def _send(self, path: str, body: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookies}\r\nX-CSRFToken: {CSRF_SECRET}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        status = int(lines[0].split()[1])
        length = next((int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")), 0)
        return Reply(status, await reader.readexactly(length))

    async def close(self) -> None:
        streams, self._streams = self._streams, None
        if streams is not None:
            streams[1].close()
            with suppress(OSError):
                await streams[1].wait_closed()


@asynccontextmanager
async def visiting(port: int, cookies: str, seen: Seen) -> AsyncIterator[Visitor]:
    """A visitor whose connection is closed at the end."""
    visitor = Visitor(port, cookies, seen)
    try:
        yield visitor
    finally:
        await visitor.close()
