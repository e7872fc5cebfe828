"""The exit codes, and which of them an error is."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What became of a command. These numbers are a contract."""

    DONE = 0
    FAILED = 1
    PENDING = 2
    STOPPED = 3
    CREDENTIALS = 4
    USAGE = 64
    INTERRUPTED = 130


MEANINGS = {
    Exit.DONE: "Done; of `diff` and `plan`: nothing differs.",
    Exit.FAILED: "Failed.",
    Exit.PENDING: "There are changes: `diff` found differences, `plan` has something to do.",
    Exit.STOPPED: "Stopped by a gate, by a consent that was not given, or half-way: what is done is said, and the same "
    "command goes on with the rest.",
    Exit.CREDENTIALS: "The credentials are missing or may not do this, and nothing was done.",
    Exit.USAGE: "The command, or a variable that it reads, cannot be meant so; nothing was sent that changes anything.",
    Exit.INTERRUPTED: "Interrupted by Ctrl-C; the same command goes on with the rest.",
}


class CommandError(Exception):
    """Why a command ends here, in words for who typed it."""

    def __init__(self, text: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(text)
        self.code = code


def code_of(error: BaseException) -> Exit:
    """The exit code of a command that this error ended."""
    # Imported here, since a command that succeeds has no use for it.
    from tenantry import Denied, Error, NotSent

    match error:
        case CommandError():
            return error.code
        case KeyboardInterrupt():
            return Exit.INTERRUPTED
        case Error() if error.done or error.deleted:
            return Exit.STOPPED
        case Denied() if error.outcome == "refused":
            return Exit.CREDENTIALS
        case NotSent():
            return Exit.USAGE
    return Exit.FAILED
