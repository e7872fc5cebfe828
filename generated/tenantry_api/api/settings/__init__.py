# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged settings, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import get_bindings as get_bindings
    from . import get_settings as get_settings
    from . import patch_settings as patch_settings
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "get_bindings": "get_bindings",
            "get_settings": "get_settings",
            "patch_settings": "patch_settings",
        },
    )
