"""`tenantry api`: any request of Cloudflare's API."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tenantry_cli import consent
from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.options import DEFAULTS, Options
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session


def api(
    method: Annotated[str, Parameter(help="The HTTP method.")],
    path: Annotated[str, Parameter(help="The path below the base URL; {account_id} stands for yours.")],
    /,
    *,
    input: Annotated[
        Path | None, Parameter(allow_leading_hyphen=True, help="A file with the body; `-` is stdin.")
    ] = None,
    content_type: Annotated[str, Parameter(help="Of the body.")] = "application/json",
    options: Options = DEFAULTS,
) -> None:
    """Send any request, with your credentials and within the rate limit.

    The body of the answer is printed as it came. A method other than GET is
    asked for, as whatever destroys something.

    $ tenantry api GET /accounts/{account_id}/workers/dispatch/namespaces

    $ tenantry api PUT "/accounts/{account_id}/..." --input body.json --yes
    """
    with Session(options) as session:
        method, path = method.upper(), path.replace("{account_id}", session.client.account_id)
        body = b"" if input is None else _read(input)
        if method != "GET":
            if options.dry_run:
                session.output.changed(Change("sent", method, path, dry_run=True))
                return
            consent.ask(session.output, what=f"{method} {path} will be sent", name=method)
        _print(session, session.client.request(method, path, content=body, content_type=content_type))


def _read(file: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", Exit.USAGE) from None


def _print(session: Session, body: bytes) -> None:
    """As it came; on a terminal, and as `--json`, JSON is laid out, whose notation has no control characters."""
    if not (session.output.stdout.isatty() or session.output.is_json):
        sys.stdout.buffer.write(body)
        return
    try:
        print(json.dumps(json.loads(body), indent=None if session.options.ndjson else 2), file=session.output.stdout)
    except ValueError:
        session.output.text(body.decode(errors="backslashreplace"), keep="\n")
