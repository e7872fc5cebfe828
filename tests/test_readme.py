"""What the README prints is what happens."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tenantry_emulator import Emulator

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    assert found
    return found


def test_the_examples_run_as_printed_and_print_what_is_shown(tmp_path: Path) -> None:
    with Emulator() as cloudflare:
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-"],
            input="\n".join(blocks("python")) + "\nclient.close()\n",
            env=os.environ | cloudflare.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            cwd=tmp_path,
        )

    assert ran.stderr == ""
    assert ran.stdout == "".join(blocks("text"))


def test_the_two_commands_are_verbs_of_the_makefile() -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text("utf-8")
    named = set(re.findall(r"make (\w+)", "".join(blocks("console"))))

    assert {"demo", "test"} <= named
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
