"""What the official SDK deploys is asked at the front door, and answers with everything that it was given."""

import subprocess
from pathlib import Path

from .conftest import Ground

STORY = Path(__file__).parent / "sdk_answers.py"
EVERYTHING = {
    "title": "first",
    "plan": "pro",
    "limits": {"items": 20},
    "secret": "hush",
    "kv": "by the SDK",
    "d1": 2,
    "cart": 1,
    "page": "<h1>sdk</h1>",
}


def told(clients: Path, ground: Ground, part: str) -> None:
    """Have the SDK do this part of the story."""
    command = [str(clients / "venv" / "bin" / "python"), str(STORY), part]
    done = subprocess.run(command, env=ground.environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_tenant_finds_everything_and_new_content_leaves_all_else(clients: Path, running: Ground) -> None:
    told(clients, running, "deploy")

    assert running.visit("shop").json() == EVERYTHING

    told(clients, running, "change")

    assert running.visit("shop").json() == {**EVERYTHING, "title": "second", "secret": "another", "cart": 2}
    assert [message["body"] for message in running.told("messages", queue_name="mail")] == ["a visit"] * 2
