"""`make record`: every story, recorded anew at the emulator."""

from __future__ import annotations

import sys
import uuid

from tenantry_emulator import Emulator

from .recorder import FOLDER, record
from .stories import stories
from .tape.flavours import Account


def main() -> int:
    with Emulator(runs_workers=False) as cloudflare:
        for name, story in stories().items():
            record(story, FOLDER / f"{name}.yaml", own_account(cloudflare))
            print(f"recorded {name}")
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem not in stories():
            path.unlink()
            print(f"removed  {path.stem}, which no story tells any more")
    return 0


def own_account(cloudflare: Emulator) -> Account:
    """An account with nothing in it yet."""
    return Account(cloudflare.url, uuid.uuid4().hex, cloudflare.api_token)


if __name__ == "__main__":
    sys.exit(main())
