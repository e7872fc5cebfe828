# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The values of requests and answers; each class is imported when it is first used."""

from typing import TYPE_CHECKING, TypeAlias

from .. import lazy

if TYPE_CHECKING:
    from .agent_memory import AgentMemory as AgentMemory
    from .ai import Ai as Ai
    from .ai_search import AiSearch as AiSearch
    from .ai_search_namespace import AiSearchNamespace as AiSearchNamespace
    from .analytics import Analytics as Analytics
    from .analytics_engine import AnalyticsEngine as AnalyticsEngine
    from .api_message import ApiMessage as ApiMessage
    from .artifacts import Artifacts as Artifacts
    from .asset_upload import AssetUpload as AssetUpload
    from .assets import Assets as Assets
    from .assets_config import AssetsConfig as AssetsConfig
    from .assets_manifest import AssetsManifest as AssetsManifest
    from .assets_manifest_entry import AssetsManifestEntry as AssetsManifestEntry
    from .assets_metadata import AssetsMetadata as AssetsMetadata
    from .assets_session import AssetsSession as AssetsSession
    from .assets_session_envelope import AssetsSessionEnvelope as AssetsSessionEnvelope
    from .assets_uploaded import AssetsUploaded as AssetsUploaded
    from .assets_uploaded_envelope import AssetsUploadedEnvelope as AssetsUploadedEnvelope
    from .binding_list_envelope import BindingListEnvelope as BindingListEnvelope
    from .browser import Browser as Browser
    from .cache_options import CacheOptions as CacheOptions
    from .code_update_strategy import CodeUpdateStrategy as CodeUpdateStrategy
    from .content_metadata import ContentMetadata as ContentMetadata
    from .content_upload import ContentUpload as ContentUpload
    from .create_assets_session import CreateAssetsSession as CreateAssetsSession
    from .create_namespace import CreateNamespace as CreateNamespace
    from .d1 import D1 as D1
    from .data_blob import DataBlob as DataBlob
    from .deleted import Deleted as Deleted
    from .deleted_envelope import DeletedEnvelope as DeletedEnvelope
    from .deleted_script import DeletedScript as DeletedScript
    from .deployed import Deployed as Deployed
    from .deployed_envelope import DeployedEnvelope as DeployedEnvelope
    from .dispatch_namespace import DispatchNamespace as DispatchNamespace
    from .durable_object_export import DurableObjectExport as DurableObjectExport
    from .durable_object_namespace import DurableObjectNamespace as DurableObjectNamespace
    from .empty_envelope import EmptyEnvelope as EmptyEnvelope
    from .envelope import Envelope as Envelope
    from .error_envelope import ErrorEnvelope as ErrorEnvelope
    from .export_cache import ExportCache as ExportCache
    from .export_state import ExportState as ExportState
    from .export_storage import ExportStorage as ExportStorage
    from .exports import Exports as Exports
    from .exports_reconciliation import ExportsReconciliation as ExportsReconciliation
    from .flagship import Flagship as Flagship
    from .host_placement import HostPlacement as HostPlacement
    from .hostname_placement import HostnamePlacement as HostnamePlacement
    from .html_handling import HtmlHandling as HtmlHandling
    from .hyperdrive import Hyperdrive as Hyperdrive
    from .images import Images as Images
    from .inherit import Inherit as Inherit
    from .json import Json as Json
    from .k2 import K2 as K2
    from .key_format import KeyFormat as KeyFormat
    from .key_usage import KeyUsage as KeyUsage
    from .kv_namespace import KvNamespace as KvNamespace
    from .limits import Limits as Limits
    from .logfwdr import Logfwdr as Logfwdr
    from .media import Media as Media
    from .message_meta import MessageMeta as MessageMeta
    from .message_source import MessageSource as MessageSource
    from .messaging import Messaging as Messaging
    from .migration_step import MigrationStep as MigrationStep
    from .mtls_certificate import MtlsCertificate as MtlsCertificate
    from .multi_step_migrations import MultiStepMigrations as MultiStepMigrations
    from .named_handler import NamedHandler as NamedHandler
    from .namespace_envelope import NamespaceEnvelope as NamespaceEnvelope
    from .namespace_info import NamespaceInfo as NamespaceInfo
    from .namespace_list_envelope import NamespaceListEnvelope as NamespaceListEnvelope
    from .namespace_script import NamespaceScript as NamespaceScript
    from .namespace_script_envelope import NamespaceScriptEnvelope as NamespaceScriptEnvelope
    from .not_found_handling import NotFoundHandling as NotFoundHandling
    from .observability import Observability as Observability
    from .observability_issues import ObservabilityIssues as ObservabilityIssues
    from .observability_logs import ObservabilityLogs as ObservabilityLogs
    from .observability_traces import ObservabilityTraces as ObservabilityTraces
    from .other_binding import OtherBinding as OtherBinding
    from .other_binding import decode_binding as decode_binding
    from .other_export import OtherExport as OtherExport
    from .other_export import decode_export as decode_export
    from .other_placement import OtherPlacement as OtherPlacement
    from .other_secret import OtherSecret as OtherSecret
    from .other_secret import decode_secret as decode_secret
    from .outbound import Outbound as Outbound
    from .outbound_param import OutboundParam as OutboundParam
    from .outbound_worker import OutboundWorker as OutboundWorker
    from .package_dependency import PackageDependency as PackageDependency
    from .pipelines import Pipelines as Pipelines
    from .placement_info import PlacementInfo as PlacementInfo
    from .placement_mode import PlacementMode as PlacementMode
    from .placement_status import PlacementStatus as PlacementStatus
    from .placement_target import PlacementTarget as PlacementTarget
    from .plain_text import PlainText as PlainText
    from .propagation_policy import PropagationPolicy as PropagationPolicy
    from .put_secrets import PutSecrets as PutSecrets
    from .queue import Queue as Queue
    from .r2_bucket import R2Bucket as R2Bucket
    from .r2_jurisdiction import R2Jurisdiction as R2Jurisdiction
    from .rate_limit import RateLimit as RateLimit
    from .region_placement import RegionPlacement as RegionPlacement
    from .renamed_class import RenamedClass as RenamedClass
    from .replace_namespace import ReplaceNamespace as ReplaceNamespace
    from .result_info import ResultInfo as ResultInfo
    from .route import Route as Route
    from .script_details import ScriptDetails as ScriptDetails
    from .script_envelope import ScriptEnvelope as ScriptEnvelope
    from .script_list_envelope import ScriptListEnvelope as ScriptListEnvelope
    from .script_metadata import ScriptMetadata as ScriptMetadata
    from .script_upload import ScriptUpload as ScriptUpload
    from .secret_envelope import SecretEnvelope as SecretEnvelope
    from .secret_key import SecretKey as SecretKey
    from .secret_list_envelope import SecretListEnvelope as SecretListEnvelope
    from .secret_map import SecretMap as SecretMap
    from .secret_map_envelope import SecretMapEnvelope as SecretMapEnvelope
    from .secret_patches import SecretPatches as SecretPatches
    from .secret_text import SecretText as SecretText
    from .secrets_store_secret import SecretsStoreSecret as SecretsStoreSecret
    from .send_email import SendEmail as SendEmail
    from .service import Service as Service
    from .settings import Settings as Settings
    from .settings_envelope import SettingsEnvelope as SettingsEnvelope
    from .settings_patch import SettingsPatch as SettingsPatch
    from .settings_upload import SettingsUpload as SettingsUpload
    from .simple_rate_limit import SimpleRateLimit as SimpleRateLimit
    from .single_step_migrations import SingleStepMigrations as SingleStepMigrations
    from .smart_placement import SmartPlacement as SmartPlacement
    from .stream import Stream as Stream
    from .tag_list_envelope import TagListEnvelope as TagListEnvelope
    from .tail_consumer import TailConsumer as TailConsumer
    from .targeted_host_placement import TargetedHostPlacement as TargetedHostPlacement
    from .targeted_hostname_placement import TargetedHostnamePlacement as TargetedHostnamePlacement
    from .targeted_placement import TargetedPlacement as TargetedPlacement
    from .targeted_region_placement import TargetedRegionPlacement as TargetedRegionPlacement
    from .text_blob import TextBlob as TextBlob
    from .transferred_class import TransferredClass as TransferredClass
    from .unsafe_hello_world import UnsafeHelloWorld as UnsafeHelloWorld
    from .update_namespace import UpdateNamespace as UpdateNamespace
    from .usage_model import UsageModel as UsageModel
    from .vectorize import Vectorize as Vectorize
    from .version_metadata import VersionMetadata as VersionMetadata
    from .version_tags import VersionTags as VersionTags
    from .vpc_network import VpcNetwork as VpcNetwork
    from .vpc_service import VpcService as VpcService
    from .wasm_module import WasmModule as WasmModule
    from .worker_export import WorkerExport as WorkerExport
    from .worker_info import WorkerInfo as WorkerInfo
    from .worker_list_envelope import WorkerListEnvelope as WorkerListEnvelope
    from .worker_loader import WorkerLoader as WorkerLoader
    from .workflow import Workflow as Workflow

    Placement: TypeAlias = (
        TargetedRegionPlacement
        | TargetedHostnamePlacement
        | TargetedHostPlacement
        | TargetedPlacement
        | RegionPlacement
        | HostnamePlacement
        | HostPlacement
        | SmartPlacement
        | OtherPlacement
    )
    Migrations: TypeAlias = MultiStepMigrations | SingleStepMigrations
    Export: TypeAlias = WorkerExport | DurableObjectExport | OtherExport
    Binding: TypeAlias = (
        AgentMemory
        | Ai
        | AiSearch
        | AiSearchNamespace
        | Analytics
        | AnalyticsEngine
        | Artifacts
        | Assets
        | Browser
        | D1
        | DataBlob
        | DispatchNamespace
        | DurableObjectNamespace
        | Flagship
        | Hyperdrive
        | Images
        | Inherit
        | PlainText
        | Json
        | K2
        | KvNamespace
        | Logfwdr
        | Media
        | Messaging
        | MtlsCertificate
        | Pipelines
        | Queue
        | R2Bucket
        | RateLimit
        | SecretText
        | SecretKey
        | SecretsStoreSecret
        | SendEmail
        | Service
        | Stream
        | TextBlob
        | UnsafeHelloWorld
        | Vectorize
        | VersionMetadata
        | VpcNetwork
        | VpcService
        | WasmModule
        | WorkerLoader
        | Workflow
        | OtherBinding
    )
    Secret: TypeAlias = SecretText | SecretKey | OtherSecret
