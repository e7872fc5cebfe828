"""How large the tests are: `make test-fleet` runs them whole, and `make test` a tenth of each."""

import os

WHOLE = os.environ.get("TENANTRY_FLEET_TESTS") == "whole"


def part(count: int) -> int:
    """So many, or a tenth."""
    return count if WHOLE else count // 10
