"""What goes wrong between a folder and the script, and what is made of it."""

import logging
import os
import pickle
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import pytest

import tenantry
from tenantry import Assets, events
from tenantry._flows.asset_manifest import BATCH
from tests.client.servers.assets import SESSION, UPLOAD, Cloudflare, Misbehaviour, hashes, refusal, success
from tests.client.support.flavours import ACCOUNT, TOKEN, Ask, async_connections, connections
from tests.client.support.folders import deployed, write

EXPIRED = [
    (401, refusal(10000, "Authentication error")),
    (403, refusal(10000, "Expired JWT")),
    (400, refusal(10001, "The token has expired")),
]


@pytest.mark.parametrize("expired", EXPIRED, ids=["401", "403", "its text"])
def test_an_expired_session_is_opened_anew_for_what_is_missing(
    ask: Ask, cloudflare: Cloudflare, site: Path, expired: Misbehaviour
) -> None:
    cloudflare.bucket = 7
    cloudflare.uploads.extend([None, expired])
    ask(lambda client: deployed(client, Assets(site)))
    write(site, {"a.txt": b"a", "b.txt": b"b"})
    cloudflare.requests.clear()
    ask(lambda client: deployed(client, Assets(site)))

    assert [step.split()[1] for step in cloudflare.shape] == [SESSION, "upload", SESSION, "upload", "shop"]
    refused, accepted = cloudflare.of("POST", UPLOAD)
    assert refused.headers["authorization"] != accepted.headers["authorization"]
    assert hashes([refused]) == hashes([accepted])


