"""The embedded services by hand.

python -m carehomes.embedded addresses   the addresses as `export` lines, starting the services when they do not run
python -m carehomes.embedded stop        stop the services
python -m carehomes.embedded reset       stop the services and remove their data

The state folder is `.state/<HOMEROUND_STATE>`, "demo" when that is not set.
"""

import os
import shlex
import sys
from collections.abc import Callable

from carehomes.embedded import places
from carehomes.embedded.attach import state_folder
from carehomes.embedded.errors import ServicesError, plain_words
from carehomes.embedded.locks import only_one
from carehomes.embedded.services import describe, start


def addresses() -> None:
    """Print the addresses; the services stay up until they are stopped."""
    services = start(state_folder())
    (services.state / "kept").touch()
    for name, value in services.environment().items():
        print(f"export {name}={shlex.quote(value)}")


def stop() -> None:
    """Stop the services of the state folder, if there are any."""
    if state_folder().exists():
        describe(state_folder()).stop()


def reset() -> None:
    """Stop the services and remove the state folder; refuses while the demo runs."""
    state = state_folder()
    if not state.exists():
        return
    with plain_words(state), only_one(state / "demo.lock", "The demo of this checkout is running"):
        describe(state).stop()
        places.wipe(state)


COMMANDS: dict[str, Callable[[], None]] = {"addresses": addresses, "stop": stop, "reset": reset}


def main(arguments: list[str]) -> None:
    """Run the one command that is named."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        sys.exit((__doc__ or "").strip())
    os.umask(0o077)
    try:
        COMMANDS[arguments[0]]()
    except ServicesError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
