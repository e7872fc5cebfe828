"""From a version of a Worker to the configuration of the process that runs it: a function of these values alone.

The runtime's own description of it: https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp
"""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tenantry_emulator.store.records import Module
from tenantry_emulator.wire.json_types import JsonObject, as_text, texts
from tenantry_emulator.wire.multipart import media_type

from .builder import ConfigBuilder, ours
from .capnp import FALSE, TRUE, VOID, Value, array, struct, text
from .exports import telling
from .native_bindings import binding_of, platform
from .platform_worker import add_platform
from .static_assets import SERVICE, add_assets
from .worker_version import WorkerVersion

KINDS = {
    "application/javascript+module": "esModule",
    "text/javascript+module": "esModule",
    "application/javascript": "commonJsModule",
    "text/javascript": "commonJsModule",
    "application/wasm": "wasm",
    "application/octet-stream": "data",
    "application/json": "json",
    "text/plain": "text",
}
ES_MODULES = ("application/javascript+module", "text/javascript+module")
NO_KIND = ("application/source-map", "text/x-python", "text/x-python-requirement")


@dataclass(frozen=True)
class ProcessOptions:
    """Where the process runs, and what it may do."""

    emulator: str
    """Address that the emulator listens on for its processes."""
    newest_date: str
    heap_mb: int
    allow_network: bool = False
    outbound: JsonObject | None = None
    """The Worker that `fetch` leads to, as a target of a service binding; without one it leads to the network."""
    durable: str | None = None
    """Folder of the script's Durable Objects; without one they last as long as the process."""
    front_door: bool = False
    """Whether the process answers at the front door."""
    front_door_port: int = 0
    """Where that is."""


@dataclass(frozen=True)
class Configuration:
    """What the process reads when it starts."""

    text: str
    files: Mapping[str, Sequence[bytes]]
    """Beside the text, by name, in pieces."""
    assets: Mapping[str, bytes]
    """Static assets, by path."""
    entry: str
    """The service that requests are for."""


def configuration(version: WorkerVersion, options: ProcessOptions) -> Configuration:
    """What the process of this version reads."""
    builder = ConfigBuilder(options.emulator)
    _add_worker(version, options, builder)
    add_assets(version, builder)
    add_platform(version, builder, front_door_port=options.front_door_port, allow_network=options.allow_network)
    sockets = [struct(name=text("ping"), address=text("unix:ping"), http=struct(), service=text("platform"))]
    if options.front_door:
        sockets.append(struct(name=text("front-door"), http=struct(), service=text("worker")))
    config = struct(
        services=array(builder.services.values()),
        sockets=array(sockets),
        extensions=array([_extension()]),
        logging=struct(structuredLogging=TRUE),
        v8Flags=array([text(f"--max-heap-size={options.heap_mb}")]),
    )
    header = 'using Workerd = import "/workerd/workerd.capnp";'
    return Configuration(
        text=f"{header}\nconst config :Workerd.Config = {config};\n",
        files=builder.files,
        assets={path: version.contents[asset.digest] for path, asset in version.files.items()},
        entry=SERVICE if SERVICE in builder.services else "worker",
    )


def _add_worker(version: WorkerVersion, options: ProcessOptions, builder: ConfigBuilder) -> None:
    """The Worker itself, if there is more than assets."""
    if not version.entry_point:
        return
    classes = version.classes
    worker = {
        **_code(version, builder),
        "compatibilityDate": text(_date(version, options)),
        "compatibilityFlags": array(text(flag) for flag in texts(version.settings.get("compatibility_flags"))),
        "bindings": array(binding_of(binding, version, builder) for binding in version.bindings),
        "globalOutbound": _outbound(options),
        "cacheApiOutbound": platform("Cache"),
        "tails": array([text("platform")]),
    }
    if classes:
        disk = (
            builder.service("durable", disk=struct(path=text(options.durable), writable=TRUE))
            if options.durable
            else None
        )
        worker["durableObjectNamespaces"] = array(
            struct(
                className=text(name), uniqueKey=text(each.key), enableSql=TRUE if each.storage == "sqlite" else FALSE
            )
            for name, each in classes.items()
        )
        worker["durableObjectStorage"] = struct(localDisk=disk) if disk else struct(inMemory=VOID)
    builder.service("worker", worker=struct(**worker))


def _extension() -> Value:
    """The modules behind the bindings that are ours."""
    modules = [
        struct(name=text(f"tenantry-emulator:{name}"), internal=TRUE, esModule=text(ours(source).decode()))
        for name, source in (("dispatch-namespace", "dispatch_namespace.js"), ("not-emulated", "not_emulated.js"))
    ]
    return struct(modules=array(modules))


def _code(version: WorkerVersion, builder: ConfigBuilder) -> dict[str, Value]:
    """The modules, the main one first; or the script of service-worker syntax."""
    if not version.has_modules:
        (script,) = [module.content for module in version.modules if module.name == version.entry_point]
        return {"serviceWorkerScript": builder.file(script)}
    modules = sorted(version.modules, key=lambda module: module.name != version.entry_point)
    return {"modules": array(_modules(modules, builder))}


def _modules(modules: list[Module], builder: ConfigBuilder) -> Iterator[Value]:
    for module in modules:
        kind = media_type(module.content_type)
        if kind not in NO_KIND:
            # wrangler names some as imports do, with a dot in front.
            name = posixpath.normpath(module.name)
            told = telling(name) if module is modules[0] and kind in ES_MODULES else b""
            yield struct(name=text(name), **{KINDS[kind]: builder.file(module.content, told)})


def _date(version: WorkerVersion, options: ProcessOptions) -> str:
    """The compatibility date; one that is newer than the runtime is the runtime's."""
    return min(as_text(version.settings.get("compatibility_date")), options.newest_date)


def _outbound(options: ProcessOptions) -> Value:
    """Where `fetch` of the Worker leads."""
    if options.outbound:
        return platform("Service", options.outbound)
    return text("network") if options.allow_network else platform("Outbound")
