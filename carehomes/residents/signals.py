"""What the ground floor announces about residents, inside the transaction that wrote it. Domains listen in `handlers.py`.

Every signal carries `resident` (Resident), `on` (date) and `by` (Acting). Receivers must not fail: an error undoes the write.
"""

from django.dispatch import Signal

resident_admitted = Signal()  # + stay: new to this home, from wherever
resident_moved = Signal()  # + stay, from_home: only the new home's people may see the resident from now on (ADR 0004)
resident_away = Signal()  # + absence: gone to hospital or away
resident_returned = Signal()  # + absence: back from hospital or leave; starts the deadlines of a re-admission
resident_left = Signal()  # + stay: left for good
resident_died = Signal()  # + stay
# + gone_on: a stay or absence was recorded in error and has been put right. `gone_on`: the day on which they were said to have died or
# left, where it was that; else None.
resident_corrected = Signal()
