"""`tenantry snapshot`: what a script is, kept in a folder and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

import tenantry
from tenantry_cli.options import DEFAULTS, Options, Script
from tenantry_cli.output.kinds import CHANGE, RESTORED
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session

Folder = Annotated[Path, Parameter(help="The folder of the snapshot.")]


def save(script: Script, folder: Folder, /, *, options: Options = DEFAULTS) -> None:
    """Save code, settings, bindings and tags of a script to a new folder.

    It has the values of variables, and those of secrets it has not: nobody gets
    them.

    $ tenantry snapshot save acme-shop before/
    """
    with Session(options) as session:
        target = session.script(script)
        change = Change(f"saved to {folder}", "script", script)
        session.change(change, lambda: target.snapshot().save(folder), look=target.get)


def restore(
    script: Script,
    folder: Folder,
    /,
    *,
    skip_missing_secrets: Annotated[bool, Parameter(help="Restore the rest where the script lacks a secret.")] = False,
    options: Options = DEFAULTS,
) -> None:
    """Bring a snapshot back in the place of what runs.

    Secrets and static assets stay as they are; bindings and settings that came
    since go.

    $ tenantry snapshot restore acme-shop before/ -n production
    """
    with Session(options, CHANGE if options.dry_run else RESTORED) as session:
        snapshot = tenantry.Snapshot.read(str(folder))
        target = session.script(script)
        session.agree(f"What runs as {script} will be replaced by the snapshot in {folder}", script)
        if options.dry_run:
            session.output.changed(session.said(Change(f"restored from {folder}", "script", script)))
        else:
            missing: Literal["skip", "refuse"] = "skip" if skip_missing_secrets else "refuse"
            session.output.one(target.restore(snapshot, missing_secrets=missing))
