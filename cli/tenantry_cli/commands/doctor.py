"""`tenantry doctor`: whether everything is there that the other commands need."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

from cyclopts import Parameter

from tenantry_cli.exits import Exit
from tenantry_cli.options import DEFAULTS, Options
from tenantry_cli.output.kinds import CHECK
from tenantry_cli.session import Session

# Without these nothing can be done at all.
_CREDENTIALS = {"credentials", "token", "permissions", "entitlement"}


def doctor(
    *,
    write: Annotated[bool, Parameter(help="Deploy a Worker to the namespace, and delete it again.")] = False,
    options: Options = DEFAULTS,
) -> Exit:
    """Look at what the other commands need, and say what to do where it lacks.

    Versions, the emulator's runtime, credentials and their end, permissions,
    entitlement, the clock, the budget of calls, and the namespace.

    $ tenantry doctor -n production --write
    """
    # Imported here, since help needs no connections.
    import httpx

    from tenantry_cli.checks import examine, remember

    headers: dict[str, str] = {}
    hooks = {"response": [lambda answer: remember(headers, answer.headers)]}
    with (
        ExitStack() as closing,
        Session(options, CHECK, http_client=lambda: closing.enter_context(httpx.Client(event_hooks=hooks))) as session,
    ):
        findings = [*examine(session, headers, writes=write and not options.dry_run)]
        if session.output.is_json or options.fields or not session.output.stdout.isatty():
            session.output.rows(findings)
        else:
            for each in findings:
                session.output.wrapped(f"{each.state:8} {each.check:12} ", each.found)
                if each.todo:
                    session.output.wrapped(f"{'':8} {'':12} → ", each.todo)
    failed = {each.check for each in findings if each.state == "failed"}
    return Exit.DONE if not failed else Exit.CREDENTIALS if failed & _CREDENTIALS else Exit.FAILED
