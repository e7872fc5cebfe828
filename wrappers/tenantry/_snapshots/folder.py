"""A snapshot in a folder: what it says in `snapshot.json`, and the modules below `code/`."""

from __future__ import annotations

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
    said = {
        "format": FORMAT,
        **described,
        "main": code.main,
        "types": code.types,
        "digest": code.digest,
    }
    folder = Folder(to)
    try:
        folder.begin()
        for path, content in code.items():
            folder.open(f"{CODE}/{path}")
            folder.write(content)
        folder.open(DESCRIPTION)
        folder.write(json.dumps(said, indent=2, sort_keys=True).encode() + b"\n")
        return folder.finished(code.main, code.types).folder
    except (OSError, ValueError) as error:
        raise NotSent(f"Cannot write the snapshot to {os.fspath(to)!r}: {why(error)}.") from None
    finally:
        folder.clear()


def read(saved: str | os.PathLike[str]) -> tuple[Bundle, Mapping[str, Any]]:
    """The code, and what else was described; raises NotSent for what is not what was written."""
    # Any: it is JSON, which the snapshot checks.
    place = f"a {type(saved).__name__}"
    try:
        place = os.fspath(saved)
        said = json.loads(Path(place, DESCRIPTION).read_bytes())
        if said["format"] != FORMAT:
            raise ValueError(f"its format is {said['format']!r}, and this version of tenantry reads {FORMAT}")
        if others := sorted({*os.listdir(place)} - {CODE, DESCRIPTION}):
            raise ValueError(f"{', '.join(others)} is not part of it")
        code = Bundle.read(Path(place, CODE), main=said["main"], types=said["types"])
        if code.left_out or code.digest != said["digest"]:
            raise ValueError("its code is not the code that was saved")
    except NotSent:
        raise
    except (OSError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise NotSent(f"{place!r} holds no snapshot that can be read: {why(error)}.") from None
    return code, said
