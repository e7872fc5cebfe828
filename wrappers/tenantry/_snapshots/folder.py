"""A snapshot in a folder: what it says in `snapshot.json`, and the modules below `code/`."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tenantry._code.bundle import Bundle
from tenantry._code.destinations import Folder
from tenantry._files import why
from tenantry.errors import NotSent

# Another number where what is written can no longer be read by the version before.
FORMAT = 1
DESCRIPTION = "snapshot.json"
CODE = "code"


def write(to: str | os.PathLike[str], code: Bundle, described: Mapping[str, object]) -> Path:
    """The new folder."""
    files = {f"{CODE}/{path}": content for path, content in code.items()}
    folder = Folder(to, is_private=True)
    try:
        said = json.loads(json.dumps({**described, "format": FORMAT, "main": code.main, "types": code.types}))
        said["digest"] = _digest(code, said)
        folder.begin()
        for path, content in {**files, DESCRIPTION: json.dumps(said, indent=2, sort_keys=True).encode()}.items():
            folder.open(path)
            folder.write(content)
        return folder.finished(code.main, code.types).folder
    except (OSError, TypeError, ValueError) as error:
        raise NotSent(f"Cannot write the snapshot to {os.fspath(to)!r}: {why(error)}.") from None
    finally:
        folder.clear()


def read(saved: str | os.PathLike[str]) -> tuple[Bundle, Mapping[str, Any]]:
    """The code, and what else was described; raises OSError, KeyError, TypeError or ValueError for anything else."""
    # Any: it is JSON, which the snapshot checks.
    said = json.loads(Path(saved, DESCRIPTION).read_bytes())
    if said["format"] != FORMAT:
        raise ValueError(f"its format is {said['format']!r}, and this version of tenantry reads {FORMAT}")
    if others := sorted({*os.listdir(saved)} - {CODE, DESCRIPTION}):
        raise ValueError(f"{', '.join(others)} is not part of it")
    code = Bundle.read(Path(saved, CODE), main=said["main"], types=said["types"])
    if code.left_out or said["digest"] != _digest(code, said):
        raise ValueError("it is not what was saved")
    return code, said


def _digest(code: Bundle, said: Mapping[str, object]) -> str:
    """SHA-256 of all that is saved."""
    everything = {**said, "digest": code.digest}
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()
