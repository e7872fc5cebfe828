"""KEEP: what the running version has stays."""

from __future__ import annotations

from enum import Enum, pickle_by_global_name
from typing import Final, Literal, TypeAlias


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
# They name parts of the upload that they came with, and go with it; `inherit` is no binding of its own.
PARTS = ("data_blob", "text_blob", "wasm_module")
RESOURCES = (
    "ai",
    "ai_search",
    "ai_search_namespace",
    "analytics_engine",
    "artifacts",
    "assets",
    "browser",
    "d1",
    "dispatch_namespace",
    "durable_object_namespace",
    "flagship",
    "hyperdrive",
    "images",
    "k2",
    "kv_namespace",
    "media",
    "messaging",
    "mtls_certificate",
    "pipelines",
    "queue",
    "r2_bucket",
    "ratelimit",
    "secrets_store_secret",
    "send_email",
    "service",
    "vectorize",
    "version_metadata",
    "vpc_network",
    "vpc_service",
    "workflow",
)
