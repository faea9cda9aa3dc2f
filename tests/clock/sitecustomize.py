"""Sets the clock of every Python program that starts with this folder in PYTHONPATH forward (or back).

HOMEROUND_CLOCK_SHIFT: seconds. `tests.stack` uses it so that journeys can be walked at Monday 00:30, on Christmas Day or
whenever else. The clock of the database is not moved.
"""

import os
from datetime import UTC, datetime, timedelta

import time_machine

if _shift := os.environ.get("HOMEROUND_CLOCK_SHIFT"):
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(_shift)), tick=True).start()
