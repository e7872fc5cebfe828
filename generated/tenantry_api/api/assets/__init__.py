# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged assets, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import create_assets_session as create_assets_session
    from . import upload_assets as upload_assets
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "create_assets_session": "create_assets_session",
            "upload_assets": "upload_assets",
        },
    )
