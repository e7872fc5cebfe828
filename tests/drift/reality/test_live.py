"""A real account only gets GETs; its answers are checked against openapi.yaml. Here the emulator takes its place."""

from __future__ import annotations

import pytest

import tenantry
from drift.__main__ import CLEAN, main
from drift.findings.finding import CannotTell, Kind
from drift.reality.live import Account, check_account
from drift.spec.specification import load_specification
from tenantry_emulator import Emulator, Fault

SPEC = load_specification()
WORKER = {"index.js": "export default { fetch: () => new Response('hi') }"}


@pytest.fixture
def shop(cloudflare: Emulator, dispatch_namespace: str) -> Emulator:
    """An account with a script that has a secret and a tag."""
    with tenantry.Client() as client:
        script = client.namespace(dispatch_namespace).script("acme shop")
        script.deploy(WORKER, compatibility_date="2026-11-01", secrets={"KEY": "not-a-real-key"}, tags=["beta"])
    return cloudflare


def account(emulator: Emulator, **changed: str) -> Account:
    given = {"account_id": emulator.account_id, "api_token": emulator.api_token, "base_url": emulator.url}
    return Account(**given | changed)


def test_all_that_can_be_asked_is_as_the_spec_says(shop: Emulator) -> None:
    report = check_account(SPEC, account(shop), 3)

    # Two of the account, two of the namespace, six of the script, one of its secret.
    assert report.findings == ()
    assert report.summary == ("11 answers of a real account, of at most 3 of each kind",)


def test_only_so_many_of_each_kind_are_asked_for(shop: Emulator) -> None:
    shop.create_namespace("staging")
    described = [check_account(SPEC, account(shop), most).summary[0].split()[0] for most in (0, 1, 2)]

    # The new one comes last, and has two: itself, and the list of its scripts.
    assert described == ["2", "11", "13"]


def test_an_answer_that_the_spec_does_not_know_is_found(shop: Emulator) -> None:
    shop.faults.add(Fault("edge", operation="get_tags", status=502, format="html"))

    (finding,) = check_account(SPEC, account(shop), 3).findings
    assert (finding.kind, finding.operations) == (Kind.MEDIA_TYPE, ("get_tags",))
    assert str(finding.sources[0]) == (
        "GET workers/dispatch/namespaces/production/scripts/acme%20shop/tags /media_type"
    )


def test_a_token_that_may_only_read_is_enough(shop: Emulator) -> None:
    shop.register_token("reader", permissions=["Workers Scripts Read"])
    report = check_account(SPEC, account(shop, api_token="reader"), 3, never_seen=True)

    statuses = {finding.says[0][1] for finding in report.findings if finding.says[0][1].startswith("status 4")}
    assert report.summary[0].startswith("11 answers")
    assert statuses == {"status 4XX"}
    assert len([each for each in report.findings if each.says[0][1] == "status 4XX"]) == 11


def test_what_no_answer_showed_can_be_told(shop: Emulator) -> None:
    findings = check_account(SPEC, account(shop), 3, never_seen=True).findings

    assert {Kind.NEVER_SEEN} == {finding.kind for finding in findings}
    assert "create_namespace" in {name for finding in findings for name in finding.operations}


def test_the_limit_ends_the_check(shop: Emulator) -> None:
    shop.faults.add(Fault("rate_limit", operation="get_settings"))

    with pytest.raises(CannotTell, match="rate limit is reached"):
        check_account(SPEC, account(shop), 3)


def test_an_account_that_refuses_cannot_be_told_of(shop: Emulator) -> None:
    shop.register_token("another-token")

    with pytest.raises(CannotTell, match="list_namespaces was refused with 40"):
        check_account(SPEC, account(shop), 3)


@pytest.mark.parametrize("token", ["", " ", "not a tokén", "not-a-real-token\n"])
def test_what_cannot_be_a_token_is_not_sent_and_not_printed(cloudflare: Emulator, token: str) -> None:
    with pytest.raises(CannotTell, match="the API token cannot be one") as failure:
        check_account(SPEC, account(cloudflare, api_token=token), 3)

    assert not token.strip() or token.strip() not in str(failure.value)


def test_a_server_that_is_not_there_cannot_be_told_of(cloudflare: Emulator) -> None:
    with pytest.raises(CannotTell, match=r"http://127\.0\.0\.1:1/client/v4 did not answer: ConnectError"):
        check_account(SPEC, account(cloudflare, base_url="http://127.0.0.1:1/client/v4"), 3)


def test_the_command_takes_the_token_from_the_environment_and_tells_it_to_nobody(
    shop: Emulator, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.register_token(shop.api_token)

    assert main(["live", "--account", shop.account_id, "--never-seen"]) == CLEAN
    printed = capsys.readouterr()
    assert shop.api_token not in printed.out + printed.err
