"""KEEP: what the running version has stays."""

from __future__ import annotations

from enum import Enum, pickle_by_global_name
from typing import Final, Literal, TypeAlias

from tenantry_api.unions import binding


class _Kept(Enum):
    KEEP = "KEEP"

    def __repr__(self) -> str:
        return "KEEP"

    # As `tenantry.KEEP`, whatever this class is called. It is the use that enum documents; typeshed's Enum rules it out.
    __reduce_ex__ = pickle_by_global_name  # type: ignore[assignment]


Keep: TypeAlias = Literal[_Kept.KEEP]
KEEP: Final = _Kept.KEEP
"""What the running version has stays."""

VARS = ("plain_text", "json")
SECRETS = ("secret_text", "secret_key")
# They name parts of the upload that they came with, and go with it.
PARTS = ("data_blob", "text_blob", "wasm_module")
RESOURCES = tuple(sorted(binding.BY_TAG.keys() - {*VARS, *SECRETS, *PARTS, "inherit"}))
