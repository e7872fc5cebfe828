"""`tenantry`, and `python -m tenantry_cli`: answers what needs nothing, and hands on the rest."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

INTERRUPTED = 130
_NEEDED = {"cyclopts", "rich", "attrs"}


def main(given: list[str] | None = None) -> int:
    """Do what the arguments say, and return the exit code."""
    arguments = sys.argv[1:] if given is None else given
    if arguments == ["--version"]:
        # Neither the parser nor a client is loaded for this.
        from tenantry import __version__

        try:
            print(f"tenantry {__version__}", flush=True)
        except OSError:
            # It knows what to say of a stdout that takes nothing.
            pass
        else:
            return 0
    try:
        from .run import run
    except ModuleNotFoundError as error:
        if error.name not in _NEEDED:
            raise
        print("tenantry: the command line needs more: pip install 'tenantry[cli]'", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    code = run(arguments)
    if code == INTERRUPTED:
        # Python would wait for threads, of which one may be told by Cloudflare to wait for minutes.
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
