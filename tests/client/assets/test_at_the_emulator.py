"""Sites on the emulator: what is stored in the end, what stays, and what is repeated when a bucket is lost."""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

import tenantry
from tenantry import KEEP, Assets, events
from tenantry._arguments.credentials import Credentials
from tenantry._flow import Flow
from tenantry._flows import assets as storing
from tenantry._flows import namespaces
from tenantry._rate_limit.pacer import LocalPacer
from tenantry._transport.config import ClientConfig
from tenantry.models import AssetsMetadata
from tenantry_emulator import Emulator, Fault, Guesses
from tests.client.support.flavours import FLAVOURS, NO_CERTIFICATES, Ask
from tests.client.support.folders import deployed, dry_run, write
from tests.client.support.running import run


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """Two files a bucket: the site has four buckets."""
    with Emulator(guesses=Guesses(bucket_files=2)) as running:
        running.create_namespace("production")
        yield running
        assert running.failures == []


@pytest.fixture(params=FLAVOURS)
def flavour(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def emulated(flavour: str, emulator: Emulator) -> Ask:
    """Calls a verb of a client of the emulator."""
    options = {"account_id": emulator.account_id, "api_token": emulator.api_token, "rate": None}
    return Ask(flavour, {"base_url": emulator.url, **options})


# Any: JSON of the emulator.
def served(emulator: Emulator, name: str = "shop") -> dict[str, Any]:
    """The files of the script, as the emulator keeps them."""
    query = {"account_id": emulator.account_id, "dispatch_namespace": "production", "script_name": name}
    url = httpx.URL(emulator.url, path="/__emulator/assets", params=query)
    answer = httpx.get(url, verify=NO_CERTIFICATES, trust_env=False).json()["result"]
    files: dict[str, Any] = (answer or {}).get("files") or {}
    return files


def expected(site: Path) -> dict[str, tuple[str, str | None]]:
    """Digest and type of each file."""
    return {
        path: (
            hashlib.sha256((site / path[1:]).read_bytes()).hexdigest(),
            None if asset.content_type == "application/null" else asset.content_type,
        )
        for path, asset in dry_run(site).assets.items()
    }


def as_served(emulator: Emulator, name: str = "shop") -> dict[str, tuple[str, str | None]]:
    return {path: (file["sha256"], file["content_type"]) for path, file in served(emulator, name).items()}


def test_every_file_is_served_byte_for_byte_with_its_type(emulated: Ask, emulator: Emulator, site: Path) -> None:
    emulated(lambda client: deployed(client, Assets(site)))

    assert as_served(emulator) == expected(site)


def test_a_changed_site_is_served_as_it_is_now(emulated: Ask, emulator: Emulator, site: Path) -> None:
    emulated(lambda client: deployed(client, Assets(site)))
    (site / "404.html").unlink()
    write(site, {"style.css": b"body{color:red}", "new.js": b"1"})
    emulated(lambda client: deployed(client, Assets(site)))

    assert as_served(emulator) == expected(site)


def test_assets_stay_unless_they_are_removed(emulated: Ask, emulator: Emulator, site: Path) -> None:
    emulated(lambda client: deployed(client, Assets(site)))
    emulated(lambda client: deployed(client, KEEP))
    assert as_served(emulator) == expected(site)

    emulated(lambda client: deployed(client, None))
    assert as_served(emulator) == {}


def test_the_settings_that_stay_stay_with_assets_too(emulated: Ask, emulator: Emulator, site: Path) -> None:
    emulated(lambda client: deployed(client, None, vars={"PLAN": "pro"}, tags=["one"]))
    emulated(lambda client: deployed(client, Assets(site), keep_settings=True))

    assert emulated(lambda client: client.namespace("production").script("shop").get()).tags == ("one",)
    assert as_served(emulator) == expected(site)


def uploads(told: list[events.Event], step: str = "upload") -> int:
    return sum(isinstance(event, events.Answered) and event.path.endswith(step) for event in told)


def test_scripts_share_files_only_when_they_have_one_salt(emulated: Ask, site: Path) -> None:
    told: list[events.Event] = []
    counts = []
    for name, assets in (
        ("acme", Assets(site)),
        ("zen", Assets(site)),
        ("open", Assets(site, salt=None)),
        ("other", Assets(site, salt=None)),
    ):
        told.clear()
        emulated(partial(deployed, assets=assets, name=name), on_event=told.append)
        counts.append(uploads(told))

    assert counts == [4, 4, 4, 0]


def test_a_session_that_expires_under_way_is_opened_anew(emulated: Ask, emulator: Emulator, site: Path) -> None:
    told: list[events.Event] = []

    def an_hour_later(event: events.Event) -> None:
        told.append(event)
        is_opened = isinstance(event, events.Answered) and event.path.endswith("assets-upload-session")
        if is_opened and uploads(told, "session") == 1:
            emulator.clock.advance(3_601)

    emulated(lambda client: deployed(client, Assets(site)), on_event=an_hour_later)

    assert uploads(told, "session") == 2
    assert as_served(emulator) == expected(site)


def test_a_missing_namespace_is_named(emulated: Ask, site: Path) -> None:
    with pytest.raises(tenantry.NamespaceNotFound):
        emulated(
            lambda client: (
                client.namespace("elsewhere")
                .script("shop")
                .deploy(
                    {"index.js": "export default { fetch() {} }"}, compatibility_date="2026-01-01", assets=Assets(site)
                )
            )
        )


FAULTS = {
    "an error of the edge": Fault("edge", operation="upload_assets", status=502),
    "a passing error": Fault("refuse", operation="upload_assets", status=503),
    "a connection that is cut": Fault("reset", operation="upload_assets"),
    "an answer that is lost": Fault("reset", operation="upload_assets", skip=1, when="after"),
    "the last answer, lost": Fault("reset", operation="upload_assets", skip=3, when="after"),
    "a session that is lost": Fault("reset", operation="create_assets_session", when="after"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_bucket_or_a_session_that_is_lost_is_repeated(
    flavour: str, emulator: Emulator, site: Path, fault: Fault
) -> None:
    told: list[events.Event] = []
    emulator.faults.add(fault)
    stored = run(flavour, lambda: storage(emulator, site), config(emulator, told))

    assert stored.jwt
    assert any(isinstance(event, events.Repeating) for event in told)


def test_a_bucket_that_fails_time_and_again_ends_the_deploy(flavour: str, emulator: Emulator, site: Path) -> None:
    told: list[events.Event] = []
    emulator.faults.add(Fault("edge", operation="upload_assets", status=502, times=None))
    with pytest.raises(tenantry.NoAnswer, match="502"):
        run(flavour, lambda: storage(emulator, site), config(emulator, told))

    assert uploads(told, "session") == 1


def storage(emulator: Emulator, site: Path) -> Flow[AssetsMetadata]:
    yield from namespaces.ensure(emulator.account_id, "production")
    prepared = yield from storing.prepare("shop", Assets(site))
    return (yield from storing.store((emulator.account_id, "production", "shop"), prepared))


def config(emulator: Emulator, told: list[events.Event]) -> ClientConfig:
    """Without pauses between attempts."""
    credentials = Credentials({"Authorization": f"Bearer {emulator.api_token}"}, emulator.api_token)
    pacer = LocalPacer(rate=None)
    return ClientConfig(emulator.url, credentials, pacer, chance=lambda: 0.0, on_event=told.append)
