"""What access asks of rooms above it. The notifications room listens and writes the row that will be sent."""

from django.dispatch import Signal

mail_wanted = Signal()  # address, dedup_key, subject, body: an e-mail, queued in the transaction of whoever sends this
address_usable = (
    Signal()
)  # user, now: an address that was refused before is right again, in the transaction that said so
