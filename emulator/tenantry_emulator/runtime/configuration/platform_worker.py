"""Our own Worker beside each Worker, in the configuration of its process."""

import json

from .builder import OUR_DATE, ConfigBuilder
from .capnp import TRUE, VOID, Value, array, struct, text
from .native_bindings import remote_class
from .worker_version import WorkerVersion


def add_platform(version: WorkerVersion, builder: ConfigBuilder, *, front_door_port: int, allow_network: bool) -> None:
    """Our own Worker, and what it reaches."""
    keys = sorted({*version.elsewhere.values()})
    worker = struct(
        modules=array(_modules(keys, builder)),
        compatibilityDate=text(OUR_DATE),
        # Sockets of the Worker's own go straight to the network, which knows by itself how far they may.
        compatibilityFlags=array([text("connect_pass_through")]),
        globalOutbound=_network(builder, allow_network=allow_network),
        bindings=array(_bindings(version, builder, front_door_port)),
        durableObjectNamespaces=array(struct(className=text(remote_class(key)), uniqueKey=text(key)) for key in keys),
        durableObjectStorage=struct(inMemory=VOID),
    )
    builder.service("platform", worker=worker)


def _network(builder: ConfigBuilder, *, allow_network: bool) -> Value:
    if not allow_network:
        return builder.service("network", network=struct(allow=array([text("local")])))
    # To read the certificates of browsers takes longer than all else that a process does when it starts.
    certificates = struct(trustBrowserCas=TRUE)
    everywhere = array(map(text, ("public", "private", "local")))
    return builder.service("network", network=struct(allow=everywhere, tlsOptions=certificates))


def _bindings(version: WorkerVersion, builder: ConfigBuilder, front_door_port: int) -> list[Value]:
    # Says in each request to the emulator which version's process asks.
    whose = array([struct(name=text("tenantry-emulator-version"), value=text(version.id))])
    emulator = builder.emulator("emulator", struct(injectRequestHeaders=whose))
    fields: dict[str, dict[str, Value]] = {
        "DEBUG_PORT": {"workerdDebugPort": VOID},
        "FRONT_DOOR": {"text": text(str(front_door_port))},
        "TELLS_LOGS": {"json": text(json.dumps(not version.has_modules))},
        "EMULATOR": {"service": emulator},
        "NETWORK": {"service": text("network")},
    }
    for name in version.classes:
        own = struct(className=text(name), serviceName=text("worker"))
        fields[f"class {name}"] = {"durableObjectNamespace": own}
    return [struct(name=text(name), **value) for name, value in fields.items()]


def _modules(keys: list[str], builder: ConfigBuilder) -> list[Value]:
    """Its modules, and a class for the Durable Objects of each of these keys, which live in another process."""
    modules = builder.our_modules("platform.js", "shared.js")
    if not keys:
        return modules
    main = [
        'export * from "platform.js";',
        'export { default } from "platform.js";',
        'import { classOf } from "objects.js";',
        *(f"export const {remote_class(key)} = classOf({json.dumps(key)});" for key in keys),
    ]
    code = builder.file("\n".join(main).encode())
    return [struct(name=text("main.js"), esModule=code), *modules, *builder.our_modules("objects.js")]
