"""What a refusal says: errors come in many forms, and all are read."""

from typing import Any

import pytest

import tenantry
from tests.client.servers.recording import Server
from tests.client.support.flavours import ACCOUNT, Ask
from tests.client.support.verbs import namespace

FORMS: list[tuple[Any, tuple[tuple[int | None, str], ...]]] = [
    ({"errors": None}, ()),
    ({"errors": []}, ()),
    ({"errors": "many"}, ()),
    ({"errors": ["quota", {"code": 10027, "message": "too large"}]}, ((None, "quota"), (10027, "too large"))),
    ({"errors": [None, 5, [7]]}, ((None, "None"), (None, "5"), (None, "[7]"))),
    ({"code": 10007, "error": "no such script"}, ((10007, "no such script"),)),
    ({"code": "10007", "message": "no such script"}, ((10007, "no such script"),)),
    ({"errors": [{"code": None, "message": None}]}, ((None, "no message"),)),
    ({"errors": [{"code": "9" * 5000, "message": "x"}]}, ((None, "x"),)),
    ({"errors": [{"code": {"a": 1}, "message": ["x"]}]}, ((None, "['x']"),)),
    (
        {
            "errors": [
                {"code": 1, "message": "a", "error_chain": [{"code": 2, "message": "b"}]},
                {"code": 3, "message": "c"},
            ]
        },
        ((1, "a"), (2, "b"), (3, "c")),
    ),
    ({"errors": [{"code": 1, "message": "a", "error_chain": "none"}]}, ((1, "a"),)),
]


@pytest.mark.parametrize(("body", "errors"), FORMS, ids=range(len(FORMS)))
def test_errors_have_many_forms(ask: Ask, server: Server, body: Any, errors: Any) -> None:
    server.answer_json({"success": False, **body}, 400)
    with pytest.raises(tenantry.Refused) as caught:
        ask(namespace)

    assert tuple((error.code, error.message) for error in caught.value.errors) == errors


def test_a_long_chain_of_causes_is_read(ask: Ask, server: Server) -> None:
    chain: dict[str, Any] = {"code": 0, "message": "m"}
    for code in range(1, 300):
        chain = {"code": code, "message": "m", "error_chain": [chain]}
    server.answer_json({"success": False, "errors": [chain]}, 400)
    with pytest.raises(tenantry.Refused) as caught:
        ask(namespace)

    assert [error.code for error in caught.value.errors] == [*reversed(range(300))]


def test_an_error_says_where_it_is_and_where_it_is_explained(ask: Ask, server: Server) -> None:
    link = "https://developers.cloudflare.com/workers/"
    error = {"code": 4711, "message": "bad", "source": {"pointer": "/bindings/0"}, "documentation_url": link}
    server.answer_json({"success": False, "errors": [error], "messages": [{"code": 1, "message": "hint"}]}, 400)
    with pytest.raises(tenantry.Refused, match=r"bad \(4711\) at /bindings/0") as caught:
        ask(namespace)

    assert caught.value.errors == (tenantry.errors.Problem(4711, "bad", link, "/bindings/0"),)
    assert caught.value.messages == (tenantry.errors.Problem(1, "hint"),)
    assert (caught.value.method, caught.value.path) == (
        "GET",
        f"/accounts/{ACCOUNT}/workers/dispatch/namespaces/production",
    )


def test_a_hint_and_the_permission_that_is_needed_are_both_told(ask: Ask, server: Server) -> None:
    server.refuse(10015, status=403)
    with pytest.raises(tenantry.Denied, match=r"bought separately\. An API token needs .+\.$"):
        ask(namespace)


def test_a_redirect_is_told_without_more(ask: Ask, server: Server) -> None:
    server.answer(307)
    with pytest.raises(tenantry.BadAnswer, match=r"redirects are not followed$"):
        ask(namespace)
