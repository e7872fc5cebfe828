"""`make record-live`: every story, recorded at a real account, each in a namespace that is removed afterwards."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import tenantry

from .recorder import LIVE, record
from .stories import Story, stories
from .tape.flavours import Account, blocking
from .tape.rules import NAMESPACE, SERVER

Say = Callable[[str], None]

HOW = """\
make record-live asks a real account of yours, with Workers for Platforms, and needs two environment variables:
  CLOUDFLARE_ACCOUNT_ID  the account
  CLOUDFLARE_API_TOKEN   a token that may do "Workers Scripts Write" on it
Each story makes a dispatch namespace called tenantry-story-<random digits>, and it is removed, also if the story fails.
What is written to cassettes/live/ has no secrets, but look at it before you publish it."""


def main(environment: Mapping[str, str] = os.environ, say: Say = print) -> int:
    """Record at Cloudflare only: with CLOUDFLARE_BASE_URL a cassette could call itself live and not be."""
    account_id, token = environment.get("CLOUDFLARE_ACCOUNT_ID"), environment.get("CLOUDFLARE_API_TOKEN")
    if not account_id or not token:
        say(HOW)
        return 2
    return 0 if record_all(stories(), LIVE, Account(SERVER, account_id, token), say) else 1


def record_all(told: Mapping[str, Story], folder: Path, account: Account, say: Say) -> bool:
    """Whether every story was recorded, and every namespace removed; one that fails does not stop the others."""
    outcomes = [_record_one(name, story, folder, account, say) for name, story in told.items()]
    return all(outcomes)


def _record_one(name: str, story: Story, folder: Path, account: Account, say: Say) -> bool:
    namespace = f"{NAMESPACE}-{secrets.token_hex(4)}"
    try:
        recorded = _recorded(name, story, folder / f"{name}.yaml", account, namespace, say)
    finally:
        # Also after Ctrl-C.
        removed = _removed(namespace, account, say)
    return recorded and removed


def _recorded(name: str, story: Story, path: Path, account: Account, namespace: str, say: Say) -> bool:
    try:
        record(story, path, account, recorded=f"live {datetime.now(UTC):%Y-%m-%d}", namespace=namespace)
    # Report whatever goes wrong and go on with the next story; `pytest.raises` raises a BaseException.
    except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001
        say(f"FAILED   {name}: {type(error).__name__}: {error}")
        return False
    say(f"recorded {name}")
    return True


def _removed(namespace: str, account: Account, say: Say) -> bool:
    """Remove all namespaces whose names begin so; what cannot be removed is told by name."""
    try:
        with blocking(account) as client:
            for found in client.list_namespaces():
                name = found.namespace_name or ""
                if name.startswith(namespace):
                    client.namespace(name).delete(confirm=name)
                    say(f"removed  {name}")
    except tenantry.Error as error:
        say(
            f"NOT REMOVED: {namespace} may still be there, look for it in the dashboard. "
            f"{type(error).__name__}: {error}"
        )
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
