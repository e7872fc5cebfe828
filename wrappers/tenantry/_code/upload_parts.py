"""Code as it is uploaded: the parts of multipart/form-data, and the bindings that name some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenantry._code.bundle import Bundle
from tenantry._code.module_types import DATA, TEXT, WASM
from tenantry_api import models
from tenantry_api.types import File


def parts(bundle: Bundle) -> dict[str, File]:
    """One part per module, by the name of the part: that of its path, so that part name and filename agree.

    A module that is reached through a binding is called as the binding.
    """
    return {
        _identifier(path) if _is_blob(bundle, path) else path: File(bundle[path], file_name=path, mime_type=kind)
        for path, kind in bundle.types.items()
    }


def blobs(bundle: Bundle) -> Iterator[models.Binding]:
    """In service-worker syntax, modules that are not JavaScript are reached through bindings that name their part."""
    blob = {WASM: models.WasmModule, TEXT: models.TextBlob, DATA: models.DataBlob}
    for path, kind in bundle.types.items():
        if _is_blob(bundle, path):
            yield blob[kind](name=_identifier(path), part=_identifier(path))


def _is_blob(bundle: Bundle, path: str) -> bool:
    return bundle.is_service_worker and bundle.types[path] in {WASM, TEXT, DATA}


def _identifier(path: str) -> str:
    """A path as the name of a JavaScript variable, as wrangler makes it."""
    return re.sub(r"^(?=\d)|[^\w$]", "_", path, flags=re.ASCII)
