"""Kinds of notification. Each room registers its own when it is imported; `actions.tell` takes one, the settings page lists them.

ISSUE_HANDED_TO_YOU = register_kind(Kind("issue_owner", "An issue was given to you", "…", Permission.SEE_CHECK_INS))
tell([user_id], kind=ISSUE_HANDED_TO_YOU, title="Larch House: an issue is yours now", address="/issues/12/", cause="issue-12-owner-3")
"""

from dataclasses import dataclass
from typing import Any

from carehomes.access.acting import Acting
from carehomes.access.roles import Permission
from carehomes.notifications.models import Channel

DAILY = (Channel.DIGEST, Channel.OFF)  # of kinds that exist only in the daily e-mail


@dataclass(frozen=True)
class Kind:
    """One kind of thing that people are told.

    `words` names it to its reader and stands in e-mails: no names, nothing clinical. `channel` is the way that holds until a person
    chooses another of `channels`. `urgent` ones ask no settings and no quiet hours, go out by e-mail at once, and cannot be switched off.
    `lead_days`: told so many days before something falls due, unless a person chooses another number.
    """

    key: str
    words: str
    hint: str
    wanted_by: Permission | None = None  # None: everybody
    channel: Channel = Channel.DIGEST
    channels: tuple[Channel, ...] = tuple(Channel)
    urgent: bool = False
    lead_days: int | None = None
    email_note: str = ""  # a last sentence of its e-mails

    def is_for(self, acting: Acting) -> bool:
        """Whether a person in this membership can be told of it."""
        return self.wanted_by is None or acting.may(self.wanted_by)


@dataclass(frozen=True)
class Choice:
    """How a person wants to be told of one kind. `lead_days` None: the kind's own number, or none."""

    channel: str
    lead_days: int | None = None


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Adds a kind and gives it back. ValueError: its key is taken, or its usual way is none that it offers."""
    if kind.urgent and kind.channel != Channel.AT_ONCE:
        raise ValueError(f"{kind.key} is urgent, so it goes out at once.")
    if kind.channel not in kind.channels:
        raise ValueError(f"{kind.key} does not offer its own usual way.")
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"Two kinds of notification are called {kind.key}.")
    return kind


def all_kinds() -> list[Kind]:
    """Every kind, the urgent ones first, in the order in which they were registered."""
    return sorted(_kinds.values(), key=lambda kind: not kind.urgent)


def kind_called(key: str) -> Kind | None:
    """The kind of a row; None for one that no version registers any more."""
    return _kinds.get(key)


def words_of(key: Any) -> str:
    """What a row's kind is called; a plain word for a kind that is not registered any more."""
    kind = kind_called(key)
    return kind.words if kind else "Something to look at"
