"""The request of a deploy beside wrangler's for the same inputs, part by part; docs/wrangler.md lists what differs."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tenantry import Bundle, bindings, models
from tests.client.servers.recording import Part, Recorded, Server
from tests.client.support import captures
from tests.client.support.captures import Captured
from tests.client.support.flavours import Ask
from tests.client.support.scripts import upload

TABLE = Path(__file__).parents[3] / "docs" / "wrangler.md"
ROW = re.compile(r"^\| (?!what |---)(.+?) \|", re.MULTILINE)

# What wrangler's user wrote into its configuration, as arguments of deploy(). Any: each has its own type.
PLAIN: dict[str, Any] = {"compatibility_flags": (), "bindings": (), "vars": {}, "assets": None}
BIG: dict[str, Any] = {
    "compatibility_flags": ["nodejs_compat"],
    "vars": {"PLAIN": "hello", "JSONV": {"a": [1, 2, {"b": None}]}, "NUM": 5},
    "assets": None,
    "bindings": [
        bindings.KvNamespace(name="KV", namespace_id="0123456789abcdef0123456789abcdef"),
        bindings.SendEmail(name="MAIL", destination_address="a@example.com"),
        bindings.DurableObjectNamespace(name="DO", class_name="Counter"),
        bindings.DurableObjectNamespace(name="DOX", class_name="Ext", script_name="other-worker"),
        bindings.Workflow(name="WF", workflow_name="wf1", class_name="Flow", script_name="other-worker"),
        bindings.Queue(name="Q", queue_name="q1", delivery_delay=10),
        bindings.R2Bucket(name="R2", bucket_name="bucket-1", jurisdiction=models.R2Jurisdiction.EU),
        bindings.D1(name="DB", id="11111111-2222-3333-4444-555555555555"),
        bindings.Vectorize(name="VEC", index_name="idx1"),
        bindings.Hyperdrive(name="HD", id="99999999999999999999999999999999"),
        bindings.SecretsStoreSecret(name="SS", store_id="store1", secret_name="sec1"),
        bindings.RateLimit(name="RL", namespace_id="1001", simple=models.SimpleRateLimit(limit=10, period=60)),
        bindings.Service(name="SVC", service="other-worker", entrypoint="Named", props={"k": "v"}),
        bindings.AnalyticsEngine(name="AE", dataset="ds1"),
        bindings.DispatchNamespace(
            name="DISP",
            namespace="ns2",
            outbound=models.Outbound(
                worker=models.OutboundWorker(service="outb"),
                params=[models.OutboundParam(name="p1"), models.OutboundParam(name="p2")],
            ),
        ),
        bindings.MtlsCertificate(name="MTLS", certificate_id="77777777-2222-3333-4444-555555555555"),
        bindings.Pipelines(name="PIPE", pipeline="pipe1"),
        bindings.Other(type="worker_loader", name="LOADER"),
        bindings.Browser(name="BR"),
        bindings.Ai(name="AI"),
        bindings.Images(name="IMG"),
        bindings.VersionMetadata(name="VER"),
    ],
    "migrations": models.MultiStepMigrations(
        new_tag="v4",
        steps=[
            models.MigrationStep(new_sqlite_classes=["Counter"]),
            models.MigrationStep(new_classes=["Old"]),
            models.MigrationStep(renamed_classes=[models.RenamedClass(from_="Old", to="Newer")]),
            models.MigrationStep(deleted_classes=["Newer"]),
        ],
    ),
    "logpush": True,
    "placement": models.SmartPlacement(),
    "tail_consumers": [models.TailConsumer(service="tailer")],
    "limits": models.Limits(cpu_ms=50, subrequests=20),
    "observability": models.Observability(enabled=True, head_sampling_rate=0.5),
}
# wrangler was told that .json is text; elsewhere it would be bundled into JavaScript.
JSON_AS_TEXT = {"d.json": "text/plain"}


def modules(theirs: Captured) -> Bundle:
    return Bundle(theirs.code, main=theirs.metadata["main_module"])


def modules_with_json(theirs: Captured) -> Bundle:
    return Bundle(theirs.code, main=theirs.metadata["main_module"], types=JSON_AS_TEXT)


def script(theirs: Captured) -> Bundle:
    """Its blobs were outside of wrangler's folder, and are beside the script here."""
    return Bundle({Path(path).name: content for path, content in theirs.code.items()}, main="sw.js")


