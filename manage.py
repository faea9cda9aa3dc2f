#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works on the embedded services of `make demo`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carehomes.settings.local")
    if os.environ["DJANGO_SETTINGS_MODULE"].endswith(".local"):
        from carehomes.embedded.attach import ensure_services  # noqa: PLC0415 - production images do not ship it

        ensure_services()
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs the addresses set above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
