"""Why a Worker does not run, and what becomes of failures that nobody waits for."""

import asyncio
import logging
from typing import Any

LOG = logging.getLogger("tenantry_emulator")


class DidNotStart(Exception):
    """It cannot be started; says why, in the runtime's own words where it was the runtime that refused."""


class TookTooLong(DidNotStart):
    """It was still starting when its time was up."""

    def __init__(self) -> None:
        # https://developers.cloudflare.com/workers/observability/errors/
        super().__init__("Script startup exceeded CPU time limit.")


class Outdated(Exception):
    """It was started, and is not the current version any more."""


def report(task: "asyncio.Task[Any]", failures: list[str]) -> None:
    """Where the task fails, which is a defect of this emulator, log the failure at once and note it."""

    def ended(task: "asyncio.Task[Any]") -> None:
        if not task.cancelled() and (error := task.exception()):
            failures.append(f"{task.get_name()}: {type(error).__name__}: {error}")
            LOG.error("%s failed", task.get_name(), exc_info=error)

    task.add_done_callback(ended)
