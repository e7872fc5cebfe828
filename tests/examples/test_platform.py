"""The tests of the example platform pass, run as its users would run them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tenantry_emulator.runtime.processes import binary

PLATFORM = Path(__file__).parents[2] / "examples" / "platform"


def test_the_platform_passes_its_own_tests() -> None:
    try:
        runtime = binary.found()
    except binary.NoRuntime as error:
        pytest.skip(f"Workers are not run: {error}")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:schemathesis", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command,
        cwd=PLATFORM,
        env=os.environ | {binary.VARIABLE: str(runtime.path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert re.fullmatch(r"[1-9]\d* passed in .*", done.stdout.splitlines()[-1])
