"""Folders on disk, and deploys of them as static assets."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tenantry

from .flavours import ACCOUNT, TOKEN, connections


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write these files, and make the folders above them."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


# Any: a Client or an AsyncClient, and what its verb returns or is awaited for.
def deployed(client: Any, assets: object, name: str = "shop", **arguments: Any) -> Any:
    script = client.namespace("production").script(name)
    given = {"compatibility_date": "2026-01-01", "keep_settings": False, **arguments}
    return script.deploy({"index.js": b"export default { fetch() {} }"}, assets=assets, **given)


def dry_run(directory: Path | str, name: str = "shop", **options: Any) -> Any:
    """What a dry run shows of the folder; it sends nothing, wherever it is pointed."""
    with connections() as http_client:
        client = tenantry.Client(account_id=ACCOUNT, api_token=TOKEN, http_client=http_client)
        return deployed(client, tenantry.Assets(directory, **options), name, dry_run=True)
