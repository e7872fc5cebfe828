# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged secrets, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import delete_secret as delete_secret
    from . import get_secret as get_secret
    from . import list_secrets as list_secrets
    from . import put_secret as put_secret
    from . import put_secrets as put_secrets
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "delete_secret": "delete_secret",
            "get_secret": "get_secret",
            "list_secrets": "list_secrets",
            "put_secret": "put_secret",
            "put_secrets": "put_secrets",
        },
    )
