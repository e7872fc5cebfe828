"""A deploy with assets: a session, what Cloudflare asks for, and the script with the token for it all."""

import base64
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import tenantry
from tenantry import KEEP, Assets, bindings, events
from tenantry.models import AssetsManifestEntry
from tests.client.servers.assets import SESSION, UPLOAD, Cloudflare, hashes, refusal, success
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask
from tests.client.support.folders import deployed, dry_run, write

SCRIPT = f"/client/v4/accounts/{ACCOUNT}/workers/dispatch/namespaces/production/scripts/shop"


def test_a_deploy_is_two_requests_and_one_for_each_bucket(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    ask(lambda client: deployed(client, Assets(site)))

    assert cloudflare.shape == ["POST assets-upload-session", "POST upload", "POST upload", "POST upload", "PUT shop"]


def test_a_second_deploy_of_the_same_files_uploads_none(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    ask(lambda client: deployed(client, Assets(site)))
    cloudflare.requests.clear()
    ask(lambda client: deployed(client, Assets(site)))

    assert cloudflare.shape == ["POST assets-upload-session", "PUT shop"]
    assert cloudflare.requests[-1].metadata["assets"]["jwt"] == "completion.at-once"


def test_only_what_changed_is_uploaded(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    ask(lambda client: deployed(client, Assets(site)))
    cloudflare.requests.clear()
    write(site, {"style.css": b"body{color:red}"})
    ask(lambda client: deployed(client, Assets(site)))

    ((changed,),) = hashes(cloudflare.of("POST", UPLOAD))
    assert base64.b64decode(cloudflare.stored[changed].content) == b"body{color:red}"


def test_the_session_is_opened_on_the_namespace_with_the_manifest(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    ask(lambda client: deployed(client, Assets(site)))

    (opening,) = cloudflare.of("POST", SESSION)
    expected = dry_run(site).assets
    assert f"{SCRIPT}/assets-upload-session" == opening.path
    assert {"manifest": {path: {"hash": a.hash, "size": a.size} for path, a in expected.items()}} == json.loads(
        opening.body
    )


def test_each_file_is_a_part_named_by_its_hash_with_its_type_in_base64(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    ask(lambda client: deployed(client, Assets(site)))

    for path, asset in dry_run(site).assets.items():
        part = cloudflare.stored[asset.hash]
        assert (asset.hash, asset.hash, asset.content_type) == (part.name, part.filename, part.type)
        assert (site / path[1:]).read_bytes() == base64.b64decode(part.content, validate=True)
    assert {"base64=true"} == {request.query for request in cloudflare.of("POST", UPLOAD)}


@pytest.mark.parametrize(
    "credentials", [{}, {"api_token": None, "api_key": "the-global-api-key", "api_email": "ops@example.com"}]
)
def test_uploads_carry_the_sessions_token_and_nothing_of_the_clients(
    ask: Ask, cloudflare: Cloudflare, site: Path, credentials: dict[str, Any]
) -> None:
    ask(lambda client: deployed(client, Assets(site)), **credentials)

    uploads, others = cloudflare.of("POST", UPLOAD), (*cloudflare.of("POST", SESSION), *cloudflare.of("PUT", "shop"))
    assert (len(uploads), len(others)) == (3, 2)
    for upload in uploads:
        assert upload.headers["authorization"] == "Bearer session.0"
        sent = str(upload.headers) + upload.target + upload.body.decode()
        assert not any(secret in sent for secret in (TOKEN, "the-global-api-key", "ops@example.com", "x-auth"))
    for other in others:
        assert f"Bearer {TOKEN}" == other.headers.get("authorization") or "x-auth-key" in other.headers


def test_the_script_is_deployed_with_the_completion_token_and_the_config(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    write(site, {"_headers": b"/*\n  X-A: b\n"})
    assets = Assets(site, not_found_handling="404-page", run_worker_first=["/api/*"])
    ask(lambda client: deployed(client, assets, bindings=[bindings.Assets(name="ASSETS")]))

    metadata = cloudflare.requests[-1].metadata
    assert metadata["assets"] == {
        "jwt": "completion.of-session.0",
        "config": {"_headers": "/*\n  X-A: b\n", "not_found_handling": "404-page", "run_worker_first": ["/api/*"]},
    }
    assert "keep_assets" not in metadata
    assert metadata["bindings"] == [{"name": "ASSETS", "type": "assets"}]


def test_the_binding_of_assets_stays_with_new_assets_and_goes_with_none(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    for assets, stays in ((Assets(site), True), (KEEP, True), (None, False)):
        ask(partial(deployed, assets=assets))
        assert stays == ("assets" in cloudflare.requests[-1].metadata["keep_bindings"])
        assert (assets is KEEP) == ("keep_assets" in cloudflare.requests[-1].metadata)


def test_what_is_given_only_once_is_there_when_the_script_is_sent(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    once = (bindings.PlainText(name=name, text="x") for name in ("A", "B"))
    ask(lambda client: deployed(client, Assets(site), bindings=once, tags=iter(["one"])))

    metadata = cloudflare.requests[-1].metadata
    assert ([binding["name"] for binding in metadata["bindings"]], metadata["tags"]) == (["A", "B"], ["one"])


def test_files_with_one_hash_are_uploaded_once(ask: Ask, cloudflare: Cloudflare, tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"same", "b.txt": b"same", "sub/c.txt": b"same"})
    ask(lambda client: deployed(client, Assets(tmp_path)))

    (manifest,) = cloudflare.manifests
    assert ({"/a.txt", "/b.txt", "/sub/c.txt"}, [[manifest["/a.txt"]["hash"]]]) == (
        {*manifest},
        hashes(cloudflare.of("POST", UPLOAD)),
    )


def test_what_another_script_uploaded_is_asked_for_again_but_not_with_one_salt(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    for name, assets, uploads in (
        ("shop", Assets(site), 3),
        ("blog", Assets(site), 3),
        ("shop", Assets(site, salt=None), 3),
        ("blog", Assets(site, salt=None), 0),
        ("blog", Assets(site, salt="shop"), 0),
    ):
        cloudflare.requests.clear()
        ask(partial(deployed, assets=assets, name=name))
        assert uploads == len(cloudflare.of("POST", UPLOAD))


def test_three_buckets_at_most_are_under_way_at_once(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.bucket = 1
    cloudflare.meet(3)
    ask(lambda client: deployed(client, Assets(site)))

    assert (len(cloudflare.of("POST", UPLOAD)), cloudflare.most_at_once) == (7, 3)


def test_a_dry_run_sends_nothing(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    shown = ask(lambda client: deployed(client, Assets(site), dry_run=True))

    assert cloudflare.requests == []
    assert len(shown.assets) == 7


def test_a_dry_run_without_assets_of_its_own_shows_none(ask: Ask) -> None:
    assert ask(lambda client: deployed(client, KEEP, dry_run=True)).assets is None


@pytest.mark.parametrize("wrong", ["site/", Path("site"), b"site", True, bindings.Assets(name="ASSETS")], ids=repr)
def test_assets_of_another_type_are_refused(ask: Ask, cloudflare: Cloudflare, wrong: object) -> None:
    with pytest.raises(tenantry.NotSent, match=r"assets= is tenantry\.Assets\(directory\), KEEP or None"):
        ask(lambda client: deployed(client, wrong))

    assert cloudflare.requests == []


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"tags": "one"}, "tags must be a list"),
        ({"vars": {"A": {1}}}, "Variable 'A' is not JSON"),
        ({"secrets": {"KEY": None}}, "Secret 'KEY' must be a str"),
        ({"main": "other.js"}, r"main='other\.js'"),
    ],
    ids=str,
)
def test_what_is_wrong_with_the_rest_is_found_before_files_go_up(
    ask: Ask, cloudflare: Cloudflare, site: Path, wrong: dict[str, Any], text: str
) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        ask(lambda client: deployed(client, Assets(site), **wrong))

    assert cloudflare.requests == []


def test_events_tell_how_many_files_are_hashed_and_stored(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.bucket = 1
    told: list[events.Event] = []
    ask(lambda client: deployed(client, Assets(site)), on_event=told.append)

    steps = [event for event in told if isinstance(event, events.Progressed)]
    assert {("shop", 7)} == {(step.script, step.total) for step in steps}
    assert [step.done for step in steps if step.what == "hashed"] == [7]
    assert [*range(8)] == sorted(step.done for step in steps if step.what == "stored")


def test_progress_counts_what_was_stored_before(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    ask(lambda client: deployed(client, Assets(site)))
    write(site, {"new.txt": b"new"})
    told: list[events.Event] = []
    ask(lambda client: deployed(client, Assets(site)), on_event=told.append)

    assert [event.done for event in told if isinstance(event, events.Progressed) and event.what == "stored"] == [7, 8]


def test_many_small_and_some_large_files_all_arrive(ask: Ask, cloudflare: Cloudflare, tmp_path: Path) -> None:
    small = {f"s/{number}.txt": f"{number}".encode() for number in range(1_100)}
    large = {f"l/{number}.bin": bytes([number]) * 300_000 for number in range(5)}
    write(tmp_path, {**small, **large})
    cloudflare.bucket = 400
    ask(lambda client: deployed(client, Assets(tmp_path)))

    assert len(cloudflare.requests) == 5
    assert 1_105 == len(cloudflare.stored) == len(cloudflare.manifests[0])


def test_the_raw_session_is_what_cloudflare_answers(ask: Ask, cloudflare: Cloudflare) -> None:
    name = "439bd8ab7533da9c693dd82bb3835518"
    manifest = {"/LICENSE": AssetsManifestEntry(hash_=name, size=6)}
    session = ask(lambda client: client.namespace("production").script("shop").create_assets_session(manifest))

    assert ("session.0", [[name]]) == (session.jwt, session.buckets)
    assert [{"/LICENSE": {"hash": name, "size": 6}}] == cloudflare.manifests
    assert "session.0" not in repr(session)


def test_the_raw_session_in_a_namespace_that_is_missing_says_so(ask: Ask, cloudflare: Cloudflare) -> None:
    cloudflare.sessions.append((404, refusal(100119, "dispatch namespace not found")))
    with pytest.raises(tenantry.NamespaceNotFound):
        ask(lambda client: client.namespace("production").script("shop").create_assets_session({}))


def test_a_raw_session_that_is_null_is_a_bad_answer(ask: Ask, cloudflare: Cloudflare) -> None:
    cloudflare.sessions.append((200, success(None)))
    with pytest.raises(tenantry.BadAnswer, match="without a result"):
        ask(lambda client: client.namespace("production").script("shop").create_assets_session({}))


@pytest.mark.parametrize("manifest", [None, "public/", {"/a": "0f"}, {"/a": {"hash": "0f", "size": 1}}], ids=repr)
def test_a_raw_session_for_what_is_not_a_manifest_is_not_opened(
    ask: Ask, cloudflare: Cloudflare, manifest: Any
) -> None:
    with pytest.raises(tenantry.NotSent, match="manifest is a mapping of paths to"):
        ask(lambda client: client.namespace("production").script("shop").create_assets_session(manifest))

    assert cloudflare.manifests == []


NAMES = ["439bd8ab7533da9c693dd82bb3835518", "539bd8ab7533da9c693dd82bb3835518"]
KINDS = dict(zip(NAMES, ["text/plain", "image/gif"], strict=True))


def raw(client: Any) -> Any:
    return client.namespace("production").script("shop")


def put(ask: Ask, token: str, name: str, kind: str) -> Any:
    return ask(lambda client: raw(client).upload_assets(token, {name: b"public"}, types={name: kind}))


def test_the_raw_upload_is_one_bucket_with_the_token_of_its_session(ask: Ask, cloudflare: Cloudflare) -> None:
    cloudflare.bucket = 1
    manifest = {f"/{name}": AssetsManifestEntry(hash_=name, size=6) for name in NAMES}
    session = ask(lambda client: raw(client).create_assets_session(manifest))
    first, last = (put(ask, session.jwt, name, kind) for name, kind in KINDS.items())

    assert (first.jwt, last.jwt) == (None, "completion.of-session.0")
    assert [(part.type, part.content) for part in cloudflare.stored.values()] == [
        ("text/plain", b"cHVibGlj"),
        ("image/gif", b"cHVibGlj"),
    ]
    uploads = cloudflare.of("POST", UPLOAD)
    assert {"Bearer session.0"} == {request.headers["authorization"] for request in uploads}
    assert {"base64=true"} == {request.query for request in uploads}
    assert "completion" not in repr(last)


def test_a_raw_file_without_a_type_is_served_without_one(ask: Ask, cloudflare: Cloudflare) -> None:
    manifest = {"/LICENSE": AssetsManifestEntry(hash_=NAMES[0], size=1)}
    session = ask(lambda client: raw(client).create_assets_session(manifest))
    ask(lambda client: raw(client).upload_assets(session.jwt, {NAMES[0]: b"1"}))

    assert cloudflare.stored[NAMES[0]].type == "application/null"


def test_a_raw_upload_with_a_token_that_has_expired_is_denied(ask: Ask, cloudflare: Cloudflare) -> None:
    cloudflare.uploads.append((401, refusal(10000, "Expired JWT")))
    with pytest.raises(tenantry.Denied) as denied:
        ask(lambda client: raw(client).upload_assets("session.canary", {NAMES[0]: b"1"}))

    assert "session.canary" not in str(denied.value)


NO_UPLOADS: dict[str, tuple[Any, Any, Any, str]] = {
    "no token": (None, {NAMES[0]: b""}, None, "token is the `jwt` of a session"),
    "a token that forges a header": ("a\r\nb", {NAMES[0]: b""}, None, "token is the `jwt` of a session"),
    "no files": ("a", {}, None, "files is a mapping"),
    "files that are a path": ("a", "public/", None, "files is a mapping"),
    "a type of no file": ("a", {NAMES[0]: b""}, {"0f": "text/plain"}, "types= names no file: 0f"),
    "a content that is text": ("a", {NAMES[0]: "text"}, None, "cannot be sent"),
    "a type that forges a header": (
        "a-session",
        {NAMES[0]: b""},
        {NAMES[0]: "text/plain\r\nX: y"},
        "control character",
    ),
}


@pytest.mark.parametrize(("token", "files", "types", "text"), NO_UPLOADS.values(), ids=NO_UPLOADS)
def test_a_raw_upload_is_not_sent_with(
    ask: Ask, cloudflare: Cloudflare, token: Any, files: Any, types: Any, text: str
) -> None:
    with pytest.raises(tenantry.NotSent, match=text):
        ask(lambda client: raw(client).upload_assets(token, files, types=types))

    assert cloudflare.requests == []