else:
    __getattr__, __dir__ = lazy.exports(
        __name__,
        {
            "AgentMemory": "agent_memory",
            "Ai": "ai",
            "AiSearch": "ai_search",
            "AiSearchNamespace": "ai_search_namespace",
            "Analytics": "analytics",
            "AnalyticsEngine": "analytics_engine",
            "ApiMessage": "api_message",
            "Artifacts": "artifacts",
            "Assets": "assets",
            "AssetsConfig": "assets_config",
            "AssetsManifest": "assets_manifest",
            "AssetsManifestEntry": "assets_manifest_entry",
            "AssetsMetadata": "assets_metadata",
            "AssetsSession": "assets_session",
            "AssetsSessionEnvelope": "assets_session_envelope",
            "AssetsUploaded": "assets_uploaded",
            "AssetsUploadedEnvelope": "assets_uploaded_envelope",
            "AssetUpload": "asset_upload",
            "BindingListEnvelope": "binding_list_envelope",
            "Browser": "browser",
            "CacheOptions": "cache_options",
            "CodeUpdateStrategy": "code_update_strategy",
            "ContentMetadata": "content_metadata",
            "ContentUpload": "content_upload",
            "CreateAssetsSession": "create_assets_session",
            "CreateNamespace": "create_namespace",
            "D1": "d1",
            "DataBlob": "data_blob",
            "Deleted": "deleted",
            "DeletedEnvelope": "deleted_envelope",
            "DeletedScript": "deleted_script",
            "Deployed": "deployed",
            "DeployedEnvelope": "deployed_envelope",
            "DispatchNamespace": "dispatch_namespace",
            "DurableObjectExport": "durable_object_export",
            "DurableObjectNamespace": "durable_object_namespace",
            "EmptyEnvelope": "empty_envelope",
            "Envelope": "envelope",
            "ErrorEnvelope": "error_envelope",
            "ExportCache": "export_cache",
            "Exports": "exports",
            "ExportsReconciliation": "exports_reconciliation",
            "ExportState": "export_state",
            "ExportStorage": "export_storage",
            "Flagship": "flagship",
            "HostnamePlacement": "hostname_placement",
            "HostPlacement": "host_placement",
            "HtmlHandling": "html_handling",
            "Hyperdrive": "hyperdrive",
            "Images": "images",
            "Inherit": "inherit",
            "Json": "json",
            "K2": "k2",
            "KeyFormat": "key_format",
            "KeyUsage": "key_usage",
            "KvNamespace": "kv_namespace",
            "Limits": "limits",
            "Logfwdr": "logfwdr",
            "Media": "media",
            "MessageMeta": "message_meta",
            "MessageSource": "message_source",
            "Messaging": "messaging",
            "MigrationStep": "migration_step",
            "MtlsCertificate": "mtls_certificate",
            "MultiStepMigrations": "multi_step_migrations",
            "NamedHandler": "named_handler",
            "NamespaceEnvelope": "namespace_envelope",
            "NamespaceInfo": "namespace_info",
            "NamespaceListEnvelope": "namespace_list_envelope",
            "NamespaceScript": "namespace_script",
            "NamespaceScriptEnvelope": "namespace_script_envelope",
            "NotFoundHandling": "not_found_handling",
            "Observability": "observability",
            "ObservabilityIssues": "observability_issues",
            "ObservabilityLogs": "observability_logs",
            "ObservabilityTraces": "observability_traces",
            "OtherBinding": "other_binding",
            "OtherExport": "other_export",
            "OtherPlacement": "other_placement",
            "OtherSecret": "other_secret",
            "Outbound": "outbound",
            "OutboundParam": "outbound_param",
            "OutboundWorker": "outbound_worker",
            "PackageDependency": "package_dependency",
            "Pipelines": "pipelines",
            "PlacementInfo": "placement_info",
            "PlacementMode": "placement_mode",
            "PlacementStatus": "placement_status",
            "PlacementTarget": "placement_target",
            "PlainText": "plain_text",
            "PropagationPolicy": "propagation_policy",
            "PutSecrets": "put_secrets",
            "Queue": "queue",
            "R2Bucket": "r2_bucket",
            "R2Jurisdiction": "r2_jurisdiction",
            "RateLimit": "rate_limit",
            "RegionPlacement": "region_placement",
            "RenamedClass": "renamed_class",
            "ReplaceNamespace": "replace_namespace",
            "ResultInfo": "result_info",
            "Route": "route",
            "ScriptDetails": "script_details",
            "ScriptEnvelope": "script_envelope",
            "ScriptListEnvelope": "script_list_envelope",
            "ScriptMetadata": "script_metadata",
            "ScriptUpload": "script_upload",
            "SecretEnvelope": "secret_envelope",
            "SecretKey": "secret_key",
            "SecretListEnvelope": "secret_list_envelope",
            "SecretMap": "secret_map",
            "SecretMapEnvelope": "secret_map_envelope",
            "SecretPatches": "secret_patches",
            "SecretsStoreSecret": "secrets_store_secret",
            "SecretText": "secret_text",
            "SendEmail": "send_email",
            "Service": "service",
            "Settings": "settings",
            "SettingsEnvelope": "settings_envelope",
            "SettingsPatch": "settings_patch",
            "SettingsUpload": "settings_upload",
            "SimpleRateLimit": "simple_rate_limit",
            "SingleStepMigrations": "single_step_migrations",
            "SmartPlacement": "smart_placement",
            "Stream": "stream",
            "TagListEnvelope": "tag_list_envelope",
            "TailConsumer": "tail_consumer",
            "TargetedHostnamePlacement": "targeted_hostname_placement",
            "TargetedHostPlacement": "targeted_host_placement",
            "TargetedPlacement": "targeted_placement",
            "TargetedRegionPlacement": "targeted_region_placement",
            "TextBlob": "text_blob",
            "TransferredClass": "transferred_class",
            "UnsafeHelloWorld": "unsafe_hello_world",
            "UpdateNamespace": "update_namespace",
            "UsageModel": "usage_model",
            "Vectorize": "vectorize",
            "VersionMetadata": "version_metadata",
            "VersionTags": "version_tags",
            "VpcNetwork": "vpc_network",
            "VpcService": "vpc_service",
            "WasmModule": "wasm_module",
            "WorkerExport": "worker_export",
            "WorkerInfo": "worker_info",
            "WorkerListEnvelope": "worker_list_envelope",
            "WorkerLoader": "worker_loader",
            "Workflow": "workflow",
            "decode_export": "other_export",
            "decode_binding": "other_binding",
            "decode_secret": "other_secret",
        },
        {
            "Placement": [
                "TargetedRegionPlacement",
                "TargetedHostnamePlacement",
                "TargetedHostPlacement",
                "TargetedPlacement",
                "RegionPlacement",
                "HostnamePlacement",
                "HostPlacement",
                "SmartPlacement",
                "OtherPlacement",
            ],
            "Migrations": ["MultiStepMigrations", "SingleStepMigrations"],
            "Export": ["WorkerExport", "DurableObjectExport", "OtherExport"],
            "Binding": [
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
            ],
            "Secret": ["SecretText", "SecretKey", "OtherSecret"],
        },
    )
