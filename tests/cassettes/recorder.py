"""Records a story: tells it to a client of a real server, and writes what went over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import tenantry
from drift.cassette import file
from drift.cassette.recording import Recording

from .stories import CANARY, Story
from .tape import player
from .tape.flavours import Account, Flavour, blocking
from .tape.rules import ACCOUNT, NAMESPACE, SERVER, Rules
from .tape.search import secrets_in

FOLDER = Path(__file__).parents[2] / "cassettes"
# Cassettes of a real account stand beside those of the emulator: `make record` must not overwrite evidence that only
# someone with an account can record again.
LIVE = FOLDER / "live"

BY_THE_EMULATOR = f"emulator {tenantry.__version__}"
# Where nobody listens: should a replay ever send something, it gets nowhere.
NOWHERE = Account("http://127.0.0.1:1/client/v4", ACCOUNT, "a-token-that-no-cassette-may-hold")


class Leak(Exception):
    """A recording holds what must not leave this machine; it was not written."""


def record(
    story: Story,
    path: Path,
    account: Account,
    *,
    recorded: str = BY_THE_EMULATOR,
    namespace: str = NAMESPACE,
    flavour: Flavour = blocking,
    rules: Rules | None = None,
) -> None:
    """Tell the story to the account, and write its cassette; where the story fails, the old one stays."""
    mine = {account.base_url: SERVER, account.account_id: ACCOUNT, namespace: NAMESPACE}
    with player.recording(rules or Rules(mine)) as exchanges, flavour(account) as client:
        story(client, namespace)
    recording = Recording(recorded, tuple(exchanges))
    if found := secrets_in(file.tree(recording), known(account, mine)):
        raise Leak(f"{path.name} was not written, for it would hold " + ", ".join(found))
    file.write(path, recording)


def known(account: Account, mine: Mapping[str, str]) -> dict[str, str]:
    """Texts that must not be in a cassette of this account, and what to call them."""
    names = {text: "something of the account" for text, placeholder in mine.items() if text != placeholder}
    return {**names, account.api_token: "the API token", CANARY: "the value of a secret"}


def replay(story: Story, path: Path, *, flavour: Flavour = blocking) -> None:
    """Tell the story to its cassette; raises where what is sent is not what was recorded."""
    with player.replaying(path, Rules({NOWHERE.base_url: SERVER})), flavour(NOWHERE) as client:
        story(client, NAMESPACE)
