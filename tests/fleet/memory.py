"""`python -m tests.fleet.memory JOURNAL`: roll 400 kB of code over all scripts, and print what memory it took."""

import json
import random
import resource
import sys

import tenantry
from tenantry_fleet import Fleet, put_content

from .tenants import code


def most_memory() -> int:
    """The most that this process ever took, in KiB; macOS counts in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def main(journal: str) -> None:
    """The environment says where the emulator is."""
    with tenantry.Client(rate=None) as client, Fleet(client.namespace("production"), journal=journal) as fleet:
        imported = most_memory()
        # It cannot be compressed, and so is as large in the journal.
        large = {"data.bin": random.Random(1).randbytes(400_000), **code("new")}
        rollout = fleet.select().plan(put_content(large), reason="large").start()
        print(json.dumps({"counts": dict(rollout.counts), "imported": imported, "most": most_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
