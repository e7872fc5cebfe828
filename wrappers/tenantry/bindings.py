"""What a Worker finds in `env`: `bindings.KvNamespace(name="CACHE", namespace_id="…")`, and so on for each type.

https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/#bindings
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenantry._given import JSON
from tenantry_api import models as _models

if TYPE_CHECKING:
    from tenantry_api.models import (
        D1,
        K2,
        Ai,
        AiSearch,
        AiSearchNamespace,
        AnalyticsEngine,
        Artifacts,
        Assets,
        Binding,
        Browser,
        DataBlob,
        DispatchNamespace,
        DurableObjectNamespace,
        Flagship,
        Hyperdrive,
        Images,
        Inherit,
        Json,
        KvNamespace,
        Media,
        Messaging,
        MtlsCertificate,
        OtherBinding,
        Pipelines,
        PlainText,
        Queue,
        R2Bucket,
        RateLimit,
        SecretKey,
        SecretsStoreSecret,
        SecretText,
        SendEmail,
        Service,
        TextBlob,
        Vectorize,
        VersionMetadata,
        VpcNetwork,
        VpcService,
        WasmModule,
        Workflow,
    )

__all__ = [
    "D1",
    "K2",
    "Ai",
    "AiSearch",
    "AiSearchNamespace",
    "AnalyticsEngine",
    "Artifacts",
    "Assets",
    "Binding",
    "Browser",
    "DataBlob",
    "DispatchNamespace",
    "DurableObjectNamespace",
    "Flagship",
    "Hyperdrive",
    "Images",
    "Inherit",
    "Json",
    "KvNamespace",
    "Media",
    "Messaging",
    "MtlsCertificate",
    "Other",
    "OtherBinding",
    "Pipelines",
    "PlainText",
    "Queue",
    "R2Bucket",
    "RateLimit",
    "SecretKey",
    "SecretText",
    "SecretsStoreSecret",
    "SendEmail",
    "Service",
    "TextBlob",
    "Vectorize",
    "VersionMetadata",
    "VpcNetwork",
    "VpcService",
    "WasmModule",
    "Workflow",
]


def Other(*, type: str, name: str, **fields: JSON) -> _models.OtherBinding:  # it reads as the others do
    """A binding of a type that this version of tenantry does not know; it is sent as it is given."""
    return _models.OtherBinding.from_dict({**fields, "type": type, "name": name})


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(_models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
