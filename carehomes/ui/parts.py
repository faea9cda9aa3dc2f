"""The smallest components, which a long list draws hundreds of times. In Python because a Jinja macro takes several times as long.

Templates import them like macros, from the files in templates/components/ that describe their arguments. What is put into the
markup is escaped here, by the same function that escapes in templates.
"""

# ruff: noqa: S704 - what is put into the markup is escaped in its place, which a test holds

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from carehomes.ui import formats
from carehomes.ui.icons import icon
from carehomes.ui.states import KINDS, State

Caller = Callable[[], str]
Cell = tuple[str, str, object]  # the name of the cell on a phone, its kind, its content
NOTHING = Markup("")

CELL_CLASSES = {
    "": NOTHING,
    "half": Markup(' class="hr-worklist__half"'),
    "skip": Markup(' class="hr-worklist__skip"'),
    "call": Markup(' class="hr-worklist__call"'),
    "end": Markup(' class="hr-worklist__end"'),
    "alone": Markup(' class="hr-worklist__end hr-worklist__end--alone"'),
    "open": Markup(' class="hr-worklist__end hr-worklist__end--alone hr-worklist__skip"'),
}
ROW_CLASSES = {
    "": NOTHING,
    "next": Markup(' class="hr-worklist__next"'),
    "brief": Markup(' class="hr-worklist__brief"'),
}


def status(kind: str, words: object, shape: str | None = None) -> Markup:
    """A state in running text: shape, word, colour."""
    look = KINDS[kind]
    return Markup(f'<span class="hr-status hr-status--{look.status}">{icon(shape or look.icon)}{escape(words)}</span>')


def tag(kind: str, words: object, shape: str | bool | None = None) -> Markup:
    """A state in a box; `shape=False` leaves the shape out."""
    look = KINDS[kind]
    drawn = NOTHING if shape is False else icon(str(shape or look.icon))
    return Markup(f'<span class="hr-tag hr-tag--{look.tag}">{drawn}{escape(words)}</span>')


def state_status(state: State) -> Markup:
    """A presenter's state in running text."""
    return status(state.kind, state.words, state.icon)


def state_tag(state: State) -> Markup:
    """A presenter's state in a box."""
    return tag(state.kind, state.words, state.icon)


def count(number: object, alert: bool = False, what: str = "") -> Markup:
    """A number in a pill, with its thousands; `what` is said after it to screen readers."""
    shown = f"{number:,}" if isinstance(number, int) else number
    said = f'<span class="nhsuk-u-visually-hidden"> {escape(what)}</span>' if what else ""
    return Markup(f'<span class="hr-count{" hr-count--alert" if alert else ""}">{escape(shown)}{said}</span>')


def call(number: str | None, name: str, large: bool = False) -> Markup:
    """A number to ring, named by whom one reaches, or the words that it is not known."""
    if not number:
        return Markup('<span class="hr-quiet">Number not known</span>')
    shown = escape(formats.phone(number))
    return Markup(
        f'<a class="hr-call{" hr-call--large" if large else ""}" href="tel:{escape(formats.digits(number))}"'
        f' aria-label="Ring {escape(name)} on {shown}">{icon("phone")}<span>{shown}</span></a>'
    )


def act(words: str, href: str, name: str) -> Markup:
    """The action of a row, with the row's name for those who hear links out of their place."""
    return Markup(
        f'<a href="{escape(href)}">{escape(words)}<span class="nhsuk-u-visually-hidden">: {escape(name)}</span></a>'
    )


def link(words: object, href: str) -> Markup:
    """Words that lead somewhere."""
    return Markup(f'<a href="{escape(href)}">{escape(words)}</a>')


def quiet(words: object) -> Markup:
    """What need not be looked at, such as a count of none."""
    return Markup(f'<span class="hr-quiet">{escape(words)}</span>')


def unseen(words: object) -> Markup:
    """What is only said to screen readers."""
    return Markup(f'<span class="nhsuk-u-visually-hidden">{escape(words)}</span>')


def kept_together(words: str) -> Markup:
    """What must not be broken over two lines, such as a number in groups."""
    return Markup(f'<span class="hr-nowrap">{escape(words)}</span>')


def cell(label: str = "", kind: str = "", caller: Caller | None = None) -> Markup:
    """A cell of a worklist. One without content is left quite empty, so that a card on a phone leaves it out."""
    return _cell(label, kind, Markup(caller().strip()) if caller else NOTHING)


