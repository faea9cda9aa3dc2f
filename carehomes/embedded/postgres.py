"""One PostgreSQL cluster: made, started, found again and stopped."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from carehomes.embedded import processes
from carehomes.embedded.errors import ServicesError, explain, explain_end
from carehomes.embedded.identity import ServerUser

ADMINISTRATOR = "postgres"
PATIENCE_AFTER_CRASH = 10.0  # seconds; children of a killed server may hold its memory for a moment
LONGEST_RECOVERY = 300  # seconds that a start may take when much has to be replayed

#: What every cluster of ours is started with. `builtin C.UTF-8` sorts alike on every machine (needs PostgreSQL 17).
_INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--no-instructions",
)

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u ",
    # The server's own log tells what went wrong, without the statement and its values: those hold names and what was said of a resident.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

#: For tests only: an operating system's crash may lose everything, a process's crash loses nothing. And nobody counts the rows of tables
#: in the background: whatever tests write is rolled back, and the planner would take as empty what the next test has just filled.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass(frozen=True)
class Postgres:
    """The cluster in `data`, reached by the socket in `sockets`, run by `user` from the programs in `programs`."""

    data: Path
    sockets: Path
    programs: Path
    user: ServerUser
    durable: bool = True

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.data / "server.log"

    def pid(self) -> int | None:
        """Return the running server's process id, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, NotADirectoryError, ValueError, IndexError):
            return None
        return pid if processes.is_alive(pid, self.data) else None

    def create(self, password: str) -> None:
        """Make the cluster unless it exists; `password` is its administrator's. All or nothing."""
        if (self.data / "PG_VERSION").exists():
            return
        with tempfile.TemporaryDirectory(dir=self.sockets) as scratch:
            self.user.own(Path(scratch))
            secret, new = Path(scratch, "password"), self.data.with_name("postgres.new")
            _empty(new, self.user)
            secret.write_text(password)
            self.user.own(secret)
            self._run("initdb", *_INITDB, f"--username={ADMINISTRATOR}", f"--pwfile={secret}", f"--pgdata={new}")
        shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def start(self) -> None:
        """Start the server unless it runs, and wait until it answers; tries again for 10 s after a crash."""
        deadline = time.monotonic() + PATIENCE_AFTER_CRASH
        while self.pid() is None:
            self._write_settings()
            self._forget_dead_server()
            try:
                self._run(
                    "pg_ctl",
                    "start",
                    "-w",
                    f"--timeout={LONGEST_RECOVERY}",
                    f"--log={self.log}",
                    f"--pgdata={self.data}",
                )
            except ServicesError:
                if time.monotonic() > deadline or explain(self._last_words(), self.data):
                    raise
                time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server: first by ending its sessions (fast), then at once."""
        pid = self.pid()
        if pid is not None:
            processes.end(pid, self.data, (signal.SIGINT, signal.SIGQUIT), patience=30)

    def _write_settings(self) -> None:
        settings = _SETTINGS | {"unix_socket_directories": str(self.sockets)} | ({} if self.durable else _NOT_DURABLE)
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        path = self.data / "postgresql.conf"
        path.write_text("".join(lines))
        self.user.own(path)

    def _forget_dead_server(self) -> None:
        """Remove the process file of a server that died uncollected, which PostgreSQL would take for a living one."""
        self.data.joinpath("postmaster.pid").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; raise ServicesError with its last words when it fails."""
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "HOME": str(self.data.parent)}
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", env=environment, umask=0o077,
                check=False, **self.user.run_as(),
            )  # fmt: skip
            said.seek(0)
            words = said.read()
        if done.returncode != 0:
            raise ServicesError(self._failure(program, words))

    def _failure(self, program: str, words: str) -> str:
        known = explain_end(words + self._last_words(), self.data)
        last = (words.strip().splitlines() or ["no message"])[-1]
        return known or f"PostgreSQL did not start ({program}: {last}); its log is {self.log}."

    def _last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        except OSError:
            return ""


def new_password() -> str:
    """Return a random password (192 bits) without characters that an address would have to escape."""
    return secrets.token_urlsafe(24)


def _empty(folder: Path, user: ServerUser) -> None:
    """Leave an empty private folder of `user` where a former attempt may have left half a cluster."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    user.own(folder)
