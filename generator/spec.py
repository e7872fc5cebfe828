"""openapi.yaml as plain data, and as the JSON that the emulator carries."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.failure import CannotGenerate

# Any: a JSON document has no narrower type that would not be checked again at each step into it.
Object = dict[str, Any]

SPEC = "openapi.yaml"


def read_spec(root: Path) -> Object:
    """openapi.yaml. The generator gets the same data as JSON, so that the YAML is parsed in one way only."""
    # Comes with the generator; imported here, so that generate.py can say that the generator is not installed.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe").load(root / SPEC)
    except YAMLError as error:
        raise CannotGenerate(f"{SPEC} is not YAML: {error}") from error
    if not isinstance(data, dict):
        raise CannotGenerate(f"{SPEC} is not a mapping")
    for place, value in _foreign(data, "#"):
        raise CannotGenerate(f"{SPEC}: {place} is a {type(value).__name__}, which JSON cannot hold; put it in quotes")
    return data


def bundled(spec: Object) -> bytes:
    """The spec as JSON, in the order of the file."""
    return (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode()


def _foreign(value: object, place: str) -> Iterator[tuple[str, object]]:
    """What YAML can hold and JSON cannot: a bare date, or a key that is not a text."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                yield f"the key {key!r} of {place}", key
            yield from _foreign(item, f"{place}/{key}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _foreign(item, f"{place}/{number}")
    elif value is not None and not isinstance(value, str | int | float):
        yield place, value
