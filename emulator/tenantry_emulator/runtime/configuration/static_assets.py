"""Static assets in the configuration: the runtime's own service, and before it a Worker of ours.

The runtime takes the type of a file from its name, and makes an ETag of its time among other things. That time says
which file it was, so that ours can put the type and the hash of the upload in their place.
"""

import json
import re
from collections.abc import Iterable, Mapping

from tenantry_emulator.store.records import Asset
from tenantry_emulator.wire.json_types import JsonObject, as_text, to_json

from .builder import OUR_DATE, ConfigBuilder
from .capnp import Value, array, struct, text
from .worker_version import WorkerVersion

SERVICE = "site"
"""The Worker of ours, which has the entrypoint `Files`."""
# What rules of `_headers` say of an ETag is called so until our Worker has put the ETag in its place.
ETAG_BY_RULES = "tenantry-emulator-etag"
ETAG_LINE = re.compile(r"^(\s+(?:!\s*)?)etag(?=\s*(?::|$))", re.IGNORECASE | re.MULTILINE)
# Rules for every path. Of two for one path the later replaces the earlier, so that ours has to stand in theirs.
EVERY_PATH = re.compile(r"^/\*[ \t]*$", re.MULTILINE)
UNCHANGED = "tenantry-emulator-unchanged"
OUR_RULE = f"/*\n  tenantry-emulator-asset: yes\n  Content-Type: {UNCHANGED}\n  {ETAG_BY_RULES}: {UNCHANGED}\n"


def add_assets(version: WorkerVersion, builder: ConfigBuilder) -> None:
    """The services for the static assets of this version, if it has any."""
    if version.assets_config is None:
        return
    code = {"userWorker": text("worker")} if version.entry_point else {"compatibilityDate": text(OUR_DATE)}
    config = text(json.dumps(_config(version.assets_config)))
    native = builder.service("assets", assets=struct(path=text("assets"), config=config, **code))
    modules = [
        *builder.our_modules("assets.js", "shared.js"),
        struct(name=text("files.json"), json=builder.file(to_json(_by_time(version.files)).encode())),
    ]
    files = struct(name=native, entrypoint=text("AssetWorker"))
    bindings = [struct(name=text("ROUTER"), service=native), struct(name=text("FILES"), service=files)]
    worker = struct(modules=array(modules), compatibilityDate=text(OUR_DATE), bindings=array(bindings))
    builder.service(SERVICE, worker=worker)


def files_binding() -> dict[str, Value]:
    """What a binding to the assets leads to."""
    return {"service": struct(name=text(SERVICE), entrypoint=text("Files"))}


def times(paths: Iterable[str]) -> dict[str, int]:
    """Nanoseconds that say which file it is, by path; whole seconds, which every file system keeps."""
    return {path: number * 10**9 for number, path in enumerate(paths, start=1)}


def _by_time(files: Mapping[str, Asset]) -> JsonObject:
    """By the time as an ETag has it, what our Worker has to know of a file."""
    return {
        f"{time:x}": {"hash": files[path].hash, "type": files[path].content_type} for path, time in times(files).items()
    }


def _config(config: JsonObject) -> JsonObject:
    """The configuration in the runtime's words for it."""
    same = ("html_handling", "not_found_handling", "base_path", "run_worker_first")
    found = {field: config[field] for field in same if config.get(field) is not None}
    if redirects := config.get("_redirects"):
        found["redirects"] = redirects
    found["headers"] = _header_rules(as_text(config.get("_headers")))
    # What `run_worker_first` was called before, the other way round.
    if isinstance(serve := config.get("serve_directly"), bool) and "run_worker_first" not in found:
        found["run_worker_first"] = not serve
    return found


def _header_rules(rules: str) -> str:
    rules, there = EVERY_PATH.subn(OUR_RULE, ETAG_LINE.sub(rf"\1{ETAG_BY_RULES}", rules))
    return rules if there else OUR_RULE + rules