# Every field of the query and the metadata, and every part, but for these rows of the table.
ALWAYS = {"query", "type of the metadata part", "order of fields", "`code_update_strategy`"}
CASES: dict[str, tuple[Callable[[Captured], Bundle], dict[str, Any], set[str]]] = {
    "deploy_simple": (modules, PLAIN, ALWAYS),
    "deploy_multi": (modules_with_json, PLAIN, ALWAYS),
    "deploy_sw": (
        script,
        {**PLAIN, "vars": {"PLAIN": "x"}},
        {*ALWAYS, "place of the metadata part", "names of blobs"},
    ),
    "deploy_big": (modules, BIG, {*ALWAYS, "`keep_bindings`", "module paths"}),
}


@captures.needed
@pytest.mark.parametrize("name", CASES)
def test_an_upload_differs_from_wranglers_only_where_the_table_says(ask: Ask, server: Server, name: str) -> None:
    bundle, arguments, expected = CASES[name]
    theirs = captures.captured(name)
    ours = upload(ask, server, bundle(theirs), **arguments)

    assert expected == {*differences(ours, theirs)}


def test_the_table_has_these_rows_and_no_other() -> None:
    rows = ROW.findall(TABLE.read_text("utf-8"))

    assert sorted(set.union(*(expected for _, _, expected in CASES.values()))) == sorted(rows)


def differences(ours: Recorded, theirs: Captured) -> Iterator[str]:
    """The rows of the table that this upload is an example of, and whatever else differs."""
    if ours.query != theirs.query:
        yield "query"
    if ours.parts.index(metadata(ours.parts)) != theirs.parts.index(metadata(theirs.parts)):
        yield "place of the metadata part"
    if metadata(ours.parts).type != metadata(theirs.parts).type:
        yield "type of the metadata part"
    blobs = {part.name: ours_of(part, ours.parts) for part in theirs.modules}
    if any(name not in (part.name, f"./{part.name}") for name, part in blobs.items()):
        yield "names of blobs"
    yield from fields(ours.metadata, renamed(theirs.metadata, {name: part.name for name, part in blobs.items()}))
    for theirs_part, our_part in zip(theirs.modules, blobs.values(), strict=True):
        if theirs_part.filename != our_part.filename and theirs_part.filename == f"./{our_part.filename}":
            yield "module paths"
        assert (theirs_part.type, theirs_part.content) == (our_part.type, our_part.content)
    assert [part.name for part in ours.parts if part.name != "metadata"] == [part.name for part in blobs.values()]


def metadata(parts: list[Part]) -> Part:
    (found,) = (part for part in parts if part.name == "metadata")
    return found


def ours_of(theirs: Part, parts: list[Part]) -> Part:
    """Our part of the same file."""
    path = Path(str(theirs.filename))
    beside = Path(path.name) if path.parts[0] == ".." else path
    (found,) = (part for part in parts if Path(str(part.filename)) == beside)
    return found


def fields(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[str]:
    for field in ours.keys() | theirs.keys():
        if ours.get(field) != theirs.get(field):
            yield f"`{field}`"
    if [*ours] != [field for field in theirs if field in ours]:
        yield "order of fields"


def renamed(said: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The metadata with our names of modules."""
    listed = [
        {field: names.get(value, value) if field in ("name", "part") else value for field, value in each.items()}
        for each in said["bindings"]
    ]
    return {**said, "bindings": listed}
