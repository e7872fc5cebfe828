"""Secrets are found in whatever notation they come back, and nothing else is hidden."""

import html
import io
import json
import textwrap
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

import tenantry
from tenantry._responses.redaction import Redactor
from tenantry.events import Answered, Event
from tenantry_api import models
from tenantry_api.api.secrets import put_secret, put_secrets
from tenantry_api.types import Call
from tests.client.servers.recording import Server
from tests.client.support.flavours import TOKEN, Ask
from tests.client.support.scripts import shop

Write = Callable[[str], str]


def in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def in_units(text: str) -> str:
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


NOTATIONS: dict[str, Write] = {
    "as it is": str,
    "JSON": in_json,
    "JSON with all letters": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON twice": lambda text: in_json(in_json(text)),
    "JSON five times": lambda text: in_json(in_json(in_json(in_json(in_json(text))))),
    "Python": repr,
    "UTF-16": in_units,
    "UTF-16 in JSON": lambda text: in_json(in_units(text)).upper().replace("\\U", "\\u"),
    "octets": lambda text: "".join(
        f"\\x{octet:02x}" if octet < 128 else chr(octet) for octet in text.encode("latin-1")
    ),
    "a URL": lambda text: quote(text, safe=""),
    "a URL, all of it": lambda text: "".join(f"%{octet:02x}" for octet in text.encode()),
    "a URL twice": lambda text: quote(quote(text, safe=""), safe=""),
    "a URL in a URL in a URL": lambda text: quote(quote(quote(text, safe=""), safe=""), safe=""),
    "a URL, twenty times": lambda text: quote(text, safe="").replace("%", "%" + "25" * 19),
    "JSON in a URL": lambda text: quote(in_json(text), safe=""),
    "a URL in JSON": lambda text: in_json(quote(text)),
    "HTML": html.escape,
    "HTML in HTML": lambda text: html.escape(html.escape(text)),
    "JSON in HTML": lambda text: html.escape(in_json(text)),
    "HTML, decimal": lambda text: "".join(f"&#{ord(character)};" for character in text),
    "HTML, hexadecimal": lambda text: "".join(f"&#X{ord(character):X};" for character in text),
    "base64": lambda text: b64encode(text.encode()).decode(),
    "base64 for URLs": lambda text: urlsafe_b64encode(text.encode()).decode(),
    "base64 over several lines": lambda text: "\n".join(textwrap.wrap(b64encode(text.encode()).decode(), 20)),
    "over several lines": lambda text: "\n    ".join(textwrap.wrap(text, 10)),
    "without its end": lambda text: text[: -len(text) // 2],
    "without its beginning": lambda text: text[len(text) // 2 :],
    "the middle, in JSON": lambda text: in_json(text[len(text) // 4 : -len(text) // 4]),
}

# What a newline is written with.
OF_WHITE_SPACE = "\\nu0A%25&#1;x"
KEY = f"-----BEGIN PRIVATE KEY-----\n{'MIIEvQEXAMPLEKEYMATERIALabcdefg' * 60}\n-----END PRIVATE KEY-----\n"
SECRETS = {
    "a key of several lines": KEY,
    "quotes and backslashes": "a\\nb\"c'd\\\\e/f\\u0041g<h>&amp;i%41j\tk\0l",
    "words": "correct horse battery staple",
    "base64": "Zm9v+/Yg==mFyYmF6cXV4-_/=",
    "eight letters": "p4ssw0rd",
    "nine letters": "hunter2!!",
}


def redactor(*secrets: str, token: str = TOKEN) -> Redactor:
    """What hides these in an answer to the request that sends them."""
    patches = models.SecretPatches()
    patches.additional_properties = {
        f"S{number}": models.SecretText(name=f"S{number}", text=text) for number, text in enumerate(secrets)
    }
    call = put_secrets.request("an-account", "production", "shop", body=models.PutSecrets(secrets=patches))
    return Redactor(token, call)


@pytest.mark.parametrize("write", NOTATIONS.values(), ids=NOTATIONS)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_found_in_any_notation(secret: str, write: Write) -> None:
    written = write(secret)
    shown = redactor(secret)(f"you said: {written}, and that's it")
    inside = shown.removeprefix("you said: ").removesuffix(", and that's it")

    assert shown == f"you said: {inside}, and that's it"
    assert "…" in inside
    # What may be left are quotes, escapes of white space, and a piece that is too short to tell.
    pieces = [written[start : start + 8] for start in range(max(1, len(written) - 7))]
    assert [piece for piece in pieces if piece in inside and {*piece} - {*OF_WHITE_SPACE}] == []


@pytest.mark.parametrize("before", ["", "b", "be", "bef", "befo"])
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_found_in_base64_at_any_place(secret: str, before: str) -> None:
    written = b64encode(f"{before}{secret}after".encode()).decode()
    shown = redactor(secret)(f"you said: {written}")
    ours = written[(len(before) * 4 + 2) // 3 : len(written) - 8]

    assert shown.index("…") <= len("you said: ") + (len(before) * 4 + 2) // 3
    assert [ours[start : start + 6] for start in range(len(ours) - 5) if ours[start : start + 6] in shown] == []


def test_as_many_secrets_as_there_are_are_found() -> None:
    secrets = [f"number-{number}-{'abcdefg' * 700}" for number in range(128)]
    hide = redactor(*secrets)

    assert hide(" ".join(secrets)).strip("…") == ""
    assert hide("a" + secrets[77][1_000:2_000] + "z") == "a…z"
    assert hide(" ".join(f"<{secret[:8]}>" for secret in secrets[:10])) == " ".join(["<…>"] * 10)


def test_what_is_no_secret_stays_as_it_was() -> None:
    text = '10%25 of "C:\\new\\x.js"\n\t&amp;&#8230; é\\u00e9 %C3%A9 ' + b64encode(b"not a secret at all").decode()

    assert redactor(*SECRETS.values())(text) == text


def test_a_gap_is_no_larger_than_the_secret() -> None:
    assert redactor("p4ssw0rd")('a "p4ssw0rd" b p4ssw0rd: p4ss\nw0rd') == 'a "…" b …: …'
    assert redactor("p4ssw0rd!")("p4ssw0rd!!") == "…!"
    assert redactor("p4ssw0rd")("p4ss&#9999999;w0rd") == "…"


@pytest.mark.parametrize("letter", "<>&'\"")
def test_every_letter_that_html_escapes_is_read(letter: str) -> None:
    secret = f"p4{letter}ss"
    named = secret.replace(letter, {"<": "&lt;", ">": "&gt;", "&": "&amp;", "'": "&apos;", '"': "&quot;"}[letter])

    assert redactor(f"{secret}w0rd")(f"is {named}w0rd, {html.escape(secret)}w0rd") == "is …, …"


def test_a_piece_is_a_half_of_a_short_secret_and_eight_letters_of_a_long_one() -> None:
    hide = redactor("p4ssw0rd", "correct horse battery")

    assert hide("p4s, 4ss and w0rd, rd") == "p4s, 4ss and …, rd"
    assert hide("a horseback, a horsebatt, batter") == "a horseback, a horsebatt, batter".replace("horsebatt", "…")


def test_what_looks_like_a_token_is_hidden() -> None:
    assert redactor()("an eyJhbGciOi.eyJzdWIi.c2ln and an eyJhbGciOi.e") == "an … and an …"


def test_a_long_text_is_cut() -> None:
    assert redactor("p4ssw0rd")("a" * 2**16 + "b" * 99) == "a" * 2**16 + "…"
    assert redactor("p4ssw0rd")("a" * 2**16) == "a" * 2**16


def test_what_is_shown_can_be_printed() -> None:
    assert redactor("p4ssw0rd")("a\ud800b").encode() == b"a\\ud800b"
    assert redactor("p4ssw0rd")("\x1b[2J, a tab\tand a\nnewline \x9b") == "\\x1b[2J, a tab\tand a\nnewline \\x9b"


def test_half_a_character_hides_nothing_and_keeps_nothing_from_being_hidden() -> None:
    assert redactor("p4ssw0rd")("\\ud800p4ssw0rd") == "\\ud800…"
    assert redactor("\ud800p4ssw0rd")("it is p4ssw0rd") == "it is …"


@pytest.mark.parametrize(
    "notation", ["\\" * 60_000, "%25" * 20_000, "&amp;" * 12_000, "\\u005c" * 10_000, "%5C" * 20_000]
)
def test_escapes_of_escapes_end(notation: str) -> None:
    assert "p4ssw0rd" not in redactor("p4ssw0rd")(notation + "p4ssw0rd")


# --- secrets that are too short to be hidden in a text ------------------------------------------------------------

SHORT = ["1", "abc", "seven77", "\n\t", "  spaced "]


@pytest.mark.parametrize("secret", SHORT, ids=repr)
def test_beside_a_short_secret_nothing_is_shown(secret: str) -> None:
    hide = redactor("long enough to be hidden", secret)

    assert hide(f"you said {secret}") == hide("it is not in here") == "…"
    assert hide("") == ""


def test_a_secret_that_is_empty_is_none() -> None:
    assert redactor("")("you said nothing") == "you said nothing"


@pytest.mark.parametrize(
    "options", [{"api_token": "seven77"}, {"api_token": None, "api_key": "seven77", "api_email": "a@b.example"}]
)
def test_beside_a_short_token_an_error_has_codes_alone(ask: Ask, server: Server, options: Any) -> None:
    entry = {"code": 10021, "message": "seven77", "documentation_url": "http://x", "source": {"pointer": "/seven77"}}
    body = json.dumps({"success": False, "errors": [entry, "no seven"], "messages": ["said"]}).encode()
    server.answer(429, body, retry_after="7", cf_ray="seven77", content_type="application/json", ratelimit="seven77")
    with pytest.raises(tenantry.Invalid) as caught:
        ask(lambda client: client.list_namespaces(), max_wait=0, **options)
    refusal = caught.value

    assert [problem.code for problem in refusal.errors] == [10021, None]
    assert {str(problem.message) for problem in (*refusal.errors, *refusal.messages)} == {"…"}
    assert "seven" not in f"{refusal} {refusal!r} {vars(refusal)}"
    assert refusal.answer.retry_after == 7
    assert refusal.hint


def test_beside_a_short_secret_an_error_has_codes_alone(ask: Ask, server: Server) -> None:
    server.refuse(10021)
    with pytest.raises(tenantry.Invalid) as caught:
        ask(lambda client: shop(client).put_secret("PIN", "2468"))

    assert [(problem.code, problem.message) for problem in caught.value.errors] == [(10021, "…")]
    assert caught.value.answer.start == "…"


@pytest.mark.parametrize("kind", ["plain_text", "json"])
def test_a_variable_is_no_secret(ask: Ask, server: Server, kind: str) -> None:
    server.answer(400, b'{"success": false, "errors": [{"code": 10021, "message": "not a shop"}]}')
    with pytest.raises(tenantry.Invalid, match="not a shop"):
        ask(
            lambda client: shop(client).deploy(
                {"index.js": b"export default {}"},
                compatibility_date="2026-11-01",
                # Else the first request reads the settings, and carries no variable.
                keep_settings=False,
                vars={"KIND": "shop" if kind == "plain_text" else {"text": "shop"}},
            )
        )


def call(**arguments: Any) -> Call[None]:
    """A request with these arguments of httpx."""
    return Call("an_operation", lambda response: None, {"method": "put", "url": "/here", **arguments}, repeatable=False)


@pytest.mark.parametrize(
    ("part", "is_ours"),
    [
        ((None, b'{"text": "p4ssw0rd"}', "application/json"), True),
        (("data.json", b'{"text": "p4ssw0rd"}', "application/json"), False),
        ((None, b'{"text": "p4ssw0rd"}', "application/javascript"), False),
        ((None, b"not JSON", "text/plain"), False),
        ((None, io.BytesIO(b'{"text": "p4ssw0rd"}'), "application/json"), False),
    ],
    ids=["metadata", "a module that is JSON", "another kind", "no JSON", "a file"],
)
def test_secrets_are_looked_for_in_the_parts_that_tenantry_writes(part: Any, is_ours: bool) -> None:
    hide = Redactor(TOKEN, call(files=[("a part", part)]))

    assert hide("p4ssw0rd") == ("…" if is_ours else "p4ssw0rd")


def test_a_request_without_parts_has_no_secrets_in_them() -> None:
    assert Redactor(TOKEN, call(files=None, json=None))("p4ssw0rd") == "p4ssw0rd"


def test_secrets_are_looked_for_wherever_they_stand_in_a_body() -> None:
    fields = {
        "text": "a secret text",
        "key_base64": "c2VjcmV0LWtleQ",
        "key_jwk": {"k": "k2VjcmV0LWtleS1v"},
        "jwt": "a.long.jwt",
    }
    bindings = [{"name": "its name", field: value} for field, value in fields.items()]
    hide = Redactor(TOKEN, call(json={"bindings": bindings}))

    said = "a secret text, c2VjcmV0LWtleQ, k2VjcmV0LWtleS1v, a.long.jwt, its name"
    assert hide(said) == "…, …, …, …, its name"


def test_a_variable_of_json_may_call_its_fields_as_it_likes() -> None:
    body = [{"type": "json", "json": {"text": "a long text"}}, {"type": "plain_text", "text": "a plain text"}]

    assert Redactor(TOKEN, call(json=body))("a long text, a plain text") == "a long text, a plain text"


def test_the_token_of_the_call_is_hidden_too() -> None:
    hide = Redactor(TOKEN, call(headers={"Authorization": "Bearer another-token"}))

    assert hide(f"another-token, {TOKEN} and Bearer") == "…, … and Bearer"


def test_the_names_in_a_jwk_are_no_secrets() -> None:
    jwk: dict[str, Any] = {"kty": "oct", "alg": "HS256", "k": "c2VjcmV0LWtleS1vZi1hLWp3aw", "d": "p4ssw0rd"}
    jwk["key_ops"] = ["sign", "k2VjcmV0LWtleS1v"]
    key = models.SecretKey(name="K", algorithm={}, format_=models.KeyFormat.JWK, usages=[], key_jwk=jwk)
    hide = Redactor(TOKEN, put_secret.request("an-account", "production", "shop", body=key))

    assert (
        hide("oct HS256 c2VjcmV0LWtleS1vZi1hLWp3aw and k2VjcmV0LWtleS1v, p4ssw0rd sign") == "oct HS256 … and …, … sign"
    )


# --- what is logged -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ray", "told"),
    [
        ("230b030023ae2822-SJC", "230b030023ae2822-SJC"),
        ("8f0-VIE", "8f0-VIE"),
        (f"is {TOKEN}", "is …"),
        ("0" * 17, "0" * 17),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_a_ray_passes_the_same_gate(
    ask: Ask, server: Server, caplog: pytest.LogCaptureFixture, ray: str, told: str, status: int
) -> None:
    events: list[Event] = []
    server.answer(status, b'{"success": true, "result": []}', cf_ray=ray)
    with caplog.at_level("INFO", "tenantry"):
        if status == 200:
            ask(lambda client: client.list_namespaces(), on_event=events.append)
        else:
            with pytest.raises(tenantry.Refused) as caught:
                ask(lambda client: client.list_namespaces(), on_event=events.append)
            assert caught.value.ray == told

    assert [event.ray for event in events if isinstance(event, Answered)] == [told]
    assert f"ray {told}\n" in caplog.text
