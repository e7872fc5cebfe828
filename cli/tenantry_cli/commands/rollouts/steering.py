"""`tenantry rollout pause`, `abort`, `promote` and `set-rate`: what others do, wherever the journal is at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, Token

from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.journal import FROM_ENVIRONMENT, Journal, opened
from tenantry_cli.options import DEFAULTS, Options, calls
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session

from .going import Id

if TYPE_CHECKING:
    from tenantry_fleet import Fleet


_PROMOTED = "promoted"


def pause(rollout: Id, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> None:
    """Have no more scripts begun; the process at work waits for `resume`.

    $ tenantry rollout pause 2026-11-27-51d74c05
    """
    _steer(rollout, "asked to pause", lambda fleet: fleet.pause(rollout), journal, options)


def abort(rollout: Id, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> None:
    """End a rollout for good.

    What is under way is finished; `undo` takes back what was done.

    $ tenantry rollout abort 2026-11-27-51d74c05
    """
    _steer(rollout, "asked to end", lambda fleet: fleet.abort(rollout), journal, options)


def promote(rollout: Id, /, *, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS) -> None:
    """Let the next wave begin, of a rollout that was started with `--confirm`.

    $ tenantry rollout promote 2026-11-27-51d74c05
    """
    _steer(rollout, _PROMOTED, lambda fleet: fleet.promote(rollout), journal, options)


def _calls(kind: object, tokens: Sequence[Token]) -> float | None:
    return None if tokens[0].value == "none" else calls(kind, tokens)


def set_rate(
    rollout: Id,
    rate: Annotated[
        float | None,
        Parameter(converter=_calls, help="Calls a second, or `none` for as many as its process may make."),
    ],
    /,
    *,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> None:
    """Change how fast a rollout goes, while it runs.

    $ tenantry rollout set-rate 2026-11-27-51d74c05 1.5
    """
    said = "none" if rate is None else f"{rate:g}"
    _steer(rollout, f"set to {said} calls a second", lambda fleet: fleet.set_rate(rollout, rate), journal, options)


def _steer(rollout: str, done: str, do: Callable[[Fleet], object], journal: Journal, options: Options) -> None:
    with Session(options) as session, opened(session, journal) as fleet:
        if (found := fleet.status(rollout)).state in ("done", "aborted"):
            raise CommandError(f"{rollout} is {found.state} already.", Exit.USAGE)
        if found.started is None:
            raise CommandError(f"{rollout} was never started.", Exit.USAGE)
        if done == _PROMOTED and found.state == "running" and found.holder:
            raise CommandError(f"{rollout} is in wave {found.wave}, and does not wait to be promoted.", Exit.USAGE)
        session.change(Change(done, "rollout", rollout), lambda: do(fleet), look=None)
