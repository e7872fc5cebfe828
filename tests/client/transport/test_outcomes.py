"""What became of a call that failed: refused, not sent, or nobody here knows. Simulated where time would pass."""

import math
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import tenantry
from tenantry.errors import Error
from tenantry_api.types import Call
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask, Verb
from tests.client.support.scripts import CODE, DAY, shop

from .test_retries import Outcome, answering, create, edge, lost, read, refused, sent_for, session, update, upload

READ_FIRST = "It may have happened: read what is there before you send it again."

REPEATED: dict[str, Verb] = {
    "delete": lambda client: shop(client).delete(),
    "deploy": lambda client: shop(client).deploy(CODE, compatibility_date=DAY, keep_settings=False),
    "put_content": lambda client: shop(client).put_content(CODE),
    "put_secret": lambda client: shop(client).put_secret("KEY", "not-a-real-key"),
    "set_tags": lambda client: shop(client).set_tags(["beta"]),
    "namespace.delete": lambda client: client.namespace("production").delete(confirm="production"),
}
NO = {
    "403": lambda: refused(10000, 403),
    "400": lambda: refused(10021),
    "412": lambda: refused(10018, 412),
    "500": lambda: refused(10013, 500),
    "firewall": lambda: httpx.Response(403, text="<html>", headers={"cf-mitigated": "challenge"}),
}


@pytest.mark.parametrize("verb", REPEATED.values(), ids=REPEATED)
def test_a_refusal_after_an_attempt_that_was_lost_leaves_it_unknown(ask: Ask, server: Server, verb: Verb) -> None:
    server.break_off("resets")
    server.refuse(10000, status=403)
    with pytest.raises(tenantry.Denied, match=READ_FIRST) as caught:
        ask(verb, retries=1)

    copy = pickle.loads(pickle.dumps(caught.value))
    assert (caught.value.outcome, copy.outcome) == ("unknown", "unknown")
    assert READ_FIRST in str(copy)
    assert READ_FIRST in copy.hint


@pytest.mark.parametrize("before", [lost, lambda: edge(502), lambda: refused(10013, 500)], ids=["lost", "502", "500"])
@pytest.mark.parametrize("no", NO.values(), ids=NO)
def test_whatever_came_later(before: Callable[[], Outcome], no: Callable[[], Outcome]) -> None:
    _, alone = sent_for(upload(), no(), retries=0)
    _, later = sent_for(upload(), before(), no(), retries=1)

    assert isinstance(alone, Error)
    assert isinstance(later, Error)
    assert type(later) is type(alone)
    assert later.outcome == "unknown"
    assert str(later).startswith(str(alone).split("\n")[0])


def test_what_was_only_read_is_refused_in_the_end() -> None:
    _, outcome = sent_for(read(), lost(), refused(100119, 404))

    assert isinstance(outcome, tenantry.NamespaceNotFound)
    assert outcome.outcome == "refused"
    assert READ_FIRST not in str(outcome)


# --- the API itself fails ---


BROKEN = {
    "an internal error": lambda: refused(10013, 500),
    "a gateway that says success": lambda: httpx.Response(502, json={"success": True, "errors": [], "result": None}),
    "no authentication service": lambda: refused(10000, 504),
}


@pytest.mark.parametrize("call", [create, update, upload, session], ids=["create", "update", "upload", "session"])
@pytest.mark.parametrize("failure", BROKEN.values(), ids=BROKEN)
def test_an_error_inside_of_the_api_does_not_say_that_nothing_happened(
    call: Callable[[], Call[Any]], failure: Callable[[], Outcome]
) -> None:
    _, outcome = sent_for(call(), failure(), retries=0)

    assert type(outcome) is tenantry.Refused
    assert (outcome.outcome, outcome.hint) == ("unknown", READ_FIRST)


@pytest.mark.parametrize("failure", BROKEN.values(), ids=BROKEN)
def test_a_read_that_fails_inside_of_the_api_changes_nothing(failure: Callable[[], Outcome]) -> None:
    _, outcome = sent_for(read(), failure(), retries=0)

    assert type(outcome) is tenantry.Refused
    assert (outcome.outcome, outcome.hint) == ("refused", None)


# --- waits that nobody believes ---


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("asked", ["9" * 10, "9" * 5_000], ids=["centuries", "for ever"])
def test_who_waits_for_ever_asks_again_after_an_hour(status: int, asked: str) -> None:
    world = answering(edge(status, retry_after=asked))
    world.run([read()], world.config(max_wait=math.inf), workers=1)

    assert world.errors == []
    assert world.sent == pytest.approx([0.0, 3_600.25])


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_nobody_believes_is_told_as_it_was_asked_for(status: int) -> None:
    _, outcome = sent_for(read(), edge(status, retry_after="9" * 10), max_wait=10_000.0)

    assert isinstance(outcome, tenantry.RateLimited | tenantry.NoAnswer)
    assert outcome.answer
    assert outcome.answer.retry_after == float("9" * 10)


def test_a_call_that_another_ones_ban_holds_back_was_not_sent() -> None:
    world = answering(edge(429, retry_after="280"))
    world.run([update(), update()], world.config(), workers=1)

    assert len(world.sent) == 1
    assert [type(error) for error in world.errors] == [tenantry.RateLimited] * 2
    assert [error.outcome for error in world.errors] == ["refused", "not sent"]
    assert pickle.loads(pickle.dumps(world.errors[1])).outcome == "not sent"
