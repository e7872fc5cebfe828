"""Bindings as the runtime's configuration has them."""

import json
import textwrap
from collections.abc import Callable, Mapping
from urllib.parse import quote

from tenantry_emulator.runtime.failure import DidNotStart
from tenantry_emulator.runtime.products.stores import HEADER, STORES, Handler
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text

from .builder import ConfigBuilder
from .capnp import FALSE, Value, array, struct, text, word
from .static_assets import files_binding
from .worker_version import WorkerVersion


def binding_of(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> Value:
    """The binding; one of a type that is not emulated is there too, and says so to whoever uses it."""
    kind = as_text(binding["type"])
    if kind in STORES:
        fields = _store(STORES[kind], binding, version, builder)
    else:
        fields = _EMULATED.get(kind, _not_emulated)(binding, version, builder)
    return struct(name=text(as_text(binding["name"])), **fields)


_Fields = dict[str, Value]


def _not_emulated(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    about = {"name": binding["name"], "type": binding["type"]}
    inner = [struct(name=text(field), text=text(as_text(value))) for field, value in about.items()]
    return _wrapped("tenantry-emulator:not-emulated", *inner)


def _plain_text(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    return {"text": text(as_text(binding.get("text")))}


def _json(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    return {"json": text(json.dumps(binding.get("json")))}


def _secret_key(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    """A key that WebCrypto has imported; it cannot be exported."""
    if missing := [field for field in ("format", "algorithm", "usages") if field not in binding]:
        raise DidNotStart(f"The secret key {binding['name']} comes without {', '.join(missing)}.")
    form, content, algorithm = as_text(binding["format"]), as_text(binding.get("key_base64")), binding["algorithm"]
    key = {
        "raw": ("base64", content),
        "jwk": ("jwk", json.dumps(binding.get("key_jwk"))),
        "pkcs8": ("pkcs8", _pem("PRIVATE KEY", content)),
        "spki": ("spki", _pem("PUBLIC KEY", content)),
    }
    kind, value = key[form]
    named = {"name": text(algorithm)} if isinstance(algorithm, str) else {"json": text(json.dumps(algorithm))}
    usages = array(word(as_text(usage)) for usage in as_list(binding["usages"]))
    fields = {kind: text(value), "algorithm": struct(**named), "extractable": FALSE, "usages": usages}
    return {"cryptoKey": struct(**fields)}


def _pem(label: str, content: str) -> str:
    return "\n".join([f"-----BEGIN {label}-----", *textwrap.wrap(content, 64), f"-----END {label}-----", ""])


def _durable_object_namespace(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    """A class of the Worker's own, or of another script."""
    if key := version.elsewhere.get(as_text(binding["name"])):
        remote = struct(className=text(remote_class(key)), serviceName=text("platform"))
        return {"durableObjectNamespace": remote}
    if own := version.own_class(binding):
        return {"durableObjectNamespace": struct(className=text(own))}
    which = as_text(binding.get("class_name")) or as_text(binding.get("namespace_id"))
    missing = f"durable_object_namespace of a class that is not there, {which}"
    return _not_emulated({**binding, "type": missing}, version, builder)


def remote_class(key: str) -> str:
    """What our own Worker calls the class whose objects live in another process."""
    return f"Objects_{key}"


def _service(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    """Another script of the namespace or, where it has none of that name, one of the account's own Workers.

    A custom binding is such a one behind the binding that it answers as.
    """
    interface = as_text(binding.get("binding_interface"))
    if interface not in ("", "d1"):
        return _not_emulated({**binding, "type": f"service with the binding_interface {interface}"}, version, builder)
    target = {"account": version.account, "namespace": version.namespace, "script": binding["service"]}
    chosen = {field: binding[field] for field in ("entrypoint", "props") if binding.get(field)}
    service = platform("Service", {**target, **chosen, "is_service": True})
    return (
        _wrapped(STORES["d1"].module, struct(name=text("fetcher"), service=service))
        if interface
        else {"service": service}
    )


def _dispatch_namespace(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    target: JsonObject = {"account": version.account, "namespace": binding["namespace"]}
    worker = as_object(as_object(binding.get("outbound")).get("worker"))
    if service := as_text(worker.get("service")):
        target["outbound"] = {"script": service, "entrypoint": worker.get("entrypoint")}
    inner = struct(name=text("dispatch"), service=platform("Dispatch", target))
    return _wrapped("tenantry-emulator:dispatch-namespace", inner)


def _front_door(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    """The emulator's own: dispatch to any namespace."""
    return {"service": platform("Dispatch", {})}


def _assets(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    return files_binding()


def _version_metadata(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    return {"json": text(json.dumps({"id": version.id, "tag": "", "timestamp": version.created_on}))}


def _part_content(field: str) -> Callable[[JsonObject, WorkerVersion, ConfigBuilder], _Fields]:
    """A binding of a service-worker script, which is the content of a part."""

    def make(binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
        (content,) = [module.content for module in version.modules if module.part == binding["part"]]
        return {field: builder.file(content)}

    return make


_EMULATED: Mapping[str, Callable[[JsonObject, WorkerVersion, ConfigBuilder], _Fields]] = {
    "plain_text": _plain_text,
    "secret_text": _plain_text,
    "json": _json,
    "secret_key": _secret_key,
    "durable_object_namespace": _durable_object_namespace,
    "service": _service,
    "dispatch_namespace": _dispatch_namespace,
    "emulator_front_door": _front_door,
    "assets": _assets,
    "version_metadata": _version_metadata,
    "wasm_module": _part_content("wasmModule"),
    "text_blob": _part_content("text"),
    "data_blob": _part_content("data"),
}


def _wrapped(module: str, *inner: Value) -> _Fields:
    return {"wrapped": struct(moduleName=text(module), innerBindings=array(inner))}


def platform(entrypoint: str, props: JsonObject | None = None) -> Value:
    """An entrypoint of our own Worker beside it."""
    if props is None:
        return struct(name=text("platform"), entrypoint=text(entrypoint))
    return struct(name=text("platform"), entrypoint=text(entrypoint), props=struct(json=text(json.dumps(props))))


def _store(handler: Handler, binding: JsonObject, version: WorkerVersion, builder: ConfigBuilder) -> _Fields:
    """A store of the emulator, which the runtime asks over HTTP, as its bindings ask Cloudflare's."""
    kind = as_text(binding["type"])
    identifier = next((name for field in handler.identifiers if (name := as_text(binding.get(field)))), "")
    address = "/".join((kind, version.account, quote(identifier, safe="")))
    if handler.entrypoint:
        ours = platform(handler.entrypoint, {"store": address})
        if handler.module:
            return _wrapped(handler.module, struct(name=text("fetcher"), service=ours))
        return {handler.native: ours}
    header = struct(name=text(HEADER), value=text(address))
    return {handler.native: builder.emulator(f"{kind} {identifier}", struct(injectRequestHeaders=array([header])))}
