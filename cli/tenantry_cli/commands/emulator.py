"""`tenantry emulator`: Cloudflare's API on this machine."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tenantry_cli.exits import CommandError, Exit


def emulator(
    *arguments: Annotated[str, Parameter(allow_leading_hyphen=True, help="Options of `python -m tenantry_emulator`.")],
) -> int:
    """Run the emulator until Ctrl-C.

    It prints the variables that make `tenantry` use it. All options are its
    own, `--help` among them.

    $ tenantry emulator --port 8787
    """
    try:
        from tenantry_emulator.__main__ import main
    except ModuleNotFoundError as error:
        raise CommandError(f"The emulator needs {error.name}: pip install 'tenantry[emulator]'") from None
    try:
        return main([*arguments])
    except SystemExit as stopped:
        # Its parser has said what is wrong.
        return Exit.USAGE if stopped.code else Exit.DONE
