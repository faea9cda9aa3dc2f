"""Numbers that stand in addresses and boxes."""

MOST_FIGURES = 18  # no key of ours has more, and the database takes any number of so many


def number_in(text: str) -> int | None:
    """The whole number that this text is; None for everything else, figures of other scripts and endless ones included."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES else None
