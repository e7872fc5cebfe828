"""`tenantry deploy`, `diff` and `download`: the code of a script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

import tenantry
from tenantry_cli.deployment import Deployment
from tenantry_cli.exits import Exit
from tenantry_cli.options import DEFAULTS, Options, Script
from tenantry_cli.output.kinds import DEPLOYED, DIFFERENCE, UPLOAD
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session

Code = Annotated[Path, Parameter(help="A folder as `wrangler deploy --dry-run --outdir` writes it, or one file.")]
NOTHING_MORE = Deployment()


def deploy(
    script: Script,
    code: Code | None = None,
    /,
    *,
    create: Annotated[bool, Parameter(negative="--no-create", help="Create the script if it is not there.")] = True,
    deployment: Deployment = NOTHING_MORE,
    options: Options = DEFAULTS,
) -> None:
    """Deploy code to a script, or create it.

    Bindings, variables, secrets, tags and settings that are not mentioned stay
    as they are. Secrets are set by `tenantry secret put`.

    $ tenantry deploy acme-shop dist/ --compatibility-date 2026-11-01

    $ tenantry deploy acme-shop dist/ --tag customer-acme --tag plan-pro
    """
    with Session(options, UPLOAD if options.dry_run else DEPLOYED) as session:
        target = session.script(script)
        bundle = None if code is None else deployment.bundle(code)
        for path in bundle.left_out if bundle else ():
            session.output.note(f"not a module, and left out: {path}")
        if options.dry_run:
            session.output.one(target.deploy(bundle, **deployment.arguments(), dry_run=True))
            return
        deployed = target.deploy(bundle, create=create, **deployment.arguments())
        if session.output.is_json or options.fields:
            session.output.one(deployed)
        else:
            session.output.changed(session.said(Change("deployed", "script", script)))


def diff(script: Script, code: Code, /, *, deployment: Deployment = NOTHING_MORE, options: Options = DEFAULTS) -> Exit:
    """Show what a deploy would change of modules, settings and bindings.

    Exits with 2 where something differs. The values of secrets, and static
    assets, cannot be compared.

    $ tenantry diff acme-shop dist/ --settings settings.json
    """
    with Session(options, DIFFERENCE) as session:
        target = session.script(script)
        bundle = deployment.bundle(code)
        # It sends nothing, and refuses what a deploy would refuse.
        target.deploy(bundle, **deployment.arguments(), dry_run=True)
        try:
            running = target.snapshot()
        except tenantry.ScriptNotFound:
            found = tenantry.Differences([tenantry.Difference("script", None, f"{script} is not there yet")])
        else:
            found = running.diff(deployment.applied_to(running, bundle))
        if session.output.is_json or options.fields:
            session.output.rows(found)
        else:
            for difference in found:
                session.output.text(str(difference))
        return Exit.PENDING if found else Exit.DONE


def download(
    script: Script,
    folder: Annotated[Path, Parameter(help="A new folder, or an empty one.")],
    /,
    *,
    options: Options = DEFAULTS,
) -> None:
    """Download the code of a script, byte for byte, into a folder.

    $ tenantry download acme-shop acme-shop/
    """
    with Session(options) as session:
        target = session.script(script)
        change = Change(f"downloaded to {folder}", "script", script)
        session.change(change, lambda: target.get_content(to=folder), look=target.get)
