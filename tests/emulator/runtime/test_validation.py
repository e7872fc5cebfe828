"""What cannot run is refused in the runtime's own words, and what ran before goes on."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.emulator.account import PRODUCTION

from .platform import Platform, answering, module, parts

BROKEN = {
    "export default { fetch() { return new new } }": "Uncaught SyntaxError: Unexpected token",
    "import './missing.js'; export default { fetch() {} }": 'No such module "missing.js"',
    "throw new RangeError('boom at start'); export default { fetch() {} }": "Uncaught RangeError: boom at start",
    "export default 5": "Incorrect type",
}


@pytest.mark.parametrize(("code", "text"), BROKEN.items())
def test_code_that_does_not_start_is_refused(platform: Platform, code: str, text: str) -> None:
    status, number, message = platform.refused("shop", code)

    assert (status, number) == (400, 10021)
    assert text in message
    assert platform.account.granted("GET", f"{PRODUCTION}/scripts") == []


@pytest.mark.parametrize("name", ["../data.bin", "/data.bin", ".."])
def test_a_module_that_lies_nowhere_is_refused_without_the_stack_of_the_runtime(platform: Platform, name: str) -> None:
    data = module(name, b"x", "application/octet-stream")
    status, number, message = platform.refused("shop", [module("index.js", answering("1").encode()), data])

    assert (status, number) == (400, 10021)
    assert "path" in message or ".." in message
    assert "filesystem.c++" not in message
    assert "stack: " not in message


@pytest.mark.parametrize("code", BROKEN)
def test_what_ran_before_goes_on(platform: Platform, code: str) -> None:
    platform.deploy("shop", "let n = 0; export default { fetch: () => new Response(`still ${++n}`) }")
    before = platform.account.granted("GET", f"{PRODUCTION}/scripts/shop")
    assert platform.says("shop") == "still 1"
    platform.refused("shop", code)

    assert platform.says("shop") == "still 2"
    assert platform.account.granted("GET", f"{PRODUCTION}/scripts/shop") == before


def test_content_that_does_not_start_is_refused(platform: Platform) -> None:
    platform.deploy("shop", answering("'still'"))
    files = parts(main_module="index.js", modules=[module("index.js", b"nonsense nonsense")])
    refused = platform.account.refused("PUT", f"{PRODUCTION}/scripts/shop/content", files=files)

    assert refused[:2] == (400, 10021)
    assert platform.says("shop") == "still"


def test_settings_under_which_it_does_not_start_are_refused(platform: Platform) -> None:
    platform.deploy("shop", answering("'still'"))
    settings = b'{"compatibility_flags": ["no_such_flag"]}'
    files = [("settings", (None, settings, "application/json"))]
    status, code, message = platform.account.refused("PATCH", f"{PRODUCTION}/scripts/shop/settings", files=files)

    assert (status, code) == (400, 10021)
    assert "no_such_flag" in message
    assert platform.says("shop") == "still"


def test_a_key_that_cannot_be_imported_is_refused(platform: Platform) -> None:
    key = {
        "type": "secret_key",
        "name": "KEY",
        "format": "pkcs8",
        "algorithm": {"name": "ECDSA", "namedCurve": "P-256"},
        "usages": ["sign"],
        "key_base64": "bm8ga2V5",
    }

    assert platform.refused("shop", answering("1"), bindings=[key])[:2] == (400, 10021)
    del key["format"]
    assert "comes without format" in platform.refused("shop", answering("1"), bindings=[key])[2]


def test_a_worker_that_never_ends_to_start_is_refused_and_the_api_serves_meanwhile(platform: Platform) -> None:
    platform.deploy("other", answering("'other'"))
    with ThreadPoolExecutor(1) as thread:
        upload = thread.submit(platform.refused, "shop", "for (;;) {} export default { fetch() {} }")
        while not upload.done():
            assert platform.account.granted("GET", f"{PRODUCTION}/scripts")
            assert platform.says("other") == "other"

    assert upload.result() == (400, 10021, "Script startup exceeded CPU time limit.")


@pytest.mark.parametrize("chunk", ["new Array(1e6).fill(all.length + 0.5)", "new Uint8Array(5e7).fill(1)"])
def test_a_worker_that_needs_too_much_memory_to_start_is_refused_in_words(platform: Platform, chunk: str) -> None:
    bomb = f"const all = []; for (;;) all.push({chunk}); export default {{ fetch() {{}} }}"

    assert platform.refused("shop", bomb) == (400, 10021, "Worker exceeded memory limit.")
