# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged workers, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import list_workers as list_workers
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "list_workers": "list_workers",
        },
    )
