"""Runs one command: parses it, does it, and makes an exit code and one clear message of whatever goes wrong."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
import traceback
from collections.abc import Sequence

from cyclopts import CycloptsError, UnknownCommandError, UnusedCliTokensError

from .exits import CommandError, Exit, code_of
from .output.clean import clean
from .tree import app, load
from .wording import in_commands


def run(arguments: Sequence[str]) -> int:
    """The exit code."""
    # What they log as warnings they tell a command as events, too, which makes it fit for a terminal.
    for name in ("tenantry", "tenantry_fleet"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    is_debug = "--debug" in arguments
    try:
        _open_streams()
        _refuse_empty(arguments)
        load(arguments)
        command, bound, _ = app.parse_args(arguments)
        code = command(*bound.args, **bound.kwargs)
        sys.stdout.flush()
        return code or Exit.DONE
    except (BrokenPipeError, SystemExit):
        # Whoever read has had enough, be it `| head -1`; commands print what they have done already. rich says so by
        # SystemExit, which nobody else raises.
        _close_stdout()
        return Exit.DONE
    except CycloptsError as error:
        return _failed(CommandError(_usage(error, arguments), Exit.USAGE), is_debug=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # whatever it is, it ends here, with a code
        return _failed(error, is_debug)


def _refuse_empty(arguments: Sequence[str]) -> None:
    """An empty argument is a variable that was not set: as a path it would be this folder, as an option none at all."""
    for argument in arguments:
        if not argument or re.fullmatch("--?[a-z-]+=", argument):
            raise CommandError(f"An argument is empty: '{argument}'. Is a variable not set?", Exit.USAGE)


def _open_streams() -> None:
    """Have all three: one that was closed reads and writes nothing, and characters that stdout lacks are escaped."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  # until the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _close_stdout() -> None:
    """What is still to be written goes nowhere, so that Python does not fail with it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _usage(error: CycloptsError, arguments: Sequence[str]) -> str:
    """What cannot be meant so, in one line."""
    match error:
        case UnusedCliTokensError():
            # They are not shown: one may be a secret that somebody took for an argument.
            return "There are more arguments than the command takes; --help shows which."
        case UnknownCommandError() if arguments[0].startswith("-"):
            return "Options come after the command, as in `tenantry ls -n production`."
    return " ".join(str(error).split())


def _failed(error: BaseException, is_debug: bool) -> Exit:
    from tenantry import Error

    if is_debug:
        traceback.print_exception(error)
    match error:
        case KeyboardInterrupt():
            text = "interrupted"
        case CommandError() | Error():
            text = in_commands(str(error))
        case UnicodeEncodeError():
            # stdout escapes what it cannot write, so that this comes from an argument or the environment.
            error = CommandError("An argument has bytes that are not UTF-8.", Exit.USAGE)
            text = str(error)
        case ModuleNotFoundError():
            text = str(error)
        case OSError(filename=None):
            # That is stdout, on a disk that is full.
            text = f"what was found cannot be written: {error.strerror}"
            _close_stdout()
        case _:
            text = f"{type(error).__name__}: {error}\nThis is a fault of the command; --debug shows where."
    print(clean(f"tenantry: {text}", keep="\n"), file=sys.stderr)
    return code_of(error)
