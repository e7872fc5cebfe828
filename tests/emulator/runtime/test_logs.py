"""What Workers write can be read."""

import base64

import httpx

from tenantry_emulator import Emulator
from tests.emulator.account import SCRIPT, Account
from tests.emulator.command import command, create
from tests.emulator.conftest import NO_CERTIFICATES, client

from .platform import Platform, answering, module, parts


def until(platform: Platform, script: str, count: int) -> list[tuple[str, str]]:
    """The messages of the script, once there are so many: exceptions are told of after the answer."""
    for _ in range(1000):
        if len(found := platform.logs(script)) >= count:
            return found
    raise AssertionError(f"only {found}")


def test_the_console_can_be_read(platform: Platform) -> None:
    code = """
    export default {
      fetch(request) {
        console.log("hello", { a: 1 }, [2]);
        console.warn("careful");
        console.error(new Error("bad"));
        return new Response();
      },
    };
    """
    platform.deploy("shop", code)
    platform.deploy("other", answering("(console.log('of another'), 'x')"))
    platform.ask("shop")
    platform.ask("other")
    (log, warn, error) = until(platform, "shop", 3)

    assert (log, warn) == (("log", "hello { a: 1 } [ 2 ]"), ("warn", "careful"))
    assert error[0] == "error"
    assert "Error: bad" in error[1]
    assert until(platform, "other", 1) == [("log", "of another")]


def test_uncaught_exceptions_can_be_read(platform: Platform) -> None:
    code = """
    export default {
      async fetch(request, env, ctx) {
        if (new URL(request.url).pathname === "/later") {
          ctx.waitUntil(Promise.reject(new RangeError("too late")));
          return new Response("fine");
        }
        throw new TypeError("no such item");
      },
    };
    """
    platform.deploy("shop", code)
    assert platform.ask("shop").status_code == 500
    ((level, text),) = until(platform, "shop", 1)
    assert level == "exception"
    assert text.startswith("TypeError: no such item\n")
    assert "index.js:8" in text
    assert platform.says("shop", "/later") == "fine"

    assert "too late" in until(platform, "shop", 2)[1][1]


def test_the_console_of_a_service_worker_script_can_be_read(platform: Platform) -> None:
    code = b"""
    addEventListener("fetch", (event) => {
      console.info("hello", { a: 1 });
      event.respondWith(new Response("x"));
    });
    """
    platform.deploy("shop", [module("worker.js", code, SCRIPT)], body_part="worker.js")
    platform.says("shop")

    assert until(platform, "shop", 1) == [("info", 'hello {"a": 1}')]


def test_a_text_that_only_javascript_has_can_be_read(platform: Platform) -> None:
    platform.deploy("shop", "export default { fetch() { console.log('\\ud800'); throw new Error('\\udfff') } }")
    platform.ask("shop")

    ((_, log), (_, exception)) = until(platform, "shop", 2)
    assert (log, exception.splitlines()[0]) == ("\ufffd", "Error: \ufffd")
    broken = "throw new Error('\\ud800'); export default { fetch() {} }"
    assert "Error: \ufffd" in platform.refused("broken", broken)[2]


def test_a_message_to_a_queue_that_only_javascript_can_read_is_there_as_it_was_sent(platform: Platform) -> None:
    queue = [{"type": "queue", "name": "QUEUE", "queue_name": "halves"}]
    platform.deploy("shop", answering("(await env.QUEUE.send('\\ud800'), 'sent')"), bindings=queue)
    assert platform.says("shop") == "sent"

    (message,) = platform.told("messages", queue_name="halves")
    assert base64.b64decode(message["body"]) == b'"\\ud800"'


def test_a_message_that_is_too_long_is_left_out_and_the_next_is_not(platform: Platform) -> None:
    code = "console.log('x'.repeat(length)); console.log('next'); return new Response()"
    for length in (2**24, 2**24 + 2**20):
        script = f"shop-{length}"
        platform.deploy(script, f"const length = {length}; export default {{ fetch() {{ {code} }} }}")
        platform.ask(script)

        assert until(platform, script, 2) == [
            ("runtime", "A message of more than 16 MiB is left out."),
            ("log", "next"),
        ]


def test_secrets_are_not_written_by_the_emulator(platform: Platform) -> None:
    secret = {"type": "secret_text", "name": "KEY", "text": "s3cr3t-value"}
    platform.deploy("shop", answering("env.KEY.length"), bindings=[secret])
    platform.says("shop", headers={"authorization": "Bearer s3cr3t-value"})
    message = platform.refused("shop", "nonsense(", bindings=[secret])[2]

    assert "s3cr3t-value" not in f"{message} {platform.logs('shop')}"


def deploy(variables: dict[str, str], code: bytes) -> str:
    """Deploy it at the command's emulator; the URL of the script in the API."""
    create(variables, "production")
    account = f"{variables['CLOUDFLARE_BASE_URL']}/accounts/{variables['CLOUDFLARE_ACCOUNT_ID']}"
    url = f"{account}/workers/dispatch/namespaces/production/scripts/shop"
    files = parts(main_module="index.js", modules=[module("index.js", code)])
    with httpx.Client(trust_env=False, verify=NO_CERTIFICATES) as http:
        assert http.put(url, headers={"Authorization": "Bearer x"}, files=files).status_code == 200
    return url


# More than any pipe holds.
FLOODS = rb"for (let i = 0; i < 1000; i++) console.log('x'.repeat(2000)); export default { fetch() {} }"


def test_where_nobody_reads_what_the_command_shows_it_answers_and_ends_all_the_same() -> None:
    with command() as (process, variables):
        url = deploy(variables, FLOODS)
        answer = httpx.get(url, headers={"Authorization": "Bearer x"}, trust_env=False, verify=NO_CERTIFICATES)
        process.terminate()

        assert answer.status_code == 200
        assert process.wait(timeout=30) == 0


# Colours, and what would clear the screen, go back to the start of the line, and ring.
WRITES = rb"console.log('\x1b[31mI\x1b[0m start\x1b[2J\r\x07'); export default { fetch() {} }"


def test_the_command_shows_what_workers_write_and_no_terminal_obeys() -> None:
    with command() as (process, variables):
        deploy(variables, WRITES)
        process.terminate()
        _, errors = process.communicate(timeout=30)

    assert errors == "production/shop log: \x1b[31mI\x1b[0m start\\x1b[2J\\x0d\\x07\n"


NOISY = """
const noise = async () => {
  for (;;) {
    for (let line = 0; line < 200; line++) console.log("before");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
export default { async fetch(request, env, ctx) { ctx.waitUntil(noise()); return new Response("hi"); } };
"""


def test_nothing_that_was_written_before_a_reset_is_read_after_it() -> None:
    with Emulator(runs_workers=True) as emulator, client(emulator) as http:
        platform = Platform(emulator, Account(http))
        for _ in range(5):
            platform.account.granted("POST", "/namespaces", json={"name": "production"})
            assert platform.told("logs", dispatch_namespace="production") == []
            platform.deploy("noisy", NOISY)
            assert platform.says("noisy") == "hi"
            while not platform.logs("noisy"):
                pass
            emulator.reset()
