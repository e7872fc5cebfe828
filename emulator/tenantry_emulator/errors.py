"""What can go wrong with the emulator itself; what it refuses of requests is answered to them."""


class EmulatorError(Exception):
    """All that the emulator raises."""

    __module__ = "tenantry_emulator"


class WrongArgument(EmulatorError, ValueError):
    """An argument that cannot be; says what would be right."""

    __module__ = "tenantry_emulator"


class NotStarted(EmulatorError, RuntimeError):
    """The emulator cannot start: a port is taken, a file is not its state, or the runtime or a Worker is missing."""

    __module__ = "tenantry_emulator"


class NotRunning(EmulatorError, RuntimeError):
    """What was asked for is not there: it was closed, or Workers are not run here."""

    __module__ = "tenantry_emulator"
