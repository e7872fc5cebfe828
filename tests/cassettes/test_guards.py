"""The tests of this folder fail when what they guard is gone: done in a copy, where it is taken away."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .recorder import FOLDER

ROOT = FOLDER.parent
NEEDED = ("cassettes", "drift", "examples/acme-shop", "tests/cassettes")
RULES = "tests/cassettes/tape/rules.py"
DEPLOYED = "cassettes/a_worker_is_deployed_and_read_back.yaml"
ONE_MORE = """\
  - request: {method: GET, uri: https://api.cloudflare.com/client/v4/user, headers: {}, body: null}
    answer: {status: 200, headers: {}, body: null}
"""
LOOKED_AT = ("test_replaying.py", "test_recording.py")


@pytest.mark.parametrize(
    ("path", "old", "new", "failing"),
    [
        pytest.param(
            RULES,
            'OF_REQUESTS = frozenset({"accept", "content-type"})',
            'OF_REQUESTS = frozenset({"accept", "content-type", "user-agent"})',
            "test_recording_anew_changes_nothing",
            id="another header of requests is kept",
        ),
        pytest.param(
            RULES,
            "self._headers(request.headers, self.of_requests)",
            "dict(request.headers)",
            "test_recording_anew_changes_nothing",
            id="the headers of requests are not filtered",
        ),
        pytest.param(
            RULES,
            "        headers = self._headers(answer.headers, self.of_answers)\n",
            "        headers = dict(answer.headers)\n",
            "test_recording_anew_changes_nothing",
            id="the headers of answers are not filtered",
        ),
        pytest.param(
            RULES,
            "rewritten(hidden(request.body), self._text)",
            "rewritten(request.body, self._text)",
            "test_recording_anew_changes_nothing",
            id="secrets are not hidden",
        ),
        pytest.param(
            DEPLOYED,
            "export default {",
            "export default  {",
            "test_a_story_is_told_again",
            id="what was sent is edited",
        ),
        pytest.param(
            DEPLOYED,
            "startup_time_ms: 1",
            "startup_time_ms: 2",
            "test_recording_anew_changes_nothing",
            id="what was answered is edited",
        ),
        pytest.param(
            DEPLOYED,
            "exchanges:\n",
            f"exchanges:\n{ONE_MORE}",
            "test_a_story_is_told_again",
            id="an exchange is left over",
        ),
    ],
)
def test_what_is_guarded_cannot_be_taken_away(path: str, old: str, new: str, failing: str, tmp_path: Path) -> None:
    copied(tmp_path)
    text = (tmp_path / path).read_text("utf-8")
    assert old in text
    (tmp_path / path).write_text(text.replace(old, new, 1), "utf-8")

    ran = run_in(tmp_path, failing)

    assert ran.returncode == 1, ran.stdout
    assert failing in ran.stdout


def test_a_copy_with_nothing_taken_away_passes(tmp_path: Path) -> None:
    copied(tmp_path)

    ran = run_in(tmp_path, "test_recording_anew_changes_nothing or test_a_story_is_told_again")

    assert ran.returncode == 0, ran.stdout


def copied(folder: Path) -> None:
    for name in NEEDED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "openapi.yaml", "tests/__init__.py"):
        shutil.copy(ROOT / name, folder / name)


def run_in(folder: Path, wanted: str) -> subprocess.CompletedProcess[str]:
    """Runs these tests there, with the blocking client and up to the first that fails."""
    paths = [f"tests/cassettes/{name}" for name in LOOKED_AT]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        f"({wanted}) and blocking",
        *paths,
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
