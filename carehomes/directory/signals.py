"""What the ground floor announces about homes, inside the transaction that wrote it."""

from django.dispatch import Signal

home_registered = Signal()  # home
home_closed = Signal()  # home, on
