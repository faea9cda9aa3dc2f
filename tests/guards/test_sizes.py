"""Files and functions stay short enough to be read at once. Who wants more writes a second one, with a name that says what for."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 40
ROOTS = ("carehomes", "checkins", "reporting", "tests")


def sources() -> list[Path]:
    files = [path.relative_to(settings.BASE_DIR) for root in ROOTS for path in (settings.BASE_DIR / root).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]  # Django writes those


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                yield f"{node.name}: {lines} lines"


def test_no_file_is_too_long() -> None:
    lengths = {path: len((settings.BASE_DIR / path).read_text().splitlines()) for path in sources()}
    assert {str(path): lines for path, lines in lengths.items() if lines > LINES_OF_A_FILE} == {}


def test_no_function_is_too_long() -> None:
    """Journeys in a browser are left out: one is read from the top to its end, as the people go through it."""
    files = [path for path in sources() if path.parts[:2] != ("tests", "browser")]
    found = {str(path): list(long_functions((settings.BASE_DIR / path).read_text())) for path in files}
    assert {path: long for path, long in found.items() if long} == {}


def test_the_guard_sees_a_long_function() -> None:
    longest = "def said():\n" + "    pass\n" * (LINES_OF_A_FUNCTION - 1)
    assert not list(long_functions(longest))
    assert list(long_functions(longest + "    pass\n")) == [f"said: {LINES_OF_A_FUNCTION + 1} lines"]
