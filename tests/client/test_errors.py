"""Errors: all of them can be copied and pickled, and all are listed."""

import copy
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import tenantry
from tenantry import errors
from tenantry.errors import Answer, Problem
from tests.client.servers.recording import Server
from tests.client.support.flavours import Ask

ANSWER = Answer(404, {"cf-ray": "8f0-VIE", "retry-after": "7"}, "the start of it")
COPIES: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy, lambda error: pickle.loads(pickle.dumps(error))]
CLASSES = sorted(
    (kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)),
    key=lambda kind: kind.__name__,
)


def example(kind: type[tenantry.Error]) -> tenantry.Error:
    """One with all its fields."""
    if issubclass(kind, tenantry.Refused):
        problems = (Problem(10007, "no such script", "https://developers.cloudflare.com", "/name"), Problem(None, "x"))
        return kind(
            method="GET", path="/accounts/a", answer=ANSWER, errors=problems, messages=problems[1:], hint="do it"
        )
    if issubclass(kind, tenantry.NoAnswer):
        return kind("no answer came", method="GET", path="/accounts/a", sent=False, answer=ANSWER)
    if issubclass(kind, tenantry.BadAnswer):
        return kind("a bad answer came", method="GET", path="/accounts/a", answer=ANSWER)
    return kind("it was not sent")


@pytest.mark.parametrize("copied", COPIES, ids=["copy", "deepcopy", "pickle"])
@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_survives_copies_with_all_its_fields(kind: type[tenantry.Error], copied: Callable[[Any], Any]) -> None:
    error = example(kind)
    error.add_note("from a job")
    other = copied(error)

    assert type(other) is kind
    assert (str(other), other.args, vars(other)) == (str(error), error.args, vars(error))
    assert other.__notes__ == ["from a job"]


def test_a_copied_refusal_can_do_what_the_first_one_could() -> None:
    error = pickle.loads(pickle.dumps(example(tenantry.RateLimited)))

    assert isinstance(error, tenantry.RateLimited)
    assert (error.status, error.code, error.ray, error.retry_after) == (404, 10007, "8f0-VIE", 7.0)


def test_the_text_says_what_was_asked_what_came_and_what_to_do() -> None:
    assert str(example(tenantry.ScriptNotFound)) == (
        "GET /accounts/a answered 404: no such script (10007) at /name; x [ray 8f0-VIE]\ndo it"
    )


def test_every_error_is_an_error_and_can_be_imported_from_the_top() -> None:
    assert all(issubclass(kind, tenantry.Error) for kind in CLASSES)
    assert all(getattr(tenantry, kind.__name__) is kind for kind in CLASSES)


def test_what_can_be_imported_from_errors_is_listed() -> None:
    own = {name for name, value in inspect.getmembers(errors, inspect.isclass) if value.__module__ == errors.__name__}

    assert set(errors.__all__) == own
    assert len(errors.__all__) == len(own)


def test_the_tree_in_the_text_is_the_tree() -> None:
    assert errors.__doc__ is not None
    drawn = [line.replace("│", " ").replace("├──", "   ").replace("└──", "   ") for line in errors.__doc__.split("\n")]
    depths = {line.split()[0]: (len(line) - len(line.lstrip())) // 4 for line in drawn if line.split()[:1]}

    assert {kind.__name__: depths.get(kind.__name__) for kind in CLASSES} == {
        kind.__name__: len([above for above in kind.__mro__ if above in CLASSES]) - 1 for kind in CLASSES
    }


def test_not_sent_is_a_value_error() -> None:
    assert issubclass(tenantry.NotSent, ValueError)


OUTCOMES: list[tuple[tenantry.Error, str]] = [
    (tenantry.NotSent("no"), "not sent"),
    (tenantry.NoAnswer("no", method="PUT", path="/", sent=False), "not sent"),
    (tenantry.NoAnswer("no", method="PUT", path="/"), "unknown"),
    (tenantry.BadAnswer("no", method="PUT", path="/", answer=errors.Answer(200)), "unknown"),
    (tenantry.Error("no"), "unknown"),
    *((example(kind), "refused") for kind in CLASSES if issubclass(kind, tenantry.Refused)),
]


@pytest.mark.parametrize(("error", "outcome"), OUTCOMES, ids=lambda value: type(value).__name__)
def test_an_error_says_whether_it_may_have_happened(error: tenantry.Error, outcome: str) -> None:
    assert error.outcome == outcome
    assert pickle.loads(pickle.dumps(error)).outcome == outcome


@pytest.mark.parametrize("kind", [tenantry.NoAnswer, tenantry.BadAnswer])
def test_who_does_not_know_what_a_write_did_is_told_to_read_first(kind: Any) -> None:
    answer = {"answer": errors.Answer(200)}
    write, read = (kind("what", method=method, path="/", **answer) for method in ("PUT", "GET"))

    assert str(write).startswith("what\n")
    assert "read what is there" in write.hint
    assert (str(read), read.hint) == ("what", None)
    assert str(pickle.loads(pickle.dumps(write))) == str(write)


def test_an_error_can_be_printed_whatever_it_tells_of() -> None:
    error = tenantry.NotSent("The name 'a\ud800b' is not there.")

    assert str(error).encode() == b"The name 'a\\ud800b' is not there."
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_refusal_can_be_printed_whatever_was_answered(ask: Ask, server: Server) -> None:
    server.answer(400, b'{"success": false, "errors": [{"code": 1, "message": "a\\ud800b"}]}')
    with pytest.raises(tenantry.Refused) as caught:
        ask(lambda client: client.list_namespaces())

    assert f"{caught.value} {caught.value.errors[0]} {caught.value.answer.start}".encode()
