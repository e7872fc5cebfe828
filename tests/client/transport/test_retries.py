"""What is sent again after a failure, how often, and after how long. Simulated: no time passes."""

import math
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import tenantry
from tenantry._transport.attempt import Failed
from tenantry.errors import NoAnswer
from tenantry.events import Answered, Asked, Repeating, Unanswered, Waiting
from tenantry_api import models
from tenantry_api.api.assets import create_assets_session
from tenantry_api.api.namespaces import create_namespace, delete_namespace, get_namespace, update_namespace
from tenantry_api.api.scripts import delete_script, delete_scripts, upload_script
from tenantry_api.api.secrets import delete_secret
from tenantry_api.api.tags import remove_tag
from tenantry_api.types import Call
from tests.client.support.simulation import World, succeed

ACCOUNT = "an-account"

Outcome = httpx.Response | Failed


def lost() -> Failed:
    """The request was sent, and the connection broke."""
    return Failed(NoAnswer("lost", method="GET", path="/", sent=True), may_pass=True)


def not_connected() -> Failed:
    return Failed(NoAnswer("nobody listens", method="GET", path="/", sent=False), may_pass=True)


def hopeless() -> Failed:
    return Failed(NoAnswer("cannot be sent", method="GET", path="/", sent=True), may_pass=False)


def refused(code: int, status: int = 400) -> httpx.Response:
    errors = [{"code": code, "message": f"message of {code}"}]
    return httpx.Response(status, json={"success": False, "errors": errors, "messages": [], "result": None})


