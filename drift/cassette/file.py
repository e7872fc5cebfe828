"""A recording as a YAML file, made to be reviewed as a diff."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from .recording import Answer, Exchange, Recording, Request, Tree

HEADER = """\
# A recorded story, never edited by hand: see README.md beside it. Ids, instants, rays, boundaries, the account and
# the values of secrets are placeholders.
"""


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as they are, and no references from one place to another."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML 1.1 takes these for ends of lines, too, and reads each as \n.
    rare = any(character in text for character in "\x85\u2028\u2029")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if rare else "|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def write(path: Path, recording: Recording) -> None:
    """Write the file, if what can be read of it again is the recording."""
    text = HEADER + yaml.dump(
        tree(recording), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000_000, line_break="\n"
    )
    if _recording(yaml.safe_load(text)) != recording:
        raise ValueError(f"{path.name} would not be read as it was recorded")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def read(path: Path) -> Recording:
    """The recording in a file."""
    return _recording(yaml.safe_load(path.read_text(encoding="utf-8")))


def tree(recording: Recording) -> Tree:
    """The recording, as it is in the file."""
    return {"recorded": recording.recorded, "exchanges": [asdict(exchange) for exchange in recording.exchanges]}


# Any: what a YAML file holds.
def _recording(raw: Any) -> Recording:
    exchanges = (Exchange(Request(**one["request"]), Answer(**one["answer"])) for one in raw["exchanges"])
    return Recording(raw["recorded"], tuple(exchanges))
