"""A death in the middle of many uploads, and a full disk: what was answered is there, and nothing by halves."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.emulator.account import PRODUCTION, Account, Part, module, parts
from tests.emulator.command import command, create
from tests.emulator.conftest import NO_CERTIFICATES

DATA = "application/octet-stream"
UPLOADS = 50
ANSWERED_BEFORE_THE_KILL = 15


def account(variables: dict[str, str]) -> Account:
    """The account that the command speaks of."""
    url = f"{variables['CLOUDFLARE_BASE_URL']}/accounts/{variables['CLOUDFLARE_ACCOUNT_ID']}"
    return Account(
        httpx.Client(
            base_url=f"{url}/workers/dispatch",
            headers={"Authorization": f"Bearer {variables['CLOUDFLARE_API_TOKEN']}"},
            trust_env=False,
            verify=NO_CERTIFICATES,
        )
    )


def modules(number: int) -> list[Part]:
    """Several parts, large enough that the kill falls among them."""
    return [
        module("index.js", f"export default {{ number: {number}, fetch() {{}} }};".encode()),
        *(module(f"{part}.bin", bytes([number]) * 100_000, DATA) for part in range(4)),
    ]


def upload(target: Account, number: int) -> None:
    binding = {"type": "plain_text", "name": "NUMBER", "text": str(number)}
    files = parts(main_module="index.js", modules=modules(number), bindings=[binding], tags=[f"n{number}"])
    target.granted("PUT", f"{PRODUCTION}/scripts/s{number}", files=files)


def whole(target: Account, number: int) -> bool:
    """Whether the script is as it was sent: each part, its binding, its tag."""
    path = f"{PRODUCTION}/scripts/s{number}"
    content = target.http.get(f"{path}/content").content
    return (
        all(sent + b"\r\n--" in content for _, (_, sent, _) in modules(number))
        and content.count(b"filename=") == 5
        and target.granted("GET", f"{path}/bindings")[0]["text"] == str(number)
        and target.granted("GET", f"{path}/tags") == [f"n{number}"]
    )


def answered_until_the_kill(state: str) -> set[int]:
    """Upload from several threads, kill the server among the uploads, and tell which it had answered."""
    answered: list[int] = []
    with command("--state", state) as (process, variables), account(variables).http as http:
        create(variables, "production")

        def attempt(number: int) -> None:
            try:
                upload(Account(http), number)
            except httpx.TransportError:
                return
            answered.append(number)
            if len(answered) == ANSWERED_BEFORE_THE_KILL:
                process.kill()

        with ThreadPoolExecutor(8) as threads:
            for future in [threads.submit(attempt, number) for number in range(UPLOADS)]:
                future.result()
    return set(answered)


def test_every_answered_upload_is_there_after_a_kill_and_none_by_halves(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    answered = answered_until_the_kill(state)

    with command("--state", state) as (_, variables), account(variables).http as http:
        rows = Account(http).granted("GET", f"{PRODUCTION}/scripts")
        there = {int(row["script"]["id"].removeprefix("s")) for row in rows}
        assert ANSWERED_BEFORE_THE_KILL <= len(answered) < UPLOADS
        assert answered <= there
        assert {number for number in there if not whole(Account(http), number)} == set()


def test_a_full_disk_is_said_in_words_and_what_was_answered_stays(tmp_path: Path) -> None:
    state = str(tmp_path / "state")
    # A part of more than a megabyte is laid down in a file of its own; smaller ones fill the state.
    large = [
        [module("large.bin", bytes(4_000_000), DATA)],
        [module(f"{n}.bin", bytes([n]) * 900_000, DATA) for n in (5, 6)],
    ]
    with command("--no-workers", "--state", state, limit="-f 2000") as (process, variables):
        with account(variables).http as http:
            create(variables, "production")
            upload(Account(http), 1)
            for added in large:
                files = parts(main_module="index.js", modules=[*modules(2), *added])
                status, code, message = Account(http).refused("PUT", f"{PRODUCTION}/scripts/s2", files=files)
                assert (status, code, message.partition(": ")[0]) == (
                    507,
                    99507,
                    "tenantry_emulator cannot use a file",
                )
            assert whole(Account(http), 1)
        process.terminate()
        _, errors = process.communicate(timeout=30)

    refused = [line for line in errors.splitlines() if "a file cannot be used" in line]
    # It may see so beside the requests, too.
    others = [line for line in errors.splitlines() if "its log cannot be brought into it" in line]
    assert (len(refused), len(refused) + len(others)) == (2, len(errors.splitlines()))
    with command("--no-workers", "--state", state) as (_, variables), account(variables).http as http:
        assert whole(Account(http), 1)
