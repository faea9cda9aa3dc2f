"""The shapes that stand beside words. They live in one sprite, `static/icons.svg`, which the browser keeps."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS = frozenset(
    (
        "alert",
        "back",
        "bolt",
        "clock",
        "cloud",
        "cross",
        "down",
        "home",
        "hourglass",
        "missed",
        "note",
        "out",
        "pencil",
        "people",
        "phone",
        "pill",
        "plus",
        "print",
        "query",
        "right",
        "ring",
        "search",
        "tick",
    )
)


@lru_cache(maxsize=256)
def icon(name: str, classes: str = "") -> SafeString:
    """An icon as SVG, hidden from screen readers because the words beside it say the same.

    Raises ValueError for a name that the sprite does not hold: a misspelt icon fails loudly, not as a gap on a page.
    """
    if name not in ICONS:
        raise ValueError(f"{name!r} is not an icon; see carehomes/ui/icons.py")
    extra = f" {classes}" if classes else ""
    return format_html(
        '<svg class="hr-icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>', extra, static("icons.svg"), name
    )
