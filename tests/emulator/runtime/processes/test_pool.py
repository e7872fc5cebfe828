"""Processes come and go with the versions that they run, and none is left behind."""

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tenantry_emulator import Bounds, Emulator
from tests.emulator.account import PRODUCTION, Account, module, parts
from tests.emulator.command import command, create
from tests.emulator.conftest import NO_CERTIFICATES, client
from tests.emulator.runtime.platform import Platform, answering
from tests.emulator.site import Site


def processes(of: int) -> list[psutil.Process]:
    """The runtime's processes below this one."""
    return [process for process in psutil.Process(of).children(recursive=True) if process.name() == "workerd"]


def running(folder: Path) -> list[psutil.Process]:
    """The runtime's processes that work in this folder."""
    return [process for process in psutil.process_iter() if works_in(process, folder)]


def works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name() == "workerd" and Path(process.cwd()).is_relative_to(folder)
    except psutil.Error:
        # It is gone, or another user's.
        return False


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, for this test alone; its path is short enough for sockets."""
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


@contextmanager
def alone(bounds: Bounds | None = None) -> Iterator[Platform]:
    """An emulator for this test alone."""
    with Emulator(runs_workers=True, bounds=bounds) as emulator, client(emulator) as http:
        platform = Platform(emulator, Account(http))
        platform.account.granted("POST", "/namespaces", json={"name": "production"})
        yield platform
        assert emulator.failures == []


def until_there_are(count: int, folder: Path) -> None:
    """Return when so many processes are left; those that drain are given time for requests on their way."""
    for _ in range(100):
        if len(found := running(folder)) == count:
            return
        psutil.wait_procs(found, timeout=0.1)
    raise AssertionError(f"there are {found}")


def test_only_so_many_run_at_a_time_and_all_are_reached(folder: Path) -> None:
    with alone(Bounds(processes=3)) as platform:
        for number in range(6):
            platform.deploy(f"s{number}", answering(f"'{number}'"))
        for _ in range(2):
            for number in range(6):
                assert platform.says(f"s{number}") == str(number)

        # These, and the front door.
        until_there_are(3 + 1, folder)
    assert running(folder) == []


def test_a_replaced_version_leaves_no_process(folder: Path) -> None:
    with alone() as platform:
        for number in range(3):
            platform.deploy("shop", answering(f"'{number}'"))
        assert platform.says("shop") == "2"

        until_there_are(1 + 1, folder)


STREAMING = """
export default {
  async fetch(request) {
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const text = (words) => writer.write(new TextEncoder().encode(words));
    const written = (async () => {
      await text("begun ");
      for await (const _ of request.body) await text("and ");
      await text("ended");
      await writer.close();
    })();
    written.catch(() => {});
    return new Response(readable);
  },
};
"""


def test_requests_that_go_on_in_a_replaced_version_are_answered(folder: Path) -> None:
    with alone() as platform:
        platform.deploy("shop", STREAMING)

        def body() -> Iterator[bytes]:
            yield b"1"
            for version in (1, 2):
                platform.deploy("idle", answering(str(version)))
            platform.deploy("shop", answering("'new'"))
            assert platform.says("shop") == "new"
            # The front door, both versions of the shop, and the second of the other: its first is gone.
            until_there_are(4, folder)
            yield b"2"

        assert platform.says("shop", method="POST", content=body()) == "begun and and ended"


def test_a_deleted_script_and_a_refused_one_leave_no_process(folder: Path) -> None:
    with alone() as platform:
        platform.refused("shop", "nonsense(")
        platform.deploy("shop", answering("1"))
        platform.account.granted("DELETE", f"{PRODUCTION}/scripts/shop")

        until_there_are(1, folder)


def test_a_reset_ends_all_tenants(folder: Path) -> None:
    with alone() as platform:
        platform.deploy("shop", answering("1"))
        platform.emulator.reset()

        assert len(running(folder)) == 1
        assert platform.ask("shop").status_code == 404


# It takes a while to start; the clock stands still meanwhile.
SLOW = """
let counted = 0;
for (let i = 0; i < 3e8; i++) counted += i;
export default { async fetch(request, env) { await env.MAIL.send("hi"); return new Response("hi") } };
"""
MAIL = [{"type": "queue", "name": "MAIL", "queue_name": "mail"}]


@pytest.mark.parametrize("forget", ["reset", "delete"])
def test_what_was_starting_when_it_was_forgotten_never_runs(folder: Path, forget: str) -> None:
    with alone(Bounds(processes=1)) as platform, ThreadPoolExecutor(1) as thread:
        platform.deploy("shop", SLOW, bindings=MAIL)
        platform.deploy("other", answering("1"))
        until_there_are(2, folder)
        asked = thread.submit(platform.ask, "shop")
        until_there_are(3, folder)
        if forget == "reset":
            platform.emulator.reset()
        else:
            platform.account.granted("DELETE", f"{PRODUCTION}/scripts/shop")

        assert (asked.result().status_code, asked.result().text) == (404, "Worker not found.\n")
        assert platform.told("messages", queue_name="mail") == []


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_fork_that_closes_its_copy_ends_nothing() -> None:
    with alone() as platform:
        platform.deploy("shop", answering("1"))
        child = os.fork()
        if not child:
            try:
                platform.emulator.close()
            finally:
                os._exit(0)
        os.waitpid(child, 0)

        assert platform.says("shop") == "1"
        platform.deploy("shop", answering("2"))
        assert platform.says("shop") == "2"


def test_nothing_is_left_in_the_folder_for_temporary_files(folder: Path) -> None:
    with alone() as platform:
        platform.deploy("shop", answering("1"))
        platform.says("shop")
        (made,) = folder.iterdir()

        assert made.stat().st_mode & 0o777 == 0o700
    assert [*folder.iterdir()] == []


def test_what_a_process_needs_only_to_start_is_removed(folder: Path) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "s3cr3t-value"}
    with alone() as platform:
        platform.deploy("shop", answering("1"), bindings=[secret])
        platform.says("shop")

        assert not [path for path in folder.rglob("*") if path.is_file() and b"s3cr3t-value" in path.read_bytes()]


def test_a_version_that_cannot_be_laid_out_leaves_no_file(folder: Path) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "s3cr3t-value"}
    with alone() as platform:
        before = {*folder.glob("*/*")}
        site = Site(platform.account, {"/a\0b": (b"file", "text/plain")})
        modules = [module("index.js", answering("1").encode())]
        message = platform.refused("shop", modules, bindings=[secret], assets={"jwt": site.complete()})[2]

        assert "cannot be a file here" in message
        assert {*folder.glob("*/*")} == before


def test_where_paths_are_too_long_for_sockets_another_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = tmp_path / ("x" * 100)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with alone() as platform:
        platform.deploy("shop", answering("'here'"))

        assert platform.says("shop") == "here"


def test_neither_process_nor_file_outlives_the_emulator_that_is_killed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(folder))
    with command() as (process, variables):
        create(variables, "production")
        account = f"{variables['CLOUDFLARE_BASE_URL']}/accounts/{variables['CLOUDFLARE_ACCOUNT_ID']}"
        with httpx.Client(trust_env=False, verify=NO_CERTIFICATES, headers={"Authorization": "Bearer x"}) as http:
            files = parts(main_module="index.js", modules=[module("index.js", b"export default { fetch() {} }")])
            url = f"{account}/workers/dispatch{PRODUCTION}/scripts/shop"
            assert http.put(url, files=files).status_code == 200
        started = processes(process.pid)
        assert len(started) == 2
        process.kill()
        process.wait()

    assert psutil.wait_procs(started, timeout=10)[1] == []
    assert [*folder.iterdir()] == []


def test_the_front_door_opens_again_when_its_process_ends(folder: Path) -> None:
    with alone() as platform:
        (door,) = running(folder)
        platform.deploy("shop", answering("'here'"))
        door.kill()
        door.wait()

        with httpx.Client(trust_env=False, verify=NO_CERTIFICATES, timeout=30) as http:
            assert http.get(platform.url("shop")).text == "here"


def let_fail(last: psutil.Process) -> None:
    """Take the place where the process after this one would have its folder."""
    used = Path(last.cwd())
    used.with_name(f"{int(used.name) + 1}").write_bytes(b"")


def test_the_front_door_opens_again_though_files_could_not_be_written_at_first(folder: Path) -> None:
    with Emulator(runs_workers=True) as emulator:
        (door,) = running(folder)
        let_fail(door)
        door.kill()
        door.wait()

        with httpx.Client(trust_env=False, verify=NO_CERTIFICATES, timeout=30) as http:
            assert http.get(f"{emulator.front_door}/production/shop/").status_code == 404
        assert emulator.failures == ["front door: The Worker cannot be started: File exists."]


def test_a_worker_whose_files_cannot_be_written_is_refused_in_words(folder: Path) -> None:
    with alone() as platform:
        let_fail(*running(folder))

        assert platform.refused("shop", answering("'here'"))[1:] == (
            10021,
            "The Worker cannot be started: File exists.",
        )
        assert platform.deploy("shop", answering("'here'"))