def _cell(label: str, kind: str, content: object) -> Markup:
    named = f' data-label="{escape(label)}"' if label else ""
    return Markup(f'<td role="cell"{named}{CELL_CLASSES[kind or ""]}>{escape(content)}</td>')


def row(
    name: str, href: str = "", mark: str = "", note: str = "", cells: Iterable[Cell] = (), caller: Caller | None = None
) -> Markup:
    """A row of a worklist: its name as heading, then its `cells`, or the call block for those that take more than a word to draw."""
    heading = f'<a href="{escape(href)}">{escape(name)}</a>' if href else escape(name)
    quiet = f' <span class="hr-small hr-quiet">{escape(note)}</span>' if note else ""
    drawn = "".join(_cell(*each) for each in cells) + (caller() if caller else "")
    opening = f'<tr role="row"{ROW_CLASSES[mark or ""]}><th role="rowheader" scope="row">'
    return Markup(f"{opening}{heading}{quiet}</th>{drawn}</tr>\n")


def weeks(squares: Iterable[Mapping[str, Any]]) -> Markup:
    """One square a week (templates/components/weeks.jinja)."""
    return Markup(f'<ol class="hr-weeks">{"".join(_square(**each) for each in squares)}</ol>')


def _square(week: int, kind: str, words: object, shape: str | None = None, href: str = "") -> str:
    look = KINDS[kind]
    box = f'<span class="hr-weeks__box hr-weeks__box--{look.square}">{icon(shape or look.icon)}</span>'
    said = f"{box}{unseen('Week ')}{escape(week)}{unseen(f': {words}')}"
    return f'<li><a href="{escape(href)}">{said}</a></li>' if href else f"<li><div>{said}</div></li>"


def steps(params: Mapping[str, Any]) -> Markup:
    """`previous` and `next` of a list, each with href and label, as the design system's pagination draws them in ten times as long."""
    drawn = "".join(_step(each, words, **params[each]) for each, words in _STEPS.items() if params.get(each))
    opening = '<nav class="nhsuk-pagination" role="navigation" aria-label="Pagination"><ul class="nhsuk-list nhsuk-pagination__list">'
    return Markup(f"{opening}{drawn}</ul></nav>")


_LEFT = (
    "M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5"
    "A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z"
)
_RIGHT = "m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z"
_STEPS = {"previous": ("Previous", "prev", "left", _LEFT), "next": ("Next", "next", "right", _RIGHT)}


def _step(which: str, look: tuple[str, str, str, str], href: str, label: str) -> str:
    words, relation, way, path = look
    return (
        f'<li class="nhsuk-pagination-item--{which}">'
        f'<a class="nhsuk-pagination__link nhsuk-pagination__link--{relation}" href="{escape(href)}" rel="{relation}">'
        f'<span class="nhsuk-pagination__title">{words}<span class="nhsuk-u-visually-hidden"> page</span></span>'
        f'<span class="nhsuk-u-visually-hidden">:</span> <span class="nhsuk-pagination__page">{escape(label)}</span>'
        f'<svg class="nhsuk-icon nhsuk-icon--arrow-{way}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16" height="16"'
        f' focusable="false" aria-hidden="true"><path d="{path}"/></svg></a></li>'
    )


def options(given: Iterable[Mapping[str, Any]]) -> Markup:
    """The options of a drop-down: dicts with value, text, selected."""
    return Markup("".join(_option(**each) for each in given))


def _option(value: object, text: object, selected: object = False) -> str:
    return f'<option value="{escape(value)}"{" selected" if selected else ""}>{escape(text)}</option>'


def table_rows(columns: Sequence[Mapping[str, Any]], rows: Iterable[Sequence[object]]) -> Markup:
    """The rows of a table that becomes named lines on a phone (templates/components/table.jinja)."""
    openings = [_cell_opening(column) for column in columns[1:]]
    return Markup("\n".join(_table_row(openings, *cells) for cells in rows))


def _cell_opening(column: Mapping[str, Any]) -> str:
    """The same for every cell of a column."""
    name = column.get("name", column["label"])
    named = f' data-label="{escape(name)}"' if name else ""
    number = ' class="hr-table__num"' if column.get("num") else ""
    return f'<td role="cell"{named}{number}>'


def _table_row(openings: Sequence[str], heading: object, *cells: object) -> str:
    drawn = "".join(f"{opening}{escape(cell)}</td>" for opening, cell in zip(openings, cells, strict=True))
    return f'<tr role="row"><th role="rowheader" scope="row">{escape(heading)}</th>{drawn}</tr>'