def test_what_was_uploaded_before_the_expiry_is_not_uploaded_again(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    cloudflare.bucket = 1
    cloudflare.uploads.extend([None, None, None, None, EXPIRED[0]])
    ask(lambda client: deployed(client, Assets(site)))

    stored_before = {name for bucket in hashes(cloudflare.of("POST", UPLOAD)) for name in bucket}
    assert 7 == len(cloudflare.stored) == len(stored_before)
    assert len(cloudflare.of("POST", SESSION)) == 2
    assert len(cloudflare.of("POST", UPLOAD)) <= 7 + 3


def test_tokens_that_are_refused_time_and_again_are_an_error(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.uploads.extend([EXPIRED[0]] * 9)
    with pytest.raises(tenantry.Denied, match="Cloudflare refuses its own token, in the last of 3 sessions"):
        ask(lambda client: deployed(client, Assets(site)))

    assert len(cloudflare.of("POST", SESSION)) == 3
    assert cloudflare.of("PUT", "shop") == []


def test_a_session_that_ends_without_the_completion_token_is_opened_anew(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    cloudflare.forgets_completion = 1
    ask(lambda client: deployed(client, Assets(site)))

    assert tuple(
        len(cloudflare.of(method, end)) for method, end in (("POST", SESSION), ("POST", UPLOAD), ("PUT", "shop"))
    ) == (2, 3, 1)
    assert cloudflare.requests[-1].metadata["assets"]["jwt"] == "completion.at-once"


def test_sessions_that_never_complete_are_an_error(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.bucket = 7
    cloudflare.uploads.extend([(202, success({}))] * 3)
    with pytest.raises(tenantry.BadAnswer, match="no completion token in 3 sessions, although all files are uploaded"):
        ask(lambda client: deployed(client, Assets(site)))

    assert cloudflare.of("PUT", "shop") == []


BAD_SESSIONS: dict[str, tuple[object, str]] = {
    "null": (None, "without a result"),
    "empty": ({}, "no token for the upload"),
    "without a token": ({"buckets": [[]]}, "no token for the upload"),
    "with a token of two lines": ({"jwt": "two\r\nlines", "buckets": []}, "no token for the upload"),
    "with a number as token": ({"jwt": 5}, "no token for the upload"),
    "that wants other files": ({"jwt": "a.b.c", "buckets": [["0" * 32]]}, "a file that is not in the manifest"),
    "that wants no text": ({"jwt": "a.b.c", "buckets": [[["0" * 32]]]}, "a file that is not in the manifest"),
}


@pytest.mark.parametrize(("result", "expected"), BAD_SESSIONS.values(), ids=BAD_SESSIONS)
def test_a_session_that_makes_no_sense_is_a_bad_answer(
    ask: Ask, cloudflare: Cloudflare, site: Path, result: object, expected: str
) -> None:
    cloudflare.sessions.append((200, success(result)))
    with pytest.raises(tenantry.BadAnswer, match=expected) as bad:
        ask(lambda client: deployed(client, Assets(site)))

    assert cloudflare.shape == ["POST assets-upload-session"]
    assert "two\r\nlines" not in str(bad.value)


@pytest.mark.parametrize(
    "result",
    [{"jwt": "done.at-once"}, {"jwt": "done.at-once", "buckets": None}, {"jwt": "done.at-once", "buckets": [[]]}],
)
def test_without_buckets_the_sessions_token_completes(
    ask: Ask, cloudflare: Cloudflare, site: Path, result: object
) -> None:
    cloudflare.sessions.append((200, success(result)))
    ask(lambda client: deployed(client, Assets(site)))

    assert cloudflare.shape == ["POST assets-upload-session", "PUT shop"]
    assert cloudflare.requests[-1].metadata["assets"]["jwt"] == "done.at-once"


def test_one_bucket_that_is_refused_stops_the_deploy_with_its_error(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    cloudflare.bucket = 1
    cloudflare.uploads.extend([None, None, (400, refusal(10026, "this bucket is broken"))])
    with pytest.raises(tenantry.Refused, match="this bucket is broken") as refused:
        ask(lambda client: deployed(client, Assets(site)))

    assert (refused.value.status, refused.value.code) == (400, 10026)
    assert cloudflare.of("PUT", "shop") == []
    assert len(cloudflare.of("POST", SESSION)) == 1


def test_after_a_refused_bucket_the_client_goes_on(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.uploads.append((400, refusal(10026, "this bucket is broken")))

    def twice(client: Any) -> Any:
        if ask.flavour == "blocking":
            with pytest.raises(tenantry.Refused):
                deployed(client, Assets(site))
            return deployed(client, Assets(site))
        return awaited_twice(client)

    async def awaited_twice(client: Any) -> Any:
        with pytest.raises(tenantry.Refused):
            await deployed(client, Assets(site))
        return await deployed(client, Assets(site))

    assert ask(twice).id == "shop"


def test_a_firewalls_page_is_not_taken_for_an_expiry(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.bucket = 7
    cloudflare.headers["cf-mitigated"] = "challenge"
    cloudflare.uploads.extend([(403, {"message": "Just a moment"})] * 3)
    with pytest.raises(tenantry.Refused, match="firewall"):
        ask(lambda client: deployed(client, Assets(site)))

    assert len(cloudflare.of("POST", SESSION)) == 1


def test_a_namespace_that_is_missing_is_named_before_files_go_up(ask: Ask, cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.sessions.append((404, refusal(100119, "dispatch namespace not found")))
    with pytest.raises(tenantry.NamespaceNotFound):
        ask(lambda client: deployed(client, Assets(site)))

    # The second is for what may have been meant.
    assert cloudflare.shape == ["POST assets-upload-session", "GET namespaces"]


def other_content(file: Path) -> None:
    file.write_bytes(b"BODY{}")


def longer(file: Path) -> None:
    file.write_bytes(b"body{}" * 50_000)


def gone(file: Path) -> None:
    file.unlink()


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def pipe_instead(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize("change", [other_content, longer, gone, folder_instead, pipe_instead])
def test_a_file_that_changes_between_hashing_and_upload_is_noticed(
    ask: Ask, cloudflare: Cloudflare, site: Path, change: Any
) -> None:
    """Its hash would name other content from then on, for every later deploy too."""

    def act(event: events.Event) -> None:
        if isinstance(event, events.Progressed) and event.what == "stored" and event.done == 0:
            change(site / "style.css")

    cloudflare.bucket = 7
    with pytest.raises(tenantry.NotSent, match=r"/style\.css: .*Nothing was deployed"):
        ask(lambda client: deployed(client, Assets(site)), on_event=act)

    assert cloudflare.shape == ["POST assets-upload-session"]


def test_a_file_that_is_a_pipe_when_it_is_hashed_is_not_waited_for(
    ask: Ask, cloudflare: Cloudflare, tmp_path: Path
) -> None:
    write(tmp_path, {f"{number:03}": b"" for number in range(BATCH + 1)})

    def act(event: events.Event) -> None:
        if isinstance(event, events.Progressed) and event.done == BATCH:
            pipe_instead(tmp_path / f"{BATCH:03}")

    with pytest.raises(tenantry.NotSent, match=f"/{BATCH:03}: it is not a file any more"):
        ask(lambda client: deployed(client, Assets(tmp_path)), on_event=act)

    assert cloudflare.requests == []


def test_a_file_that_changed_but_that_cloudflare_has_is_served_as_it_was_hashed(
    ask: Ask, cloudflare: Cloudflare, site: Path
) -> None:
    ask(lambda client: deployed(client, Assets(site)))
    before = cloudflare.manifests[0]

    def act(event: events.Event) -> None:
        if isinstance(event, events.Progressed) and event.what == "hashed":
            other_content(site / "style.css")

    ask(lambda client: deployed(client, Assets(site)), on_event=act)

    assert before == cloudflare.manifests[1]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_deploy_that_is_cancelled_in_the_middle_leaves_a_client_that_works(
    cloudflare: Cloudflare, site: Path, backend: str
) -> None:
    cloudflare.bucket = 1
    cloudflare.uploads.extend([None, "hang"])

    async def cancelled_and_again() -> Any:
        async with async_connections() as http_client:
            client = tenantry.AsyncClient(
                base_url=cloudflare.url, account_id=ACCOUNT, api_token=TOKEN, http_client=http_client
            )
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(deployed, client, Assets(site))
                await anyio.to_thread.run_sync(partial(cloudflare.arrived.wait, 60))
                tasks.cancel_scope.cancel()
            assert cloudflare.of("PUT", "shop") == []
            return await deployed(client, Assets(site))

    assert anyio.run(cancelled_and_again, backend=backend).id == "shop"
    assert len(cloudflare.stored) == 7


def test_ctrl_c_ends_a_deploy_at_once_and_leaves_no_thread(cloudflare: Cloudflare, site: Path) -> None:
    cloudflare.bucket, before = 1, threading.enumerate()
    # In all threads, so that none is just being started: Python would then list it for ever.
    cloudflare.meet(3)
    cloudflare.uploads.extend(["hang"] * 3)
    pressed = 0.0

    def press() -> None:
        nonlocal pressed
        cloudflare.arrived.wait(60)
        pressed = time.monotonic()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    with connections() as http_client:
        client = tenantry.Client(
            base_url=cloudflare.url, account_id=ACCOUNT, api_token=TOKEN, http_client=http_client, rate=None
        )
        with pytest.raises(KeyboardInterrupt):
            deployed(client, Assets(site))
        assert time.monotonic() - pressed < 2
    pressing.join()
    left = [thread for thread in threading.enumerate() if thread.name.startswith("tenantry")]
    assert not [thread for thread in left if thread not in before]
    assert cloudflare.of("PUT", "shop") == []


def test_no_token_of_a_session_is_in_errors_events_or_logs(
    ask: Ask, cloudflare: Cloudflare, site: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[events.Event] = []
    cloudflare.uploads.append((400, refusal(10026, "no good")))
    with pytest.raises(tenantry.Refused) as refused:
        ask(lambda client: deployed(client, Assets(site)), on_event=told.append)

    shown = f"{refused.value!r} {vars(refused.value)} {pickle.dumps(refused.value)!r} {told} {caplog.text}"
    assert "session.0" not in shown
    assert TOKEN not in shown
