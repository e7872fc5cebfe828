# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The classes of `Binding`, each imported when it is first used."""

from typing import TYPE_CHECKING

from .. import models

if TYPE_CHECKING:
    from ..models import D1 as D1
    from ..models import K2 as K2
    from ..models import AgentMemory as AgentMemory
    from ..models import Ai as Ai
    from ..models import AiSearch as AiSearch
    from ..models import AiSearchNamespace as AiSearchNamespace
    from ..models import Analytics as Analytics
    from ..models import AnalyticsEngine as AnalyticsEngine
    from ..models import Artifacts as Artifacts
    from ..models import Assets as Assets
    from ..models import Binding as Binding
    from ..models import Browser as Browser
    from ..models import DataBlob as DataBlob
    from ..models import DispatchNamespace as DispatchNamespace
    from ..models import DurableObjectNamespace as DurableObjectNamespace
    from ..models import Flagship as Flagship
    from ..models import Hyperdrive as Hyperdrive
    from ..models import Images as Images
    from ..models import Inherit as Inherit
    from ..models import Json as Json
    from ..models import KvNamespace as KvNamespace
    from ..models import Logfwdr as Logfwdr
    from ..models import Media as Media
    from ..models import Messaging as Messaging
    from ..models import MtlsCertificate as MtlsCertificate
    from ..models import OtherBinding as OtherBinding
    from ..models import Pipelines as Pipelines
    from ..models import PlainText as PlainText
    from ..models import Queue as Queue
    from ..models import R2Bucket as R2Bucket
    from ..models import RateLimit as RateLimit
    from ..models import SecretKey as SecretKey
    from ..models import SecretsStoreSecret as SecretsStoreSecret
    from ..models import SecretText as SecretText
    from ..models import SendEmail as SendEmail
    from ..models import Service as Service
    from ..models import Stream as Stream
    from ..models import TextBlob as TextBlob
    from ..models import UnsafeHelloWorld as UnsafeHelloWorld
    from ..models import Vectorize as Vectorize
    from ..models import VersionMetadata as VersionMetadata
    from ..models import VpcNetwork as VpcNetwork
    from ..models import VpcService as VpcService
    from ..models import WasmModule as WasmModule
    from ..models import WorkerLoader as WorkerLoader
    from ..models import Workflow as Workflow

BY_TAG = {
    "agent_memory": "AgentMemory",
    "ai": "Ai",
    "ai_search": "AiSearch",
    "ai_search_namespace": "AiSearchNamespace",
    "analytics": "Analytics",
    "analytics_engine": "AnalyticsEngine",
    "artifacts": "Artifacts",
    "assets": "Assets",
    "browser": "Browser",
    "d1": "D1",
    "data_blob": "DataBlob",
    "dispatch_namespace": "DispatchNamespace",
    "durable_object_namespace": "DurableObjectNamespace",
    "flagship": "Flagship",
    "hyperdrive": "Hyperdrive",
    "images": "Images",
    "inherit": "Inherit",
    "plain_text": "PlainText",
    "json": "Json",
    "k2": "K2",
    "kv_namespace": "KvNamespace",
    "logfwdr": "Logfwdr",
    "media": "Media",
    "messaging": "Messaging",
    "mtls_certificate": "MtlsCertificate",
    "pipelines": "Pipelines",
    "queue": "Queue",
    "r2_bucket": "R2Bucket",
    "ratelimit": "RateLimit",
    "secret_text": "SecretText",
    "secret_key": "SecretKey",
    "secrets_store_secret": "SecretsStoreSecret",
    "send_email": "SendEmail",
    "service": "Service",
    "stream": "Stream",
    "text_blob": "TextBlob",
    "unsafe_hello_world": "UnsafeHelloWorld",
    "vectorize": "Vectorize",
    "version_metadata": "VersionMetadata",
    "vpc_network": "VpcNetwork",
    "vpc_service": "VpcService",
    "wasm_module": "WasmModule",
    "worker_loader": "WorkerLoader",
    "workflow": "Workflow",
}
"""Names of classes by the value of `type`; one that is not here is read as the class for all others."""

KEPT_BY: dict[str, tuple[str, ...]] = {
    "vars": ("plain_text", "json"),
    "secrets": ("secret_text", "secret_key"),
    "bindings": (
        "agent_memory",
        "ai",
        "ai_search",
        "ai_search_namespace",
        "analytics",
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
        "logfwdr",
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
        "stream",
        "unsafe_hello_world",
        "vectorize",
        "version_metadata",
        "vpc_network",
        "vpc_service",
        "worker_loader",
        "workflow",
    ),
    "never": ("data_blob", "inherit", "text_blob", "wasm_module"),
}
"""Values of `type` by the argument of a deploy that keeps them where it is not given; `never`: none does."""

UNVERIFIED: tuple[str, ...] = ("agent_memory", "analytics", "logfwdr", "stream", "unsafe_hello_world", "worker_loader")
"""Values of `type` that no docs of the API name: clients were seen to send them."""

__all__ = [
    "AgentMemory",
    "Ai",
    "AiSearch",
    "AiSearchNamespace",
    "Analytics",
    "AnalyticsEngine",
    "Artifacts",
    "Assets",
    "Binding",
    "Browser",
    "D1",
    "DataBlob",
    "DispatchNamespace",
    "DurableObjectNamespace",
    "Flagship",
    "Hyperdrive",
    "Images",
    "Inherit",
    "Json",
    "K2",
    "KvNamespace",
    "Logfwdr",
    "Media",
    "Messaging",
    "MtlsCertificate",
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
    "Stream",
    "TextBlob",
    "UnsafeHelloWorld",
    "Vectorize",
    "VersionMetadata",
    "VpcNetwork",
    "VpcService",
    "WasmModule",
    "WorkerLoader",
    "Workflow",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
