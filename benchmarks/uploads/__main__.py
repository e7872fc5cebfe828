"""`python -m benchmarks.uploads`: measure uploads, and print a line for each thing; with `--json`, an object."""

import json
import sys

from benchmarks.environments import ROOT, environment
from benchmarks.uploads.rows import rows


def main() -> None:
    """Measure, one thing after another."""
    is_json = "--json" in sys.argv[1:]
    if not is_json:
        print(f"{'':42}{'bare httpx':>12}{'tenantry':>22}{'':9}  must be")
    for row in rows(environment("tenantry", str(ROOT))):
        print(json.dumps(row.as_json()) if is_json else row, flush=True)
    if not is_json:
        print(
            "\nCPU time, medians of several turns ± half of what lies between their quartiles. The manifest is beside "
            "BLAKE3\nof base64 in two threads by hand. A pause is the longest of one deploy, in the best of five."
        )


if __name__ == "__main__":
    main()
