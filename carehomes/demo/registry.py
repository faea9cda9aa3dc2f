"""Domains fill the demo area too: each registers its loader here, since the ground floor imports none of them."""

from collections.abc import Callable
from datetime import datetime

from carehomes.demo.area import Area

Loader = Callable[[Area, datetime], None]
_loaders: list[Loader] = []


def fills_demo(loader: Loader) -> Loader:
    """Registers what a domain adds to the demo area once homes, people and residents are there."""
    _loaders.append(loader)
    return loader


def run_loaders(area: Area, now: datetime) -> None:
    for loader in _loaders:
        loader(area, now)
