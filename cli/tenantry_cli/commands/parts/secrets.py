"""`tenantry secret`: secrets of a script. Nobody gets their values back."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tenantry_cli.options import DEFAULTS, STDIN, Options, Script, SecretSource
from tenantry_cli.output.kinds import SECRET
from tenantry_cli.output.output import Change
from tenantry_cli.secret_input import read_secret
from tenantry_cli.session import Session

Name = Annotated[str, Parameter(help="The name of the secret.")]


def list_(script: Script, /, *, options: Options = DEFAULTS) -> None:
    """List the secrets of a script: their names and types.

    $ tenantry secret list acme-shop
    """
    with Session(options, SECRET) as session:
        session.output.rows(session.script(script).list_secrets())


def put(script: Script, name: Name, /, *, source: SecretSource = STDIN, options: Options = DEFAULTS) -> None:
    """Add a secret to a script, or replace its value.

    The value comes from stdin, a file or a command, and loses one newline at
    its end.

    $ tenantry secret put acme-shop PAYMENT_KEY --from-file key.txt
    """
    with Session(options) as session:
        value = read_secret(name, source)
        target = session.script(script)
        session.change(Change("set", "secret", name, script), lambda: target.put_secret(name, value), look=target.get)


def rm(script: Script, name: Name, /, *, options: Options = DEFAULTS) -> None:
    """Delete a secret of a script, for good.

    $ tenantry secret rm acme-shop PAYMENT_KEY -n production
    """
    with Session(options) as session:
        target = session.script(script)
        session.change(
            Change("deleted", "secret", name, script),
            lambda: target.delete_secret(name, missing_ok=False),
            look=lambda: target.get_secret(name),
            destroys=f"The secret {name} of {script} will be deleted, for good",
        )
