"""One Valkey server on a private socket, with its append-only file on."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from carehomes.embedded import processes
from carehomes.embedded.errors import ServicesError, explain_end
from carehomes.embedded.identity import ServerUser

PATIENCE = 10.0  # seconds; a large append-only file takes its time to load


@dataclass(frozen=True)
class Valkey:
    """The server whose files are in `folder` and whose socket is in `sockets`."""

    folder: Path
    sockets: Path
    program: Path
    user: ServerUser
    durable: bool = True

    @property
    def socket(self) -> Path:
        """The socket that it listens on."""
        return self.sockets / "valkey.sock"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.folder / "server.log"

    def pid(self) -> int | None:
        """Return the running server's process id, or None."""
        try:
            pid = int((self.folder / "valkey.pid").read_text())
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return pid if processes.is_alive(pid, self.folder) else None

    def url(self) -> str:
        """Return the address as the `redis` client reads it."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start the server unless it runs, and wait until it answers."""
        if self.pid() is None:
            self._launch()
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > deadline:
                raise ServicesError(f"Valkey does not answer; its log is {self.log}.")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server; it writes what it holds first."""
        pid = self.pid()
        if pid is not None:
            processes.end(pid, self.folder, (signal.SIGTERM, signal.SIGKILL), patience=15)

    def _launch(self) -> None:
        environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", "")}
        done = subprocess.run(
            [self.program, "-"], input=self._settings(), text=True, capture_output=True,
            cwd="/", umask=0o077, env=environment, check=False, **self.user.run_as(),
        )  # fmt: skip
        if done.returncode != 0:
            words = done.stdout + done.stderr + self._last_words()
            last = (words.strip().splitlines() or ["no message"])[-1]
            raise ServicesError(
                explain_end(words, self.folder) or f"Valkey did not start ({last}); its log is {self.log}."
            )

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-4:])
        except OSError:
            return ""

    def _settings(self) -> str:
        settings = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "daemonize": "yes",
            "dir": self.folder,
            "pidfile": self.folder / "valkey.pid",
            "logfile": self.log,
            "appendonly": "yes",
            "appendfsync": "everysec" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
        }
        return "".join(f'{name} "{value}"\n' for name, value in settings.items())

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        return False
