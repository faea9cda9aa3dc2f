"""What stands around every page: who is here, for which organisation, and where they can go.

The access app fills a `Shell` for each request; the layouts only draw it. Addresses come with it, so that this package
needs to know none of the product's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """One item of the main navigation. `count`: what waits for this person; `alert`: same-day or overdue work."""

    label: str
    url: str
    key: str
    count: int | None = None
    alert: bool = False


# Characters of the navigation's size that stand beside each other on a phone of 390 px, and on a narrower one, of 320 px at least.
PHONE_LINE, NARROW_LINE = 46, 37
GAP, MORE = 2, 8  # the room, in characters, between two items and of "More" with its arrow


def on_line(items: Sequence[NavItem], room: int) -> int:
    """How many items stand on one line of so many characters; those that follow are behind "More". All of them, where all fit."""
    taken = [len(item.label) + GAP for item in items]
    if sum(taken) - GAP <= room:
        return len(items)
    fitting = (number for number in range(len(items), 0, -1) if sum(taken[:number]) + MORE <= room)
    return next(fitting, 0)


@dataclass(frozen=True, slots=True)
class Switch:
    """One membership a person may act under. `value` is posted as `membership` to the shell's `switch_url`."""

    label: str
    detail: str
    value: str
    current: bool = False


FOOTER_LINKS: Mapping[str, Link] = MappingProxyType(
    {
        "help": Link("Help", "/help/"),
        "accessibility": Link("Accessibility", "/accessibility/"),
        "privacy": Link("Privacy", "/privacy/"),
        "who_sees_what": Link("Who may see what", "/who-may-see-what/"),
    }
)


@dataclass(frozen=True, slots=True)
class Shell:
    """The signed-in person's surroundings. With one membership the organisation is plain text, else a menu."""

    person: str
    initials: str
    acting_name: str
    acting_role: str
    switches: Sequence[Switch]
    navigation: Sequence[NavItem]
    current_key: str = ""
    search_url: str = ""
    switch_url: str = ""
    sign_out_url: str = ""
    account_links: Sequence[Link] = field(default_factory=tuple)
    home_url: str = "/"
    search_label: str = "Find a home or resident"
    unread: int = 0
    refused_address: str = ""  # the person's own, when a mail server refused it
    confirm_address_url: str = ""

    @property
    def on_phone_line(self) -> int:
        """How many items of the navigation a phone shows without "More"."""
        return on_line(self.navigation, PHONE_LINE)

    @property
    def on_narrow_line(self) -> int:
        """The same on a phone that is narrower than 390 px."""
        return on_line(self.navigation, NARROW_LINE)
