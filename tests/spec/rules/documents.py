"""Rules for the document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from drift.spec.document import Document

from .walk import references


def the_dialect_is_3_1(document: Document) -> Iterator[str]:
    """The generator refuses a version of two parts, and 3.0 has neither `const` nor the type null."""
    version = document.raw["openapi"]
    if not re.fullmatch(r"3\.1\.\d+", version):
        yield f"openapi: {version} is not 3.1 with a third part"


def the_version_is_a_day_that_has_been(document: Document) -> Iterator[str]:
    """It is the day on which the docs were last read."""
    version = document.raw["info"]["version"]
    if not isinstance(version, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", version):
        yield f"info/version: {version!r} is not a text of the form 2026-01-31"
    elif date.fromisoformat(version) > datetime.now(UTC).date():
        yield f"info/version: {version} is yet to come"


def every_key_is_text(document: Document) -> Iterator[str]:
    """YAML 1.1 reads a bare `on`, `no` or `200` as something else, YAML 1.2 readers do not agree."""
    yield from _odd_keys("", document.raw)


def every_reference_leads_somewhere(document: Document) -> Iterator[str]:
    """And no further than this document."""
    for reference in sorted(set(references(document.raw))):
        try:
            document.at(reference)
        except KeyError:
            yield f"{reference}: leads nowhere"


def every_component_is_used(document: Document) -> Iterator[str]:
    """One that nothing but itself refers to would still become a class."""
    used = {"paths": set(references(document.raw["paths"]))}
    for kind, components in document.raw["components"].items():
        for name, component in components.items():
            used[f"#/components/{kind}/{name}"] = set(references(component))
    ways_in = {scheme for o in document.operations for way in o.spec.get("security", []) for scheme in way}
    used["security"] = {f"#/components/securitySchemes/{scheme}" for scheme in ways_in}
    for address in used.keys() - {"paths", "security"}:
        if not any(address in to for owner, to in used.items() if owner != address):
            yield f"{address.removeprefix('#/components/')}: nothing refers to it"


def every_tag_is_used_and_described(document: Document) -> Iterator[str]:
    """A tag is a package of operations."""
    used = {tag for operation in document.operations for tag in operation.spec.get("tags", [])}
    for tag in document.raw["tags"]:
        if tag["name"] not in used:
            yield f"tags/{tag['name']}: no operation has it"
        if not tag.get("description"):
            yield f"tags/{tag['name']}: has no description"


def _odd_keys(where: str, node: Any) -> Iterator[str]:  # Any: every corner of a document
    if isinstance(node, dict):
        for key, child in node.items():
            if not isinstance(key, str):
                yield f"{where}: the key {key!r} is not text"
            yield from _odd_keys(f"{where}/{key}", child)
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _odd_keys(f"{where}/{index}", child)
