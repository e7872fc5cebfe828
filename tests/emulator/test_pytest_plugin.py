"""The pytest plugin, as the tests of others meet it: in a pytest of their own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tenantry_emulator.runtime.processes import binary

DOCS = Path(__file__).parents[2] / "docs" / "emulator.md"
WITHOUT_THE_EXTRA = """
import sys
for name in ("jsonschema_rs", "starlette", "uvicorn"):
    sys.modules[name] = None
"""


def pytest_in(folder: Path, code: str, *arguments: str, start: str = "") -> "subprocess.CompletedProcess[str]":
    """Run pytest on this code, as anyone would who has tenantry installed."""
    (folder / "test_theirs.py").write_text(code, encoding="utf-8")
    command = f"{start}\nimport sys, pytest\nsys.exit(pytest.main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", command, "-q", "-p", "no:schemathesis", *arguments, "test_theirs.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def outcome(done: "subprocess.CompletedProcess[str]") -> str:
    """The closing line without the time."""
    assert done.stderr == ""
    return done.stdout.strip().splitlines()[-1].partition(" in ")[0]


def examples() -> list[str]:
    """The tests in the docs: one that only deploys, and one that asks what it has deployed."""
    return re.findall(r"```python\n([^`]*?def test_.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_of_the_docs_passes(tmp_path: Path) -> None:
    example, _ = examples()

    assert outcome(pytest_in(tmp_path, example, "-W", "error")) == "1 passed"


def test_the_example_that_asks_a_worker_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        monkeypatch.setenv("TENANTRY_WORKERD", str(binary.found().path))
    except binary.NoRuntime as error:
        pytest.skip(f"Workers are not run: {error}")
    _, example = examples()

    assert outcome(pytest_in(tmp_path, example, "-W", "error")) == "1 passed"


ISOLATION = """
import os
import pytest
import tenantry

@pytest.mark.parametrize("attempt", [1, 2])
def test_each_test_begins_with_nothing(cloudflare, attempt):
    with tenantry.Client() as client:
        assert client.list_namespaces() == []
        client.namespace("mine").create()

def test_a_key_of_the_environment_does_not_get_in_the_way(cloudflare):
    assert "CLOUDFLARE_API_KEY" not in os.environ

def test_after_the_tests_the_environment_is_as_before():
    assert os.environ["CLOUDFLARE_API_KEY"] == "k"
    assert "CLOUDFLARE_BASE_URL" not in os.environ
"""


def test_each_test_has_its_own_cloudflare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUDFLARE_API_KEY", "k")
    monkeypatch.delenv("CLOUDFLARE_BASE_URL", raising=False)

    assert outcome(pytest_in(tmp_path, ISOLATION, "-W", "error")) == "4 passed"


LEAKS = """
import pytest
import tenantry
from tenantry_emulator import Fault

@pytest.mark.parametrize("attempt", [1, 2])
def test_a_block_ends_with_its_test(cloudflare, attempt):
    with tenantry.Client(retries=0, max_wait=5) as client:
        assert client.list_namespaces() == []
        cloudflare.faults.add(Fault("rate_limit", retry_after=200))
        with pytest.raises(tenantry.RateLimited):
            client.list_namespaces()

def test_the_clock_moves_for_the_client_too(cloudflare):
    cloudflare.faults.add(Fault("rate_limit", retry_after=200))
    with tenantry.Client(retries=0, max_wait=5) as client:
        for seconds in (0, 190):
            cloudflare.clock.advance(seconds)
            with pytest.raises(tenantry.RateLimited):
                client.list_namespaces()
        cloudflare.clock.advance(10)
        assert client.list_namespaces() == []
    assert [request.status for request in cloudflare.requests] == [429, 200]

def test_a_block_may_take_no_time(cloudflare):
    cloudflare.faults.add(Fault("rate_limit", retry_after=0))
    with tenantry.Client(retries=0) as client:
        with pytest.raises(tenantry.RateLimited):
            client.list_namespaces()
        assert client.list_namespaces() == []
"""


def test_what_a_client_is_told_in_one_test_does_not_reach_the_next(tmp_path: Path) -> None:
    assert outcome(pytest_in(tmp_path, LEAKS, "-W", "error")) == "4 passed"


DEFECT = """
def test_that_does_not_look(cloudflare, dispatch_namespace):
    cloudflare._state.failures.append("GET /: OutsideSpec: get_script")
"""


def test_a_defect_of_the_emulator_fails_the_test_that_met_it(tmp_path: Path) -> None:
    done = pytest_in(tmp_path, DEFECT)

    assert outcome(done) == "1 passed, 1 error"
    assert "GET /: OutsideSpec: get_script" in done.stdout


def test_without_the_extra_other_tests_run_and_the_fixture_says_what_to_install(tmp_path: Path) -> None:
    code = "def test_other(): pass\ndef test_ours(cloudflare): pass"
    done = pytest_in(tmp_path, code, start=WITHOUT_THE_EXTRA)

    assert outcome(done) == "1 passed, 1 error"
    assert re.search(r"the emulator needs \w+: install tenantry\[emulator\]", done.stdout)


def test_the_plugin_loads_nothing_before_a_test_asks() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import tenantry_emulator.pytest_plugin; "
        "print(*(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"tenantry_emulator", "tenantry_emulator.pytest_plugin"} == set(done.stdout.split())


def test_names_that_are_not_there_are_missing_as_usual() -> None:
    import tenantry_emulator

    assert {"Emulator", "Fault", "Guesses", "Limit"} <= set(dir(tenantry_emulator))
    with pytest.raises(AttributeError, match=r"module 'tenantry_emulator' has no attribute 'Weather'"):
        _ = tenantry_emulator.Weather
