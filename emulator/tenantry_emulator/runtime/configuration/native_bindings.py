"""Bindings as the runtime's configuration has them."""

import json
import textwrap
from collections.abc import Callable, Mapping
from urllib.parse import quote

from tenantry_emulator.runtime.failure import DidNotStart
from tenantry_emulator.wire.json_types import JsonObject, as_list, as_object, as_text

from .builder import Parts
from .capnp import FALSE, Value, array, struct, text, word
from .worker_version import Version

# Tells the emulator which of its stores a request of the runtime is for.
STORE = "tenantry-emulator-store"


def binding_of(binding: JsonObject, version: Version, parts: Parts) -> Value:
    """The binding; one of a type that is not emulated is there too, and says so to whoever uses it."""
    make = _EMULATED.get(as_text(binding["type"]), _not_emulated)
    return struct(name=text(as_text(binding["name"])), **make(binding, version, parts))


_Fields = dict[str, Value]


def _not_emulated(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    about = {"name": binding["name"], "type": binding["type"]}
    inner = [struct(name=text(field), text=text(as_text(value))) for field, value in about.items()]
    return _wrapped("tenantry-emulator:not-emulated", *inner)


def _plain_text(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"text": text(as_text(binding.get("text")))}


def _json(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"json": text(json.dumps(binding.get("json")))}


def _secret_key(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
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


def _kv_namespace(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"kvNamespace": _store(parts, "kv", version.account, as_text(binding["namespace_id"]))}


def _queue(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"queue": _store(parts, "queue", version.account, as_text(binding["queue_name"]))}


def _d1(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    """wrangler calls the identifier `id`, the specification `database_id`."""
    identifier = as_text(binding.get("database_id")) or as_text(binding.get("id"))
    store = _store(parts, "d1", version.account, identifier)
    return _wrapped("cloudflare-internal:d1-api", struct(name=text("fetcher"), service=store))


def _durable_object_namespace(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    """A class of the Worker's own; that of another script is not emulated."""
    if as_text(binding.get("script_name")) not in ("", version.script):
        return _not_emulated({**binding, "type": "durable_object_namespace of another script"}, version, parts)
    return {"durableObjectNamespace": struct(className=text(as_text(binding["class_name"])))}


def _service(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    """Another script of the namespace or, where it has none of that name, one of the account's own Workers."""
    target = {"account": version.account, "namespace": version.namespace, "script": binding["service"]}
    chosen = {field: binding[field] for field in ("entrypoint", "props") if binding.get(field)}
    return {"service": platform("Service", {**target, **chosen, "is_service": True})}


def _dispatch_namespace(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    target: JsonObject = {"account": version.account, "namespace": binding["namespace"]}
    worker = as_object(as_object(binding.get("outbound")).get("worker"))
    if service := as_text(worker.get("service")):
        target["outbound"] = {"script": service, "entrypoint": worker.get("entrypoint")}
    inner = struct(name=text("dispatch"), service=platform("Dispatch", target))
    return _wrapped("tenantry-emulator:dispatch-namespace", inner)


def _front_door(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    """The emulator's own: dispatch to any namespace."""
    return {"service": platform("Dispatch", {})}


def _assets(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"service": struct(name=text("assets"), entrypoint=text("AssetWorker"))}


def _version_metadata(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
    return {"json": text(json.dumps({"id": version.id, "tag": "", "timestamp": version.created_on}))}


def _part(field: str) -> Callable[[JsonObject, Version, Parts], _Fields]:
    """A binding of a service-worker script, which is the content of a part."""

    def make(binding: JsonObject, version: Version, parts: Parts) -> _Fields:
        (content,) = [module.content for module in version.modules if module.part == binding["part"]]
        return {field: parts.file(content)}

    return make


_EMULATED: Mapping[str, Callable[[JsonObject, Version, Parts], _Fields]] = {
    "plain_text": _plain_text,
    "secret_text": _plain_text,
    "json": _json,
    "secret_key": _secret_key,
    "kv_namespace": _kv_namespace,
    "queue": _queue,
    "d1": _d1,
    "durable_object_namespace": _durable_object_namespace,
    "service": _service,
    "dispatch_namespace": _dispatch_namespace,
    "emulator_front_door": _front_door,
    "assets": _assets,
    "version_metadata": _version_metadata,
    "wasm_module": _part("wasmModule"),
    "text_blob": _part("text"),
    "data_blob": _part("data"),
}


def _wrapped(module: str, *inner: Value) -> _Fields:
    return {"wrapped": struct(moduleName=text(module), innerBindings=array(inner))}


def platform(entrypoint: str, props: JsonObject | None = None) -> Value:
    """An entrypoint of our own Worker beside it."""
    if props is None:
        return struct(name=text("platform"), entrypoint=text(entrypoint))
    return struct(name=text("platform"), entrypoint=text(entrypoint), props=struct(json=text(json.dumps(props))))


def _store(parts: Parts, kind: str, account: str, identifier: str) -> Value:
    """A store of the emulator, which the runtime asks over HTTP, as its bindings ask Cloudflare's."""
    header = struct(name=text(STORE), value=text("/".join((kind, account, quote(identifier, safe="")))))
    options = struct(injectRequestHeaders=array([header]))
    return parts.emulator(f"{kind} {identifier}", options)
