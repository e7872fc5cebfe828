"""What a snapshot promises, a restore brings back: every type of binding, and each setting set and unset."""

import json
import uuid
from collections.abc import Mapping
from importlib import resources
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tenantry
import tenantry_emulator
from tenantry import Bundle, models
from tenantry._code.bundle import blobs, parts
from tenantry_api.api.scripts import upload_script
from tenantry_api.api.settings import get_settings
from tenantry_emulator import Emulator, Guesses
from tests.client.support.flavours import AT_ONCE, Ask, connections
from tests.client.support.scripts import described_types, shop

SCHEMAS = json.loads(resources.files(tenantry_emulator).joinpath("openapi.json").read_text("utf-8"))["components"][
    "schemas"
]
# Made of parts of the upload, or of another binding.
UNKNOWN = "of_tomorrow"
PARTS = {"data_blob", "text_blob", "wasm_module", "inherit"}
HALL = "hall"
HALL_CODE = {"index.js": "export class Hall {} export default { fetch: () => new Response('hall') };\n"}
# Settings whose values no schema alone can say.
CHOSEN: Mapping[str, Any] = {
    "compatibility_date": st.sampled_from(["2024-01-01", "2026-01-01"]),
    "compatibility_flags": st.lists(st.sampled_from(["nodejs_compat", "global_navigator"]), unique=True),
    "tags": st.lists(st.text("abc-7", min_size=1, max_size=9), unique=True, max_size=8),
    "placement": st.sampled_from(
        [{"mode": "smart"}, {"region": "aws:us-east-1"}, {"mode": "targeted", "target": [{"host": "db:5432"}]}]
    ),
    "exports": st.just({"Inner": {"type": "worker", "state": "created", "cache": {"enabled": True}}}),
}
MODULES = Bundle({"index.js": "export default { fetch: () => new Response('v1') };\n", "hello.txt": "hello"})
SERVICE_WORKER = Bundle(
    {"index.js": "addEventListener('fetch', (event) => event.respondWith(new Response(hello_txt)));\n", "hello.txt": ""}
)
CODES = st.sampled_from([MODULES, SERVICE_WORKER, Bundle({"entry.py": "class Default: pass\n"})])


def values(schema: Any) -> st.SearchStrategy[Any]:
    """JSON that a schema of ours describes."""
    if "$ref" in schema:
        return values(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "enum" in schema or "const" in schema:
        return st.sampled_from([*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())])
    if arms := schema.get("oneOf", schema.get("anyOf")):
        return st.one_of(*(values(arm) for arm in arms if arm.get("type") != "null"))
    kinds = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type")]
    match kinds[0]:
        case "object":
            fields = {name: values(each) for name, each in schema.get("properties", {}).items()}
            needed = {name: fields.pop(name) for name in schema.get("required", ())}
            return st.fixed_dictionaries(needed, optional=fields)
        case "array":
            return st.lists(values(schema["items"]), min_size=1, max_size=2)
        case "integer":
            return st.integers(schema.get("minimum", 1), min(schema.get("maximum", 60), 60))
        case "number":
            return st.sampled_from([0, 0.5, 1])
        case "boolean":
            return st.booleans()
        case "string":
            return st.text("abc", min_size=max(2, schema.get("minLength", 2)), max_size=8)
    return st.sampled_from(["text", 5, {"a": [None, True]}])


