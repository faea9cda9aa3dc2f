"""The mailbox to which mail servers send their refusals: an mbox file, a maildir, or a folder on an IMAP server.

    mbox:///var/mail/homeround    maildir:///var/mail/homeround    imaps://user:password@mail.example/INBOX

What has been read is left there and marked as read where the mailbox can do that, so that a person may still look at it.
"""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

IMAP_SECONDS = 30


def unread(address: str) -> Iterator[bytes]:
    """The e-mails that have not been read, one by one; each counts as read once the next is asked for.

    ValueError: an address of no kind that is known. OSError and imaplib.IMAP4.error: the mailbox cannot be reached.
    """
    place = urlsplit(address)
    readers = {"mbox": _mbox, "maildir": _maildir, "imap": _imap, "imaps": _imap}
    if place.scheme not in readers:
        raise ValueError(f"A mailbox starts with {', '.join(readers)}; see docs/operations.md.")
    yield from readers[place.scheme](place)


def _mbox(place: SplitResult) -> Iterator[bytes]:
    box = mailbox.mbox(_existing(place), create=False)
    box.lock()  # against the server that delivers into it
    try:
        for key, message in box.items():
            if "R" in message.get_flags():
                continue
            yield box.get_bytes(key)
            message.add_flag("RO")
            box[key] = message
    finally:
        box.flush()
        box.unlock()
        box.close()


def _maildir(place: SplitResult) -> Iterator[bytes]:
    box = mailbox.Maildir(_existing(place), create=False)
    for key, message in box.items():
        if "S" in message.get_flags():
            continue
        yield box.get_bytes(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def _existing(place: SplitResult) -> Path:
    path = Path(unquote(place.path))
    if not path.exists():
        raise FileNotFoundError(f"There is no mailbox at {path}.")
    return path


def _imap(place: SplitResult) -> Iterator[bytes]:
    with _connected(place) as server:
        server.select(unquote(place.path.strip("/")) or "INBOX")
        _, found = server.search(None, "UNSEEN")
        for number in found[0].split():
            _, parts = server.fetch(number, "(BODY.PEEK[])")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if raw is not None:
                yield raw
                server.store(number, "+FLAGS", "\\Seen")


@contextmanager
def _connected(place: SplitResult) -> Iterator[imaplib.IMAP4]:
    host = place.hostname or ""
    if place.scheme == "imaps":
        context = ssl.create_default_context()
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, place.port or 993, ssl_context=context, timeout=IMAP_SECONDS)
    else:
        server = imaplib.IMAP4(host, place.port or 143, timeout=IMAP_SECONDS)
    with server:
        server.login(unquote(place.username or ""), unquote(place.password or ""))
        yield server
