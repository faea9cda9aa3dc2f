"""What the browser loads: from here only, light enough, and with nothing that the Content-Security-Policy refuses."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import engines

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.jinja"))
PAGES = [*TEMPLATES, *sorted((ROOT / "templates").rglob("*.html"))]  # django-allauth names its own .html
FIRST_VIEW = (
    "nhsuk/nhsuk.css",
    "homeround.css",
    "homeround-work.css",
    "homeround-records.css",
    "nhsuk/nhsuk-frontend.js",
    "homeround.js",
    "vendor/htmx.min.js",
    "icons.svg",
)
FIRST_VIEW_LIMIT = 120_000  # bytes over the wire, compressed: what a phone on a poor line loads in a second or two
NAMESPACES = ("http://www.w3.org/",)
# What makes a browser fetch something: an address in a stylesheet, an import, or an attribute that loads.
FETCHES = {
    ".css": re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^\s"')]+)"""),
    ".js": re.compile(
        r"""(?:\bfrom|\bimport|\bfetch\(|\bimport\(|\.src\s*=|importScripts\()\s*["'`]((?:https?:)?//[^"'`]+)"""
    ),
    ".jinja": re.compile(r"""(?:src|href|action|srcset|poster|data|content)\s*=\s*["']((?:https?:)?//[^"']+)"""),
    ".svg": re.compile(r"""(?:href|src)\s*=\s*["']((?:https?:)?//[^"']+)"""),
}


def served() -> list[Path]:
    """Everything that we or our parts give to a browser; axe is loaded by tests alone."""
    folders = [ROOT / "static", ROOT / "build" / "nhsuk", ROOT / "build" / "vendor", ROOT / "templates"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in FETCHES]
    return [path for path in files if path.name != "axe.min.js"]


def test_no_page_stylesheet_or_script_reaches_another_host() -> None:
    reached = {
        str(path.relative_to(ROOT)): found
        for path in served()
        if (found := FETCHES[path.suffix].findall(path.read_text(encoding="utf-8")))
    }
    assert reached == {}


def test_our_own_files_name_no_host_at_all() -> None:
    for path in [*(ROOT / "static").rglob("*"), *(ROOT / "templates").rglob("*.jinja")]:
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        addresses = [each for each in re.findall(r"https?://[^\s\"'<>]+", text) if not each.startswith(NAMESPACES)]
        assert addresses == [], path


def test_the_font_that_only_the_nhs_may_use_is_neither_named_nor_fetched() -> None:
    for name in ("nhsuk/nhsuk.css", "homeround.css"):
        css = content(name)
        assert "@font-face" not in css
        assert "Frutiger" not in css


def test_the_first_view_is_light() -> None:
    sizes = {name: len(gzip.compress(content(name).encode())) for name in FIRST_VIEW}
    assert sum(sizes.values()) <= FIRST_VIEW_LIMIT, sizes


def test_no_script_points_to_a_source_map_that_is_not_served() -> None:
    for name in FIRST_VIEW:
        assert "sourceMappingURL" not in content(name)


FROM_CONDITIONS = {"need", "skip"}  # templates/checkins/question.jinja draws them by the names of the conditions


def test_what_a_script_looks_for_is_drawn_or_set_somewhere() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.js"))
    ours = [path for room in ("carehomes", "checkins", "reporting") for path in (ROOT / room).rglob("*.py")]
    drawn = set(re.findall(r"data-hr-([a-z-]+)", "".join(path.read_text(encoding="utf-8") for path in [*PAGES, *ours])))
    put = {
        re.sub("[A-Z]", lambda at: f"-{at[0].lower()}", each) for each in re.findall(r"dataset\.hr(\w+) = ", scripts)
    }
    sought = set(re.findall(r"\[data-hr-([a-z-]+)", scripts))
    assert "once" in sought
    assert sought - drawn - {each.lstrip("-") for each in put} - FROM_CONDITIONS == set()


def test_the_lock_file_names_no_address_of_an_index() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_every_template_compiles() -> None:
    for path in [*TEMPLATES, *(ROOT / "templates").rglob("*.html")]:
        engines.all()[0].get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_templates_hold_no_inline_handler_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\s(on[a-z]+|style)\s*=", text)
    assert not re.search(r"<script(?![^>]*(nonce|src)=)", text)


def test_every_class_of_ours_that_a_template_uses_is_in_a_stylesheet() -> None:
    css = content("nhsuk/nhsuk.css") + "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.css")
    )
    known = set(re.findall(r"\.((?:hr|hd|nhsuk)-[\w-]+)", css))
    unknown = {
        name
        for path in (ROOT / "templates").rglob("*.jinja")
        for words in re.findall(r'class="([^"{]+)"', path.read_text(encoding="utf-8"))
        for name in words.split()
        if name.startswith(("hr-", "hd-", "nhsuk-")) and name not in known
    }
    assert unknown == set()


def content(name: str) -> str:
    path = finders.find(name)
    assert path, f"{name} is missing: run npm ci && npm run build"
    return Path(path).read_text(encoding="utf-8")


def classes(stylesheet: str) -> set[str]:
    """The classes of our own that a stylesheet gives a look to."""
    selectors = re.findall(r"([^{}]+)\{", re.sub(r"/\*.*?\*/", "", stylesheet, flags=re.DOTALL))
    return {name for selector in selectors for name in re.findall(r"\.(h[rd]-[\w-]+)", selector)}


def given(name: str, code: str) -> bool:
    """Whether a page gives an element this class, in full or put together: `hr-tag--` and a kind that Python knows."""
    stem, mark, _ = max((name.rpartition("--"), name.rpartition("__")), key=lambda parts: len(parts[0]))
    together = re.escape(stem + mark) + r"[\"'{]" if mark else r"(?!)"
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])|{together}", code))


def test_every_class_of_the_stylesheets_is_given_to_something() -> None:
    rooms = [ROOT / room for room in ("templates", "static", "carehomes", "checkins", "reporting")]
    pages = [path for room in rooms for path in room.rglob("*") if path.suffix in {".jinja", ".html", ".py", ".js"}]
    code = "\n".join(path.read_text() for path in pages)
    styles = "\n".join(path.read_text() for path in (ROOT / "static").glob("*.css"))
    assert {name for name in classes(styles) if not given(name, code)} == set()
    assert not given("hr-nowhere--at-all", code)


@pytest.mark.parametrize("template", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_template_imports_what_it_uses(template: Path) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.DOTALL)
    imports = re.compile(r'{% from "[^"]+" import ([^%]+?)(?: with context)? %}')
    names = [each.split(" as ")[-1].strip() for words in imports.findall(text) for each in words.split(",")]
    rest = imports.sub("", text)
    assert [name for name in names if not re.search(rf"\b{name}\b", rest)] == []
