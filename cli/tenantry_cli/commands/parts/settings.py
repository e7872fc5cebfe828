"""`tenantry settings` and `bindings`: what surrounds the code of a script."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tenantry_cli.deployment import read_settings
from tenantry_cli.options import DEFAULTS, Options, Script
from tenantry_cli.output.kinds import BINDING, SETTINGS
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session


def get(script: Script, /, *, options: Options = DEFAULTS) -> None:
    """Show the settings and bindings of a script; secrets come without values.

    $ tenantry settings get acme-shop --json > settings.json
    """
    with Session(options, SETTINGS) as session:
        session.output.one(session.script(script).get_settings())


def set_(
    script: Script,
    file: Annotated[
        Path, Parameter(allow_leading_hyphen=True, help="JSON, as `settings get --json` prints it; `-` is stdin.")
    ],
    /,
    *,
    options: Options = DEFAULTS,
) -> None:
    """Change settings of a script without uploading code.

    What the file does not name, or names as null, stays. Its bindings, if it
    has some, take the place of all bindings, secrets included: a secret that it
    names without a value stays as it is.

    $ tenantry settings set acme-shop settings.json
    """
    with Session(options) as session:
        given = read_settings(file)
        target = session.script(script)
        names = ", ".join(given)
        session.change(
            Change(f"changed in {names}", "settings", script, script),
            lambda: target.patch_settings(**given),
            look=target.get,
            destroys=f"All bindings of {script}, secrets included, will be replaced" if "bindings" in given else None,
        )


def bindings(script: Script, /, *, options: Options = DEFAULTS) -> None:
    """Show what a script finds in `env`; secrets come without values.

    $ tenantry bindings acme-shop
    """
    with Session(options, BINDING) as session:
        session.output.rows(session.script(script).get_bindings())
