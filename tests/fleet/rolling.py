"""`python -m tests.fleet.rolling JOURNAL ROLLOUT`: start or resume a rollout, in a process that can be killed."""

import sys

import tenantry
from tenantry_fleet import Fleet


def main(journal: str, rollout: str) -> None:
    """The environment says where the emulator is."""
    with tenantry.Client(rate=None) as client, Fleet(client.namespace("production"), journal=journal) as fleet:
        if fleet.status(rollout).state == "planned":
            fleet.plan(rollout).start(canary=10, waves=["10%", "100%"], even_if_changed=True)
        else:
            fleet.resume(rollout)


if __name__ == "__main__":
    main(*sys.argv[1:])
