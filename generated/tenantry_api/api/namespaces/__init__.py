# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged namespaces, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import create_namespace as create_namespace
    from . import delete_namespace as delete_namespace
    from . import get_namespace as get_namespace
    from . import list_namespaces as list_namespaces
    from . import replace_namespace as replace_namespace
    from . import update_namespace as update_namespace
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "create_namespace": "create_namespace",
            "delete_namespace": "delete_namespace",
            "get_namespace": "get_namespace",
            "list_namespaces": "list_namespaces",
            "replace_namespace": "replace_namespace",
            "update_namespace": "update_namespace",
        },
    )
