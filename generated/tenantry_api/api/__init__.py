# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations of the API, in a package for each tag; each is imported when it is first used."""

from typing import TYPE_CHECKING

from .. import lazy

if TYPE_CHECKING:
    from . import assets as assets
    from . import namespaces as namespaces
    from . import scripts as scripts
    from . import secrets as secrets
    from . import settings as settings
    from . import tags as tags
    from . import workers as workers
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "assets": "assets",
            "namespaces": "namespaces",
            "scripts": "scripts",
            "secrets": "secrets",
            "settings": "settings",
            "tags": "tags",
            "workers": "workers",
        },
    )
