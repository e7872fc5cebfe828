"""Why a Worker does not run."""


class DidNotStart(Exception):
    """It cannot be started; says why, in the runtime's own words where it was the runtime that refused."""


class TookTooLong(DidNotStart):
    """It was still starting when its time was up."""
