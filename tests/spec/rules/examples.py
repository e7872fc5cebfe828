"""The rule for examples."""

from __future__ import annotations

from collections.abc import Iterator

from drift.spec.closed_schemas import ClosedSchemas
from drift.spec.document import Document, JsonObject

from .walk import every_schema, media


def examples_fit_their_schemas(document: Document) -> Iterator[str]:
    """With unknown fields forbidden, as for anything that comes over the wire."""
    strict = ClosedSchemas(document)
    for where, schema in every_schema(document):
        for index, example in enumerate(schema.get("examples", [])):
            yield from _misfits(strict, f"{where}/examples/{index}", schema, example)
    for where, _, entry in media(document):
        if "example" in entry:
            yield from _misfits(strict, f"{where}/example", entry["schema"], entry["example"])
        if "examples" in entry:
            yield f"{where}/examples: only a single `example` is shown by the generator"


def _misfits(strict: ClosedSchemas, where: str, schema: JsonObject, example: object) -> Iterator[str]:
    for flaw in strict.flaws(schema, example):
        yield f"{where}{flaw.pointer}: {flaw.what}"
