"""All sabotages, by area as in ``features/``; importing this registers them."""

from importlib import import_module
from pkgutil import iter_modules

__all__ = sorted(module.name for module in iter_modules(__path__))  # noqa: PLE0605 - all strings

for name in __all__:
    import_module(f"{__name__}.{name}")
