# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias, Union

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import models, unions, wire

if TYPE_CHECKING:
    from .agent_memory import AgentMemory
    from .ai import Ai
    from .ai_search import AiSearch
    from .ai_search_namespace import AiSearchNamespace
    from .analytics import Analytics
    from .analytics_engine import AnalyticsEngine
    from .artifacts import Artifacts
    from .assets import Assets
    from .browser import Browser
    from .d1 import D1
    from .data_blob import DataBlob
    from .dispatch_namespace import DispatchNamespace
    from .durable_object_namespace import DurableObjectNamespace
    from .flagship import Flagship
    from .hyperdrive import Hyperdrive
    from .images import Images
    from .inherit import Inherit
    from .json import Json
    from .k2 import K2
    from .kv_namespace import KvNamespace
    from .logfwdr import Logfwdr
    from .media import Media
    from .messaging import Messaging
    from .mtls_certificate import MtlsCertificate
    from .pipelines import Pipelines
    from .plain_text import PlainText
    from .queue import Queue
    from .r2_bucket import R2Bucket
    from .rate_limit import RateLimit
    from .secret_key import SecretKey
    from .secret_text import SecretText
    from .secrets_store_secret import SecretsStoreSecret
    from .send_email import SendEmail
    from .service import Service
    from .stream import Stream
    from .text_blob import TextBlob
    from .unsafe_hello_world import UnsafeHelloWorld
    from .vectorize import Vectorize
    from .version_metadata import VersionMetadata
    from .vpc_network import VpcNetwork
    from .vpc_service import VpcService
    from .wasm_module import WasmModule
    from .worker_loader import WorkerLoader
    from .workflow import Workflow


@_attrs_define(repr=False)
class OtherBinding(unions.AnyBinding):
    """A binding that is not described here; every field it has is kept."""

    type_: str
    """Its type."""

    name: str | None = None
    """Its name in `env`."""

    additional_properties: dict[str, Any] = _attrs_field(factory=dict, kw_only=True, repr=wire.names_only)
    """Fields by other names, those that could not be read, and null for a field above."""

    def __attrs_post_init__(self) -> None:
        # What attrs.evolve makes must not share them.
        self.additional_properties = dict(self.additional_properties)

    def to_dict(self) -> dict[str, Any]:
        """What goes on the wire."""
        _fields: dict[str, Any] = wire.encode(self.additional_properties)
        _fields["type"] = wire.encode(self.type_)
        if self.name is not None:
            _fields["name"] = wire.encode(self.name)
        return _fields

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """The model of a JSON object."""
        _fields = wire.record(src_dict)
        return cls(
            type_=wire.required(_fields, "type", wire.as_is),
            name=_fields.pop("name", None),
            # Last: what the lines above did not take.
            additional_properties=_fields,
        )

    @property
    def additional_keys(self) -> list[str]:
        """The names of the additional properties."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


Binding: TypeAlias = Union[
    "AgentMemory",
    "Ai",
    "AiSearch",
    "AiSearchNamespace",
    "Analytics",
    "AnalyticsEngine",
    "Artifacts",
    "Assets",
    "Browser",
    "D1",
    "DataBlob",
    "DispatchNamespace",
    "DurableObjectNamespace",
    "Flagship",
    "Hyperdrive",
    "Images",
    "Inherit",
    "PlainText",
    "Json",
    "K2",
    "KvNamespace",
    "Logfwdr",
    "Media",
    "Messaging",
    "MtlsCertificate",
    "Pipelines",
    "Queue",
    "R2Bucket",
    "RateLimit",
    "SecretText",
    "SecretKey",
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
    "OtherBinding",
]
"""What a Worker finds in `env` under the binding's name. A type that is not described here, and a known one without a
field that it needs, is read as OtherBinding.
"""

_decode_binding_arms: dict[object, Callable[[Any], Binding]] = {
    "agent_memory": lambda value: models.AgentMemory.from_dict(value),
    "ai": lambda value: models.Ai.from_dict(value),
    "ai_search": lambda value: models.AiSearch.from_dict(value),
    "ai_search_namespace": lambda value: models.AiSearchNamespace.from_dict(value),
    "analytics": lambda value: models.Analytics.from_dict(value),
    "analytics_engine": lambda value: models.AnalyticsEngine.from_dict(value),
    "artifacts": lambda value: models.Artifacts.from_dict(value),
    "assets": lambda value: models.Assets.from_dict(value),
    "browser": lambda value: models.Browser.from_dict(value),
    "d1": lambda value: models.D1.from_dict(value),
    "data_blob": lambda value: models.DataBlob.from_dict(value),
    "dispatch_namespace": lambda value: models.DispatchNamespace.from_dict(value),
    "durable_object_namespace": lambda value: models.DurableObjectNamespace.from_dict(value),
    "flagship": lambda value: models.Flagship.from_dict(value),
    "hyperdrive": lambda value: models.Hyperdrive.from_dict(value),
    "images": lambda value: models.Images.from_dict(value),
    "inherit": lambda value: models.Inherit.from_dict(value),
    "plain_text": lambda value: models.PlainText.from_dict(value),
    "json": lambda value: models.Json.from_dict(value),
    "k2": lambda value: models.K2.from_dict(value),
    "kv_namespace": lambda value: models.KvNamespace.from_dict(value),
    "logfwdr": lambda value: models.Logfwdr.from_dict(value),
    "media": lambda value: models.Media.from_dict(value),
    "messaging": lambda value: models.Messaging.from_dict(value),
    "mtls_certificate": lambda value: models.MtlsCertificate.from_dict(value),
    "pipelines": lambda value: models.Pipelines.from_dict(value),
    "queue": lambda value: models.Queue.from_dict(value),
    "r2_bucket": lambda value: models.R2Bucket.from_dict(value),
    "ratelimit": lambda value: models.RateLimit.from_dict(value),
    "secret_text": lambda value: models.SecretText.from_dict(value),
    "secret_key": lambda value: models.SecretKey.from_dict(value),
    "secrets_store_secret": lambda value: models.SecretsStoreSecret.from_dict(value),
    "send_email": lambda value: models.SendEmail.from_dict(value),
    "service": lambda value: models.Service.from_dict(value),
    "stream": lambda value: models.Stream.from_dict(value),
    "text_blob": lambda value: models.TextBlob.from_dict(value),
    "unsafe_hello_world": lambda value: models.UnsafeHelloWorld.from_dict(value),
    "vectorize": lambda value: models.Vectorize.from_dict(value),
    "version_metadata": lambda value: models.VersionMetadata.from_dict(value),
    "vpc_network": lambda value: models.VpcNetwork.from_dict(value),
    "vpc_service": lambda value: models.VpcService.from_dict(value),
    "wasm_module": lambda value: models.WasmModule.from_dict(value),
    "worker_loader": lambda value: models.WorkerLoader.from_dict(value),
    "workflow": lambda value: models.Workflow.from_dict(value),
}


def decode_binding(value: object) -> Binding:
    """The variant that `type` names; `OtherBinding` for what is unknown or does not fit its variant."""
    return wire.by_tag(value, "type", _decode_binding_arms, OtherBinding.from_dict)
