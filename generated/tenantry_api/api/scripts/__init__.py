# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The operations that are tagged scripts, a module for each."""

from typing import TYPE_CHECKING

from ... import lazy

if TYPE_CHECKING:
    from . import delete_script as delete_script
    from . import delete_scripts as delete_scripts
    from . import get_content as get_content
    from . import get_script as get_script
    from . import list_scripts as list_scripts
    from . import put_content as put_content
    from . import upload_script as upload_script
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "delete_script": "delete_script",
            "delete_scripts": "delete_scripts",
            "get_content": "get_content",
            "get_script": "get_script",
            "list_scripts": "list_scripts",
            "put_content": "put_content",
            "upload_script": "upload_script",
        },
    )
