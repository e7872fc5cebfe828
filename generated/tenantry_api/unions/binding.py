# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The classes of `Binding`, each imported when it is first used."""

from typing import TYPE_CHECKING

from .. import models

if TYPE_CHECKING:
    from ..models import D1 as D1
    from ..models import K2 as K2
    from ..models import Ai as Ai
    from ..models import AiSearch as AiSearch
    from ..models import AiSearchNamespace as AiSearchNamespace
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
    from ..models import TextBlob as TextBlob
    from ..models import Vectorize as Vectorize
    from ..models import VersionMetadata as VersionMetadata
    from ..models import VpcNetwork as VpcNetwork
    from ..models import VpcService as VpcService
    from ..models import WasmModule as WasmModule
    from ..models import Workflow as Workflow

BY_TAG = {
    "ai": "Ai",
    "ai_search": "AiSearch",
    "ai_search_namespace": "AiSearchNamespace",
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
    "json": "Json",
    "k2": "K2",
    "kv_namespace": "KvNamespace",
    "media": "Media",
    "messaging": "Messaging",
    "mtls_certificate": "MtlsCertificate",
    "pipelines": "Pipelines",
    "plain_text": "PlainText",
    "queue": "Queue",
    "r2_bucket": "R2Bucket",
    "ratelimit": "RateLimit",
    "secret_key": "SecretKey",
    "secret_text": "SecretText",
    "secrets_store_secret": "SecretsStoreSecret",
    "send_email": "SendEmail",
    "service": "Service",
    "text_blob": "TextBlob",
    "vectorize": "Vectorize",
    "version_metadata": "VersionMetadata",
    "vpc_network": "VpcNetwork",
    "vpc_service": "VpcService",
    "wasm_module": "WasmModule",
    "workflow": "Workflow",
}
"""Names of classes by the value of `type`; one that is not here is read as the class for all others."""

__all__ = [
    "Ai",
    "AiSearch",
    "AiSearchNamespace",
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
    "TextBlob",
    "Vectorize",
    "VersionMetadata",
    "VpcNetwork",
    "VpcService",
    "WasmModule",
    "Workflow",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
