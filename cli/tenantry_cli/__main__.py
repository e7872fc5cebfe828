"""`tenantry`, and `python -m tenantry_cli`: answers what needs nothing, and hands on the rest."""

from __future__ import annotations

import sys

_NEEDED = {"cyclopts", "rich", "attrs"}


def main(given: list[str] | None = None) -> int:
    """Do what the arguments say, and return the exit code."""
    arguments = sys.argv[1:] if given is None else given
    if arguments == ["--version"]:
        # Neither the parser nor a client is loaded for this.
        from tenantry import __version__

        print(f"tenantry {__version__}")
        return 0
    try:
        from .run import run
    except ModuleNotFoundError as error:
        if error.name not in _NEEDED:
            raise
        print("tenantry: the command line needs more: pip install 'tenantry[cli]'", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
