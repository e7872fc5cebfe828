"""What the README, and docs/results.md, print is what happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tenantry_emulator import Emulator

ROOT = Path(__file__).parent.parent


def blocks(language: str, page: str = "README.md") -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    return found


@pytest.mark.parametrize("page", ["README.md", "docs/results.md"])
def test_the_examples_run_as_printed_and_print_what_is_shown(page: str, tmp_path: Path) -> None:
    with Emulator() as cloudflare:
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-"],
            input="\n".join(blocks("python", page)) + "\nclient.close()\n",
            env=os.environ | cloudflare.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )

    assert ran.stderr == ""
    assert ran.stdout == "".join(blocks("text", page))


def test_the_two_commands_are_verbs_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"make (\w+)", "".join(blocks("console"))))

    assert {"demo", "test"} <= named
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
