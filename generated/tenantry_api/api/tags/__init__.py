# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged tags, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import add_tag as add_tag
    from . import get_tags as get_tags
    from . import remove_tag as remove_tag
    from . import set_tags as set_tags
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "add_tag": "add_tag",
            "get_tags": "get_tags",
            "remove_tag": "remove_tag",
            "set_tags": "set_tags",
        },
    )
