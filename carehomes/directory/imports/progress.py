"""Telling whoever waits how far an import has come: steps with words, and how much of a file is read."""

import sys
import time
from typing import Protocol, TextIO

_WIDTH = 30


class Progress(Protocol):
    """Told of each step when it begins, and of how much of it is done where that is known."""

    def step(self, words: str, total: int = 0) -> None: ...

    def done(self, amount: int) -> None: ...


class Stopwatch:
    """A progress that keeps how many seconds each step took, and passes on what it is told."""

    def __init__(self, onward: Progress | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._onward = onward
        self._words = ""
        self._since = 0.0

    def step(self, words: str, total: int = 0) -> None:
        self.stop()
        self._words, self._since = words, time.perf_counter()
        if self._onward:
            self._onward.step(words, total)

    def done(self, amount: int) -> None:
        if self._onward:
            self._onward.done(amount)

    def stop(self) -> None:
        """Ends the step that runs."""
        if self._words:
            spent = time.perf_counter() - self._since
            self.seconds[self._words] = round(self.seconds.get(self._words, 0) + spent, 3)
            self._words = ""


class Bar:
    """A line on a terminal that fills; elsewhere one plain line for each step."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._words, self._total = "", 0

    def step(self, words: str, total: int = 0) -> None:
        self._end_line()
        self._words, self._total = words, total
        self._stream.write(words if self._live else f"{words}\n")
        self._stream.flush()

    def done(self, amount: int) -> None:
        if not self._live or not self._total:
            return
        share = min(1.0, amount / self._total)
        filled = "#" * int(share * _WIDTH)
        self._stream.write(f"\r{self._words} [{filled:<{_WIDTH}}] {share:4.0%}")
        self._stream.flush()

    def close(self) -> None:
        """Ends the last line."""
        self._end_line()

    def _end_line(self) -> None:
        if self._words and self._live:
            self._stream.write("\n")
        self._words = ""
