"""What the documentation names is there: files, links, commands, variables of the environment."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted((CHECKOUT / "docs").rglob("*.md"))]
MADE = ("build/", ".venv/", ".state/", "node_modules/")  # by a command, not kept in the repository
ROOTS = ("carehomes", "checkins", "reporting", "templates", "static", "tests", "docs", "requirements")
FILES = [
    path.relative_to(CHECKOUT).as_posix()
    for root in ROOTS
    for path in (CHECKOUT / root).rglob("*")
    if "__pycache__" not in path.parts
] + [path.name for path in CHECKOUT.iterdir()]
ENDINGS = "py md txt yml toml jinja html css js csv svg json".split()
# A file or a folder in code marks. Patterns, addresses, and places on other machines are none.
PATH = re.compile(rf"`((?:[\w.-]+/)+(?:[\w-]+\.(?:{'|'.join(ENDINGS)})|)|[\w-]+\.(?:{'|'.join(ENDINGS)}))`")
ENVIRONMENT = re.compile(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""")


def named(page: Path, pattern: re.Pattern[str]) -> list[str]:
    return [match[1] for match in pattern.finditer(page.read_text())]


def stands(path: str) -> bool:
    """Whether it exists, in full or by the end of its path, as the pages shorten them; a module may be a package of its name."""
    names = {path.rstrip("/"), path.removesuffix(".py")}
    return path.startswith(MADE) or any(f"/{each}".endswith(f"/{name}") for name in names for each in FILES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_what_a_page_names_exists(page: Path) -> None:
    missing = [path for path in named(page, PATH) if not stands(path)]
    links = [link for link in named(page, re.compile(r"\]\(([^)#\s]+)")) if "://" not in link]
    missing += [link for link in links if not (page.parent / link).exists()]
    assert not missing


def test_a_path_that_is_not_there_is_noticed() -> None:
    assert PATH.findall("see `carehomes/nowhere.py`, `docs/adr/`, `a/<b>.py`") == ["carehomes/nowhere.py", "docs/adr/"]
    assert not stands("carehomes/nowhere.py")
    assert stands("access/scopes.py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
def test_every_command_of_a_page_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(re.findall(r"^```[\s\S]*?^```|`[^`\n]+`|^    .+$", page.read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", code)) <= set(get_commands())


def test_every_variable_of_the_settings_is_explained_and_none_that_is_not_read() -> None:
    page = (CHECKOUT / "docs" / "operations.md").read_text()
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    settings = [path.read_text() for path in (CHECKOUT / "carehomes" / "settings").glob("*.py")]
    read = {name for text in settings for name in ENVIRONMENT.findall(text)}
    assert {name for name in read if f"`{name}`" not in page} == set()
    code = "".join(path.read_text() for path in (CHECKOUT / "carehomes").rglob("*.py"))
    assert {name for name in table if name not in code and name != "DJANGO_SETTINGS_MODULE"} == set()


def test_the_glossary_has_each_word_once_and_where_one_looks_for_it() -> None:
    rows = re.findall(r"^\| ([^|]+) \|", (CHECKOUT / "docs" / "glossary.md").read_text(), re.MULTILINE)[1:]
    words = [row.lower() for row in rows]
    assert len(words) > 100
    assert words == sorted(set(words))
