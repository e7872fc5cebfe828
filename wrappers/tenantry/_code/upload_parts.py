"""Code as it is uploaded: the parts of multipart/form-data, and the bindings that name some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenantry._code.bundle import Bundle
from tenantry._code.module_types import DATA, TEXT, WASM
from tenantry_api import models
from tenantry_api.types import File


def parts(bundle: Bundle) -> dict[str, File]:
    """One part per module, by the name of the part."""
    return {_part(bundle, path): _file(bundle, path) for path in bundle}


def blobs(bundle: Bundle) -> Iterator[models.Binding]:
    """In service-worker syntax, what is no JavaScript is reached through bindings that name its part."""
    kinds = {
        WASM: models.WasmModule,
        TEXT: models.TextBlob,
        DATA: models.DataBlob,
    }
    for path, kind in bundle.types.items() if bundle.is_service_worker else ():
        if kind in kinds:
            yield kinds[kind](name=_identifier(path), part=_identifier(path))


def _part(bundle: Bundle, path: str) -> str:
    """A module's part is called as its path, so that part name and filename agree; a blob's as its binding."""
    is_blob = bundle.is_service_worker and bundle.types[path] in {
        WASM,
        TEXT,
        DATA,
    }
    return _identifier(path) if is_blob else path


def _identifier(path: str) -> str:
    """A path as the name of a JavaScript variable, as wrangler makes it."""
    return re.sub(r"^(?=\d)|[^\w$]", "_", path, flags=re.ASCII)


def _file(bundle: Bundle, path: str) -> File:
    return File(payload=bundle[path], file_name=path, mime_type=bundle.types[path])
