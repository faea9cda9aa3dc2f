"""What domains add to a load of England: each has a module `england` whose functions register here. The ground floor imports none."""

from collections.abc import Callable

from django.db.models import Model
from django.utils.module_loading import autodiscover_modules

from carehomes.demo.england.homes import LoadedHome
from carehomes.demo.england.loading import Loading

Loader = Callable[[Loading, list[LoadedHome]], None]
_loaders: list[tuple[int, Loader, tuple[type[Model], ...]]] = []


def loads_england(order: int, *models: type[Model]) -> Callable[[Loader], Loader]:
    """Function decorator: runs after residents are there, in this order, and fills these models by COPY."""

    def register(loader: Loader) -> Loader:
        _loaders.append((order, loader, models))
        return loader

    return register


def all_loaders() -> list[tuple[Loader, tuple[type[Model], ...]]]:
    """The loaders of every installed app, in their order."""
    autodiscover_modules("england")
    return [(loader, models) for _, loader, models in sorted(_loaders, key=lambda each: each[0])]
