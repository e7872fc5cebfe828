"""The options that every command takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from attrs import frozen
from cyclopts import Group, Parameter, Token

EVERYWHERE = Group("Options of all commands", sort_key=100)


def whole(_: object, tokens: Sequence[Token]) -> int:
    """A whole number as people write it; cyclopts itself would round 1.5."""
    return int(_fitting(tokens, "a whole number from 0", str.isdecimal))


def seconds(_: object, tokens: Sequence[Token]) -> float:
    """A time, which ends."""
    return float(_fitting(tokens, "a number from 0", lambda text: 0 <= float(text) < math.inf))


def calls(_: object, tokens: Sequence[Token]) -> float:
    """So many a second."""
    return float(_fitting(tokens, "a number of calls a second above 0", lambda text: 0 < float(text) < math.inf))


def _fitting(tokens: Sequence[Token], what: str, fits: Callable[[str], bool]) -> str:
    """What was typed. Raises ValueError, which names the option, where it does not fit."""
    text = tokens[0].value
    with suppress(ValueError):
        if fits(text):
            return text
    raise ValueError(f"{text!r} is not {what}.")


Script = Annotated[str, Parameter(help="The name of the script.")]
Tags = Annotated[
    tuple[str, ...], Parameter(name="--tag", help="Only scripts that have this tag; may be given several times.")
]
NotTags = Annotated[
    tuple[str, ...],
    Parameter(name="--not-tag", help="Only scripts that do not have this tag; may be given several times."),
]


@Parameter(name="*", group=EVERYWHERE)
@frozen(kw_only=True)
class Options:
    """What every command can be told."""

    namespace: Annotated[str | None, Parameter(name=("--namespace", "-n"))] = None
    """The dispatch namespace; else the environment's TENANTRY_NAMESPACE, but not to destroy something."""
    json: bool = False
    """Print one JSON document."""
    ndjson: bool = False
    """Print JSON, one record on each line; the first line says the version and what the records are."""
    fields: str | None = None
    """Print these fields alone, such as `name,tags`."""
    quiet: Annotated[bool, Parameter(name=("--quiet", "-q"))] = False
    """Print data and errors alone."""
    yes: Annotated[bool, Parameter(name=("--yes", "-y"))] = False
    """Do not ask."""
    dry_run: bool = False
    """Say what would be done, and change nothing."""
    rate: Annotated[float, Parameter(converter=calls)] = 3.8
    """Calls a second, at most; 3.8, as it is without this, stays below Cloudflare's limit."""
    reason: str | None = None
    """Why, for the journal of rollouts."""
    debug: bool = False
    """Show each request, and where an error came from."""


@Parameter(name="*")
@frozen(kw_only=True)
class Expected:
    """What a user says of a set of scripts before something is done to all of them."""

    expect: Annotated[int | None, Parameter(converter=whole)] = None
    """How many scripts there must be; else nothing is done."""
    expect_set: str | None = None
    """The digest of their names, as it was shown; else nothing is done."""


@Parameter(name="*")
@frozen(kw_only=True)
class SecretSource:
    """Where the value of a secret comes from; without one it is stdin."""

    from_file: Path | None = None
    """Read the value from this file."""
    from_command: str | None = None
    """Read the value from the output of this command, such as `vault read -field=key kv/acme`; no shell runs it."""


DEFAULTS = Options()
AS_IT_IS = Expected()
STDIN = SecretSource()


def tag_filter(tags: Sequence[str], not_tags: Sequence[str]) -> dict[str, bool] | None:
    """The filter that a listing takes."""
    return {**dict.fromkeys(tags, True), **dict.fromkeys(not_tags, False)} or None
