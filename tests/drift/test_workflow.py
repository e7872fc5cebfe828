"""The workflow that people copy from docs/drift.md never goes on from a change that it did not read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from drift.__main__ import CANNOT_TELL, CLEAN, DRIFT
from drift.spec.document import SPEC

EXPLANATION = (SPEC.parent / "docs" / "drift.md").read_text(encoding="utf-8")
(WORKFLOW,) = map(yaml.safe_load, re.findall(r"(?ms)^```yaml\n(name: .*?)^```", EXPLANATION))
STEPS = WORKFLOW["jobs"]["docs"]["steps"]
(SCRIPT,) = (step["run"] for step in STEPS if "drift pages" in step.get("run", ""))
HERE = Path(__file__).parent
PAGES = {
    "workers_for_platforms.md": HERE / "comparison" / "pages" / "get_settings.txt",
    "list_workers.md": HERE / "pages" / "kettles.md",
}
# Copies what stands ready under the name of the output, and fails as curl does where there is nothing.
CURL = """\
#!/bin/sh
while [ "$1" != --output ]; do shift; done
cp "$SERVED/${2##*/}" "$2" 2>/dev/null || exit 22
"""


@dataclass(frozen=True)
class Runner:
    """A machine on which the script runs again and again, and the pages that it then downloads."""

    folder: Path

    def serve(self, name: str, content: str | None) -> None:
        """A page, or none."""
        (self.folder / "served" / name).unlink(missing_ok=True)
        if content is not None:
            (self.folder / "served" / name).write_text(content, encoding="utf-8")

    def run(self) -> tuple[int, str]:
        """The exit code, and what is printed."""
        environment = os.environ | {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(SPEC.parent),
            "SERVED": str(self.folder / "served"),
        }
        done = subprocess.run(
            ["bash", "-e", "-c", SCRIPT],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    for folder in ("bin", "served", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    for name, script in {"bin/curl": CURL, ".venv/bin/python": f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'}.items():
        (tmp_path / name).write_text(script, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    for name, page in PAGES.items():
        (tmp_path / "served" / name).write_text(page.read_text(encoding="utf-8"), encoding="utf-8")
    return Runner(tmp_path)


@pytest.fixture
def before() -> str:
    return PAGES["workers_for_platforms.md"].read_text(encoding="utf-8")


@pytest.fixture
def changed(before: str) -> str:
    """The page, after one of its fields was deprecated."""
    now = before.replace("logpush: optional boolean", "Deprecatedlogpush: optional boolean")
    assert now != before
    return now


def test_a_change_is_told_once(runner: Runner, changed: str) -> None:
    assert runner.run()[0] == CLEAN
    assert runner.run()[0] == CLEAN
    runner.serve("workers_for_platforms.md", changed)

    code, printed = runner.run()
    assert code == DRIFT
    assert "title=deprecation in get_settings" in printed
    assert runner.run()[0] == CLEAN


@pytest.mark.parametrize("name", PAGES)
def test_after_a_download_that_failed_what_changed_is_told_all_the_same(
    runner: Runner, name: str, before: str, changed: str
) -> None:
    assert runner.run()[0] == CLEAN
    runner.serve("workers_for_platforms.md", changed)
    other = PAGES[name].read_text(encoding="utf-8")
    runner.serve(name, None)
    assert runner.run()[0] not in (CLEAN, DRIFT)

    runner.serve(name, changed if name == "workers_for_platforms.md" else other)
    assert runner.run()[0] == DRIFT


@pytest.mark.parametrize("content", ["", "<!doctype html><title>Just a moment...</title>", "# Kettles\n\n- `a: `\n"])
def test_after_a_page_that_was_not_read_what_changed_is_told_all_the_same(
    runner: Runner, content: str, changed: str
) -> None:
    assert runner.run()[0] == CLEAN
    runner.serve("workers_for_platforms.md", content)
    code, printed = runner.run()
    assert code == CANNOT_TELL
    assert printed.startswith(
        "::error file=docs-now/workers_for_platforms.md,line=1,title=drift cannot tell::docs-now/"
    )

    runner.serve("workers_for_platforms.md", changed)
    assert runner.run()[0] == DRIFT


def test_the_first_pages_are_remembered_only_if_they_were_read(runner: Runner, before: str, changed: str) -> None:
    runner.serve("workers_for_platforms.md", "not a page")
    assert runner.run()[0] == CANNOT_TELL
    assert not (runner.folder / "docs-before").exists()

    runner.serve("workers_for_platforms.md", before)
    assert runner.run()[0] == CLEAN
    runner.serve("workers_for_platforms.md", changed)
    assert runner.run()[0] == DRIFT


def test_what_is_remembered_is_kept_whatever_the_script_said() -> None:
    caches = {step["uses"].split("@")[0]: step for step in STEPS if "cache" in step.get("uses", "")}

    # `actions/cache` alone keeps nothing after a red step: the same change would be told for ever.
    assert [*caches] == ["actions/cache/restore", "actions/cache/save"]
    assert {step["with"]["path"] for step in caches.values()} == {"docs-before"}
    assert caches["actions/cache/save"]["if"].startswith("always()")
