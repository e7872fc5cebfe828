"""What goes wrong in one tenant stays there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from tests.emulator.account import PRODUCTION
from tests.emulator.runtime.platform import Platform, answering

# Each of them ends the process, sooner or later.
CODE = """
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/loop") for (;;) {}
    if (pathname === "/memory") for (const all = []; ; ) all.push(new Array(100_000).fill(Math.random()));
    if (pathname === "/buffers") for (const all = []; ; ) all.push(new Uint8Array(10_000_000).fill(1));
    if (pathname === "/late") {
      await scheduler.wait(50);
      for (;;) {}
    }
    return new Response("well");
  },
};
"""
TIME = "Worker exceeded CPU time limit."
MEMORY = "Worker exceeded memory limit."
PATIENT = httpx.Timeout(60)


@contextmanager
def meanwhile(platform: Platform, path: str) -> Iterator[httpx.Response]:
    """The answer to a request that does harm; until it comes, all others are served."""
    platform.deploy("other", answering("'undisturbed'"))
    with ThreadPoolExecutor(1) as thread:
        harm = thread.submit(platform.ask, "shop", path, timeout=PATIENT)
        rounds = 0
        while not harm.done() or not rounds:
            assert platform.says("other") == "undisturbed"
            assert len(platform.account.granted("GET", f"{PRODUCTION}/scripts")) == 2
            rounds += 1
        yield harm.result()


@pytest.mark.parametrize(
    ("path", "text", "cpu_ms"),
    [("/loop", TIME, 300), ("/late", TIME, 300), ("/memory", MEMORY, 30_000), ("/buffers", MEMORY, 30_000)],
)
def test_who_takes_too_much_is_ended_and_starts_anew(platform: Platform, path: str, text: str, cpu_ms: int) -> None:
    platform.deploy("shop", CODE, limits={"cpu_ms": cpu_ms})
    assert platform.says("shop") == "well"
    with meanwhile(platform, path) as answer:
        assert answer.status_code == 500
        assert text in answer.text

    assert platform.says("shop") == "well"


def test_the_limit_of_the_script_holds_or_else_that_of_the_emulator(platform: Platform) -> None:
    for name, limits in (("strict", {"limits": {"cpu_ms": 100}}), ("usual", {})):
        platform.deploy(name, CODE, **limits)

        assert TIME in platform.ask(name, "/loop", timeout=PATIENT).text


def test_requests_that_wait_are_not_taken_for_loops(platform: Platform) -> None:
    code = """
    export default {
      async fetch() {
        for (let n = 0; n < 60; n++) {
          let sum = 0;
          for (let i = 0; i < 10_000_000; i++) sum += i % 7;
          await scheduler.wait(1);
        }
        return new Response("done");
      },
    };
    """
    platform.deploy("shop", code, limits={"cpu_ms": 300})

    assert platform.says("shop", timeout=PATIENT) == "done"


def test_a_dispatch_worker_is_told_why(platform: Platform) -> None:
    code = "(await env.SHOP.fetch(request).catch((error) => new Response(error.message))).body"
    platform.deploy("shop", CODE, limits={"cpu_ms": 100})
    platform.deploy("caller", answering(code), bindings=[{"type": "service", "name": "SHOP", "service": "shop"}])

    assert platform.says("caller", "/loop", timeout=PATIENT) == TIME
