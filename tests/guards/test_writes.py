"""Writes go through actions: no view and no presenter saves, creates, changes or deletes a row."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "raw",
    "execute",
}
NOT_ROWS = {"session", "context", "data", "initial", "params", "query", "headers"}  # dictionaries that pages change
PACKAGES = ("views", "presenters")
ROOTS = [settings.BASE_DIR / "carehomes", settings.BASE_DIR / "checkins", settings.BASE_DIR / "reporting"]


def views() -> list[Path]:
    files = [path for root in ROOTS for path in root.rglob("*.py")]
    return [path for path in files if "view" in path.stem or path.parent.name in PACKAGES or path.stem in PACKAGES]


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def writes_in(source: str) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and name_of(node.func.value) not in NOT_ROWS
    ]


@pytest.mark.parametrize("path", views(), ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_a_view_writes_nothing(path: Path) -> None:
    assert not writes_in(path.read_text()), f"{path} writes; that belongs into actions.py"


def test_the_guard_sees_a_write() -> None:
    assert writes_in("def view(request):\n    resident.save()\n") == [2]
    assert writes_in("Resident.objects.create(name='x')") == [1]
    assert not writes_in("request.session.update(a=1)")
