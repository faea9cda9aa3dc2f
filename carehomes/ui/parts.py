"""The smallest components, which a long list draws hundreds of times. In Python because a Jinja macro takes several times as long.

Templates import them like macros, from the files in templates/components/ that describe their arguments.
"""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from carehomes.ui import formats
from carehomes.ui.icons import icon
from carehomes.ui.states import KINDS, State

Caller = Callable[[], str]
NOTHING = SafeString("")

CELL_CLASSES = {
    "": NOTHING,
    "half": SafeString(' class="hr-worklist__half"'),
    "skip": SafeString(' class="hr-worklist__skip"'),
    "call": SafeString(' class="hr-worklist__call"'),
    "end": SafeString(' class="hr-worklist__end"'),
    "alone": SafeString(' class="hr-worklist__end hr-worklist__end--alone"'),
}
ROW_CLASSES = {
    "": NOTHING,
    "next": SafeString(' class="hr-worklist__next"'),
    "brief": SafeString(' class="hr-worklist__brief"'),
}


def status(kind: str, words: object, shape: str | None = None) -> SafeString:
    """A state in running text: shape, word, colour."""
    look = KINDS[kind]
    return format_html(
        '<span class="hr-status hr-status--{}">{}{}</span>', look.status, icon(shape or look.icon), words
    )


def tag(kind: str, words: object, shape: str | bool | None = None) -> SafeString:
    """A state in a box; `shape=False` leaves the shape out."""
    look = KINDS[kind]
    drawn = NOTHING if shape is False else icon(str(shape or look.icon))
    return format_html('<span class="hr-tag hr-tag--{}">{}{}</span>', look.tag, drawn, words)


def state_status(state: State) -> SafeString:
    """A presenter's state in running text."""
    return status(state.kind, state.words, state.icon)


def state_tag(state: State) -> SafeString:
    """A presenter's state in a box."""
    return tag(state.kind, state.words, state.icon)


def count(number: object, alert: bool = False, what: str = "") -> SafeString:
    """A number in a pill; `what` is said after it to screen readers."""
    said = format_html('<span class="nhsuk-u-visually-hidden"> {}</span>', what) if what else NOTHING
    return format_html('<span class="hr-count{}">{}{}</span>', " hr-count--alert" if alert else "", number, said)


def call(number: str | None, name: str, large: bool = False) -> SafeString:
    """A number to ring, or the words that it is not known."""
    if not number:
        return SafeString('<span class="hr-quiet">Number not known</span>')
    return format_html(
        '<a class="hr-call{}" href="tel:{}">{}<span><span class="nhsuk-u-visually-hidden">Ring {} on </span>{}</span></a>',
        " hr-call--large" if large else "",
        formats.digits(number),
        icon("phone"),
        name,
        formats.phone(number),
    )


def act(words: str, href: str, name: str) -> SafeString:
    """The action of a row, with the row's name for those who hear links out of their place."""
    return format_html('<a href="{}">{}<span class="nhsuk-u-visually-hidden">: {}</span></a>', href, words, name)


def cell(label: str = "", kind: str = "", caller: Caller | None = None) -> SafeString:
    """A cell of a worklist. One without content is left quite empty, so that a card on a phone leaves it out."""
    named = format_html(' data-label="{}"', label) if label else NOTHING
    content = SafeString(caller().strip()) if caller else NOTHING
    return format_html('<td role="cell"{}{}>{}</td>', named, CELL_CLASSES[kind or ""], content)


def row(name: str, href: str = "", mark: str = "", note: str = "", caller: Caller | None = None) -> SafeString:
    """A row of a worklist: its name as heading, then its cells."""
    heading = format_html('<a href="{}">{}</a>', href, name) if href else name
    quiet = format_html(' <span class="hr-small hr-quiet">{}</span>', note) if note else NOTHING
    cells = SafeString(caller()) if caller else NOTHING
    return format_html(
        '<tr role="row"{}><th role="rowheader" scope="row">{}{}</th>{}</tr>\n',
        ROW_CLASSES[mark or ""],
        heading,
        quiet,
        cells,
    )
