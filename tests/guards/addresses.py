"""Every address of the product, as the URL resolver knows them, with something to put where a page wants a number."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One route: its pattern, its namespaced name and the view behind it."""

    route: str
    name: str
    view: Any

    @property
    def wants(self) -> list[str]:
        """Names of what the route captures: "pk", "home_pk"."""
        parts = self.route.split("<")[1:]
        return [part.split(">")[0].rpartition(":")[2] for part in parts]

    def path(self, **values: Any) -> str:
        """The address with values in it; numbers where nothing better is given."""
        made = ""
        for index, part in enumerate(self.route.split("<")):
            if index == 0:
                made = part
                continue
            capture, _, rest = part.partition(">")
            kind, _, name = capture.rpartition(":")
            made += str(values.get(name, _sample(kind))) + rest
        return f"/{made}"

    @property
    def permission(self) -> Any:
        return getattr(self.view, "permission", "undeclared")

    @property
    def outside_scope(self) -> bool:
        return bool(getattr(self.view, "outside_scope", False)) or self.view.__module__.startswith("allauth.")


def _sample(kind: str) -> str:
    return {"int": "1", "uuid": "5d2c3b2e-7a3e-4ef5-9a4a-000000000001"}.get(kind, "x")


def _walk(patterns: list[Any], route: str = "", namespace: str = "") -> Iterator[Address]:
    for each in patterns:
        here = route + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, here, inner)
        elif isinstance(each, URLPattern):
            yield Address(here, namespace + (each.name or ""), each.callback)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns))
