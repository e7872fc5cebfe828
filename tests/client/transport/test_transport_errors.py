"""Whatever a transport raises, what comes out is an error of tenantry's."""

import inspect
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import tenantry
from tenantry import events
from tests.client.support.flavours import AT_ONCE, TOKEN, Ask

REQUEST = httpx.Request("GET", "http://127.0.0.1", headers={"Authorization": f"Bearer {TOKEN}"})


def exceptions_of_httpx() -> Iterator[Exception]:
    """One of each class that httpx defines."""
    for name in httpx.__all__:
        kind = getattr(httpx, name)
        if not (inspect.isclass(kind) and issubclass(kind, Exception)):
            continue
        if issubclass(kind, httpx.HTTPStatusError):
            yield kind(f"with {TOKEN}", request=REQUEST, response=httpx.Response(500, request=REQUEST))
        elif issubclass(kind, httpx.RequestError):
            yield kind(f"with {TOKEN}", request=REQUEST)
        elif issubclass(kind, httpx.StreamConsumed | httpx.StreamClosed | httpx.ResponseNotRead | httpx.RequestNotRead):
            yield kind()
        else:
            yield kind(f"with {TOKEN}")


OTHERS = [RuntimeError(f"with {TOKEN}"), OSError(5, "Input/output error"), KeyError(TOKEN), Exception(), UnicodeError()]
RAISED = [*exceptions_of_httpx(), *OTHERS]
NEVER_LEFT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"}


class Raising(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Raises in place of sending."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise self.error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise self.error


@pytest.fixture
def offline(flavour: str) -> Ask:
    return Ask(
        flavour, {"base_url": "http://127.0.0.1:1/v4", "account_id": "an-account", "api_token": TOKEN, **AT_ONCE}
    )


def test_httpx_has_the_exceptions_that_are_tried() -> None:
    assert {"ReadTimeout", "RemoteProtocolError", "HTTPStatusError", "InvalidURL", "CookieConflict"} <= {
        type(error).__name__ for error in RAISED
    }


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_what_a_transport_raises_is_no_answer_and_leads_nowhere(offline: Ask, error: Exception) -> None:
    with pytest.raises(tenantry.NoAnswer) as caught:
        offline(lambda client: client.list_namespaces(), bring={"transport": Raising(error)})

    raised = caught.value
    assert (raised.__cause__, raised.__context__) == (None, None)
    assert raised.sent is (type(error).__name__ not in NEVER_LEFT)
    assert type(error).__name__ in str(raised)
    assert TOKEN not in f"{raised!r} {vars(raised)} {''.join(traceback.format_exception(raised))}"
    assert str(pickle.loads(pickle.dumps(raised))) == str(raised)


def test_what_ends_a_program_is_not_held_back(offline: Ask) -> None:
    class Stop(BaseException):
        pass

    stop: Any = Stop()
    with pytest.raises(Stop):
        offline(lambda client: client.list_namespaces(), bring={"transport": Raising(stop)})


def test_a_request_that_cannot_be_written_is_told_to_have_no_answer(offline: Ask) -> None:
    told: list[events.Event] = []
    with pytest.raises(tenantry.NotSent, match="cannot be written"):
        offline(lambda client: client.namespace("n" * 70_000).get(), on_event=told.append)

    assert [type(event) for event in told] == [events.Asked, events.Unanswered]