def edge(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(
        status, text="<!DOCTYPE html>", headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def read() -> Call[Any]:
    return get_namespace.request(ACCOUNT, "production")


def create() -> Call[Any]:
    return create_namespace.request(ACCOUNT, body=models.CreateNamespace(name="production"))


def update() -> Call[Any]:
    return update_namespace.request(ACCOUNT, "production", body=models.UpdateNamespace(trusted_workers=True))


def upload() -> Call[Any]:
    return upload_script.request(ACCOUNT, "production", "shop", body=models.ScriptUpload(models.ScriptMetadata()))


def session() -> Call[Any]:
    body = models.CreateAssetsSession.from_dict({"manifest": {}})
    return create_assets_session.request(ACCOUNT, "production", "shop", body=body)


def answering(*outcomes: Outcome) -> World:
    """A world whose server answers so, one after another, and then with success."""
    left = [*outcomes]
    return World(lambda time: left.pop(0) if left else succeed(time))


def sent_for(call: Call[Any], *outcomes: Outcome, **config: Any) -> tuple[int, object]:
    """How often the call is sent, and what comes of it."""
    world = answering(*outcomes)
    world.run([call], world.config(**config), workers=1)
    return len(world.sent), world.outcomes[0]


PASSING = {
    "a lost connection": lost,
    "nobody listens": not_connected,
    "an edge error": lambda: edge(522),
    "500": lambda: edge(500),
    "500 without a known code": lambda: refused(1, 500),
    "408": lambda: edge(408),
    "conflict": lambda: refused(10035, 409),
    "a version that does not run yet": lambda: refused(10215, 400),
    "429": lambda: httpx.Response(429, headers={"retry-after": "3"}),
    "971": lambda: refused(971, 429),
}
LASTING = {
    "525": lambda: edge(525),
    "526": lambda: edge(526),
    "501": lambda: edge(501),
    "404": lambda: refused(100119, 404),
    "409": lambda: refused(1, 409),
    "500 with a known code": lambda: refused(10021, 500),
    "another change": lambda: refused(10079, 500),
    "no envelope": lambda: httpx.Response(200, text="<!DOCTYPE html>"),
    "cannot be sent": hopeless,
    "challenge": lambda: httpx.Response(403, headers={"cf-mitigated": "challenge"}),
    "a redirect": lambda: httpx.Response(307, headers={"location": "https://elsewhere"}),
}


@pytest.mark.parametrize("call", [read, upload, session], ids=["read", "upload", "assets session"])
@pytest.mark.parametrize("failure", PASSING.values(), ids=PASSING)
def test_what_can_be_repeated_is_repeated_when_it_may_pass(
    call: Callable[[], Call[Any]], failure: Callable[[], Outcome]
) -> None:
    sent, outcome = sent_for(call(), failure(), max_wait=400.0)

    assert sent == 2
    assert getattr(outcome, "success", None) is True


@pytest.mark.parametrize("failure", LASTING.values(), ids=LASTING)
def test_what_will_not_pass_is_not_repeated(failure: Callable[[], Outcome]) -> None:
    sent, outcome = sent_for(read(), failure())

    assert sent == 1
    assert isinstance(outcome, tenantry.Error)


@pytest.mark.parametrize("status", range(500, 535))
def test_an_error_of_the_edge_is_repeated_by_its_status(status: int) -> None:
    sent, _ = sent_for(read(), edge(status))

    assert sent == 1 + (status in {500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529, 530})


def test_an_upload_with_migrations_is_not_repeated_when_its_answer_is_lost() -> None:
    sent, outcome = sent_for(upload().once(), lost())

    assert sent == 1
    assert isinstance(outcome, NoAnswer)


@pytest.mark.parametrize("call", [create, update], ids=["create", "update"])
@pytest.mark.parametrize("failure", [lost, lambda: edge(502), lambda: refused(1, 500)], ids=["lost", "502", "500"])
def test_what_is_not_idempotent_is_sent_once(call: Callable[[], Call[Any]], failure: Callable[[], Outcome]) -> None:
    sent, outcome = sent_for(call(), failure())

    assert sent == 1
    assert isinstance(outcome, tenantry.Error)


@pytest.mark.parametrize("failure", [not_connected, lambda: edge(429)], ids=["nobody listens", "429"])
def test_what_did_nothing_is_repeated_whatever_it_is(failure: Callable[[], Outcome]) -> None:
    sent, outcome = sent_for(create(), failure())

    assert sent == 2
    assert not isinstance(outcome, Exception)


# --- deletes ---


DELETES = {
    "script": (delete_script.request(ACCOUNT, "production", "shop"), 10007),
    "namespace": (delete_namespace.request(ACCOUNT, "production"), 100119),
    "secret": (delete_secret.request(ACCOUNT, "production", "shop", "KEY"), 10056),
    "tag": (remove_tag.request(ACCOUNT, "production", "shop", "plan-pro"), 10007),
}


@pytest.mark.parametrize(("call", "code"), DELETES.values(), ids=DELETES)
def test_a_repeated_delete_that_finds_nothing_has_succeeded(call: Call[Any], code: int) -> None:
    sent, outcome = sent_for(call, lost(), refused(code, 404))

    assert sent == 2
    assert not isinstance(outcome, Exception)


@pytest.mark.parametrize(("call", "code"), DELETES.values(), ids=DELETES)
@pytest.mark.parametrize("before", [[], [not_connected()], [edge(429)]], ids=["first", "never sent", "refused"])
def test_a_delete_that_cannot_have_happened_does_not_find_it(call: Call[Any], code: int, before: list[Outcome]) -> None:
    _, outcome = sent_for(call, *before, refused(code, 404))

    assert isinstance(outcome, tenantry.NotFound)


@pytest.mark.parametrize(
    "call", [delete_scripts.request(ACCOUNT, "production"), *(DELETES[name][0] for name in ("script", "secret", "tag"))]
)
def test_a_delete_in_a_namespace_that_is_missing_has_not_succeeded(call: Call[Any]) -> None:
    _, outcome = sent_for(call, lost(), refused(100119, 404))

    assert isinstance(outcome, tenantry.NamespaceNotFound)


# --- how often, and after how long ---


@pytest.mark.parametrize("retries", [0, 1, 4])
def test_it_is_tried_as_often_as_the_client_says(retries: int) -> None:
    sent, outcome = sent_for(read(), *[lost() for _ in range(20)], retries=retries)

    assert sent == retries + 1
    assert isinstance(outcome, NoAnswer)
    assert getattr(outcome, "__notes__", []) == ([f"It was tried {sent} times."] if retries else [])


def pauses(chance: float) -> list[float]:
    world = answering(*[lost() for _ in range(20)])
    world.run([read()], world.config(retries=7, chance=lambda: chance), workers=1)
    return [event.seconds for event in world.events if isinstance(event, Waiting)]


def test_pauses_grow_to_a_cap_and_are_spread_over_all_of_their_length() -> None:
    assert pauses(0.999_999) == pytest.approx([0.5, 1, 2, 4, 8, 8, 8], rel=1e-3)
    assert pauses(0.5) == pytest.approx([0.25, 0.5, 1, 2, 4, 4, 4])
    assert pauses(0.0) == [0.0] * 7


def test_any_number_of_attempts_has_a_pause() -> None:
    sent, outcome = sent_for(read(), *[edge(429) for _ in range(2_000)], retries=10**9, max_wait=math.inf)

    assert sent == 2_001
    assert not isinstance(outcome, Exception)


def test_an_edge_error_is_repeated_when_it_says() -> None:
    world = answering(edge(503, retry_after="20"))
    world.run([read(), read(), read()], world.config(), workers=2)

    assert world.errors == []
    # Other calls do not wait for it.
    assert world.sent == pytest.approx([0.0, 0.0, 0.25, 20.25])


@pytest.mark.parametrize(
    "asked",
    ["Sun, 06 Nov 1994 08:49:57 GMT", "Sunday, 06-Nov-94 08:49:57 GMT", "Sun Nov  6 08:49:57 1994", "20"],
    ids=["date of today", "date of RFC 850", "date of asctime", "seconds"],
)
def test_a_wait_is_understood_in_every_form_that_http_has(asked: str) -> None:
    world = answering(edge(503, retry_after=asked, date="Sun, 06 Nov 1994 08:49:37 GMT"))
    world.run([read()], world.config(), workers=1)

    assert world.sent == pytest.approx([0.0, 20.25])


@pytest.mark.parametrize("asked", ["9" * 10, "9" * 5_000], ids=["centuries", "for ever"])
def test_a_wait_that_is_huge_is_not_taken_for_none(asked: str) -> None:
    sent, outcome = sent_for(read(), edge(429, retry_after=asked))

    assert sent == 1
    assert isinstance(outcome, tenantry.RateLimited)
    assert outcome.retry_after == float(asked)


@pytest.mark.parametrize("code", [1, 10035], ids=["no known code", "conflict"])
def test_a_refusal_that_asks_for_a_wait_is_repeated_after_it(code: int) -> None:
    refusal = refused(code, 503)
    refusal.headers["retry-after"] = "20"
    world = answering(refusal)
    world.run([read()], world.config(), workers=1)

    assert world.errors == []
    assert world.sent == pytest.approx([0.0, 20.25])


def test_an_edge_error_that_asks_for_too_much_is_not_repeated() -> None:
    sent, outcome = sent_for(read(), edge(503, retry_after="31"))

    assert sent == 1
    assert isinstance(outcome, NoAnswer)
    assert outcome.status == 503


def test_a_pause_that_would_end_after_the_deadline_is_not_made() -> None:
    sent, outcome = sent_for(read(), *[lost() for _ in range(20)], deadline=1.0)

    assert sent == 2
    assert isinstance(outcome, NoAnswer)
    assert outcome.sent


def test_nothing_is_sent_at_the_very_deadline() -> None:
    sent, outcome = sent_for(read(), edge(503), deadline=0.5)

    assert sent == 1
    assert isinstance(outcome, NoAnswer)
    assert outcome.status == 503


def test_that_the_outcome_is_unknown_is_said_whatever_came_later() -> None:
    for later in (edge(429, retry_after="280"), not_connected()):
        _, outcome = sent_for(upload(), lost(), *[later] * 10)

        assert isinstance(outcome, NoAnswer)
        assert outcome.sent


def test_a_refusal_is_said_though_an_attempt_before_it_was_lost() -> None:
    _, outcome = sent_for(upload(), lost(), refused(10021))

    assert isinstance(outcome, tenantry.Invalid)


def test_what_is_down_is_not_asked_many_times_over() -> None:
    world = World(lambda time: edge(503))
    world.run([read() for _ in range(500)], world.config(rate=None), workers=32)

    assert len(world.errors) == 500
    # Fifty repetitions in all, where four for each call would be two thousand.
    assert len(world.sent) == 550


def test_what_succeeds_earns_repetitions() -> None:
    world = World(lambda time: edge(503))
    config = world.config(rate=None)
    world.run([read() for _ in range(500)], config, workers=1)
    world.server = succeed
    world.run([read() for _ in range(45)], config, workers=1)
    world.server = lambda time: edge(503)
    world.sent.clear()
    world.run([read() for _ in range(10)], config, workers=1)

    assert len(world.sent) == 10 + 4


# --- what is told of it ---


def test_each_attempt_and_each_wait_is_told() -> None:
    world = answering(lost(), edge(503), edge(429, retry_after="3"))
    world.run([read()], world.config(), workers=1)

    kinds = [type(event) for event in world.events]
    assert kinds == [
        *(Asked, Unanswered, Repeating, Waiting),
        *(Asked, Answered, Repeating, Waiting),
        *(Asked, Answered, Repeating, Waiting),
        *(Asked, Answered),
    ]
    assert [event.attempt for event in world.events if isinstance(event, Asked | Repeating)] == [1, 1, 2, 2, 3, 3, 4]
    assert [event.why for event in world.events if isinstance(event, Waiting)] == ["repeat", "repeat", "rate limit"]


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("option", [{"max_wait": 10.0}, {"deadline": 10.0}], ids=["max_wait", "deadline"])
def test_a_repetition_that_is_not_made_is_not_told(status: int, option: dict[str, float]) -> None:
    world = answering(edge(status, retry_after="20"))
    world.run([read()], world.config(**option), workers=1)

    assert len(world.errors) == 1
    assert [type(event) for event in world.events] == [Asked, Answered]


def test_who_does_not_want_to_wait_for_a_limit_hears_of_it_at_once() -> None:
    world = answering(edge(429))
    world.run([read()], world.config(max_wait=0.0), workers=1)

    assert [type(error) for error in world.errors] == [tenantry.RateLimited]
    assert [type(event) for event in world.events] == [Asked, Answered]


def test_how_often_it_was_sent_survives_a_pickle() -> None:
    _, outcome = sent_for(read(), *[edge(502) for _ in range(9)])

    assert pickle.loads(pickle.dumps(outcome)).__notes__ == ["It was tried 5 times."]