@st.composite
def bindings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Some bindings, whatever their types; secrets with a value."""
    kinds = draw(st.lists(st.sampled_from(sorted(described_types() - PARTS - {"assets"})), max_size=6))
    by_type = {each["properties"]["type"].get("const"): each for each in map(_arm, SCHEMAS["Binding"]["oneOf"])}
    known = [_usable({**draw(values(by_type[kind])), "name": f"{kind.upper()}_{at}"}) for at, kind in enumerate(kinds)]
    unknown = st.fixed_dictionaries({"type": st.just(UNKNOWN), "name": st.just("NEW"), "size": st.integers(1, 9)})
    return [*known, *draw(st.lists(unknown, max_size=1))]


def _arm(reference: Mapping[str, str]) -> Any:
    return SCHEMAS[reference["$ref"].rpartition("/")[2]]


def _usable(binding: dict[str, Any]) -> dict[str, Any]:
    """The binding, with what the description leaves open and an upload needs."""
    match binding["type"]:
        case "secret_text":
            return {**binding, "text": "a secret"}
        case "secret_key":
            key = {"algorithm": {"name": "HMAC"}, "format": "raw", "usages": ["sign"], "key_base64": "YQ=="}
            return {"type": "secret_key", "name": binding["name"], **key}
        case "d1" if not binding.keys() & {"database_id", "id"}:
            return {**binding, "database_id": "a-database"}
        case "service":
            return {**binding, "service": HALL}
        case "dispatch_namespace":
            return {**binding, "namespace": "production"}
        case "durable_object_namespace":
            # By the identifier that the class of another script turns out to have.
            return {"type": binding["type"], "name": binding["name"], "namespace_id": HALL}
    return binding


@st.composite
def scripts(draw: st.DrawFn) -> tuple[Bundle, dict[str, Any]]:
    """Code, and what surrounds it as an upload says it."""
    code = draw(CODES)
    fields = SCHEMAS["ScriptMetadata"]["properties"]
    names = fields.keys() & SCHEMAS["Settings"]["properties"].keys() - {"bindings", "migrations"}
    metadata = draw(
        st.fixed_dictionaries({}, optional={name: values(fields[name]) for name in sorted(names)} | {**CHOSEN})
    )
    own = [each.to_dict() for each in blobs(code)]
    return code, {**metadata, "bindings": [*draw(bindings()), *own]}


def open_hall(client: tenantry.Client) -> str:
    """The identifier of the class of another script."""
    hall = client.namespace("production").script(HALL)
    own = models.DurableObjectNamespace(name="HALL", class_name="Hall")
    migration = models.SingleStepMigrations(new_tag="v1", new_sqlite_classes=["Hall"])
    hall.deploy(HALL_CODE, compatibility_date="2026-01-01", bindings=[own], migrations=migration)
    (found,) = hall.get_bindings()
    assert isinstance(found, models.DurableObjectNamespace)
    return str(found.namespace_id)


def upload(client: tenantry.Client, code: Bundle, metadata: Mapping[str, Any], hall: str) -> None:
    """Upload it as it is given, with nothing that a deploy would add, and keep what cannot be read."""
    led = [each | {"namespace_id": hall} if each.get("namespace_id") == HALL else each for each in metadata["bindings"]]
    begins = {"body_part" if code.is_service_worker else "main_module": code.main}
    told = {**metadata, "bindings": led, **begins, "keep_bindings": ["secret_text", "secret_key", UNKNOWN]}
    body = models.ScriptUpload(metadata=models.ScriptMetadata.from_dict(told))
    body.additional_properties = {**parts(code)}
    envelope = upload_script.sync(client.account_id, "production", "shop", client=client.api, body=body)
    assert envelope
    assert envelope.success


def present(client: tenantry.Client) -> dict[str, Any]:
    """The settings and bindings, by their names, as the low-level client reads them; what is empty is left out."""
    envelope = get_settings.sync(client.account_id, "production", "shop", client=client.api)
    assert isinstance(envelope, models.SettingsEnvelope)
    assert envelope.result
    found = envelope.result.to_dict()
    by_name = {f"bindings.{each['name']}": each for each in found.pop("bindings")}
    said = {**found, "tags": sorted(found["tags"]), **by_name}
    return {name: value for name, value in said.items() if value not in (None, [], {})}


def is_secret(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("type")).startswith("secret_") and "store_id" not in value


def is_unknown(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") == UNKNOWN


# Both sides of what is not known of an upload that does not mention a setting.
RESETS = Guesses(unknown_bindings="keep")
KEEPS = Guesses(unknown_bindings="keep", upload_resets_settings=False, upload_resets_tags=False)


@pytest.mark.parametrize(("flavour", "guesses"), [("blocking", RESETS), ("asyncio", KEEPS)], ids=["reset", "kept"])
def test_what_a_snapshot_promises_is_brought_back(flavour: str, guesses: Guesses) -> None:
    with Emulator(runs_workers=False, guesses=guesses) as emulator:

        @settings(max_examples=200, deadline=None, derandomize=True, database=None)
        @given(first=scripts(), second=scripts())
        def each(first: tuple[Bundle, Any], second: tuple[Bundle, Any]) -> None:
            check(emulator, flavour, first, second, keeps_settings=guesses is KEEPS)

        each()


def check(
    emulator: Emulator, flavour: str, first: tuple[Bundle, Any], second: tuple[Bundle, Any], *, keeps_settings: bool
) -> None:
    """Upload one after the other, and bring the first back."""
    options = {"base_url": emulator.url, "account_id": uuid.uuid4().hex, "api_token": emulator.api_token, **AT_ONCE}
    ask = Ask(flavour, options)
    with connections() as http_client, tenantry.Client(http_client=http_client, **options) as client:
        client.namespace("production").create()
        hall = open_hall(client)
        upload(client, *first, hall)
        before = present(client)
        taken = attrs.evolve(ask(lambda client: shop(client).snapshot()), code=first[0])
        upload(client, *second, hall)
        between = present(client)
        result = ask(lambda client: shop(client).restore(taken))
        after = present(client)
        code = shop(client).get_content()

    assert code[code.main] == first[0][first[0].main]
    stays = {name: value for name, value in between.items() if is_secret(value) or is_unknown(value)}
    assert stays == {name: after.get(name) for name in stays}
    wrong = {name for name in {*before, *after} - {*stays} if before.get(name) != after.get(name)}
    assert wrong == {*result.not_restored}
    assert not wrong or (keeps_settings and not wrong & before.keys())
    said = {name.replace("bindings.", "secrets.") if is_secret(value) else name for name, value in after.items()}
    assert said - wrong <= {*result.restored, *result.kept}
