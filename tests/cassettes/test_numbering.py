"""What differs from one recording to the next gets a number, and what was equal or earlier still is."""

from __future__ import annotations

from drift.cassette.recording import Answer, Exchange, Request, Tree

from .tape.numbering import numbered

UUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
ID = "9a7806061c88ada191ed06f989cc3dac"
KV = "0f2ac74b498b48028cb68387c421e279"


def exchange(sent: Tree = None, came: Tree = None, **headers: str) -> Exchange:
    return Exchange(Request("PUT", "https://x/y", {}, sent), Answer(200, headers, came))


def numbers(*exchanges: Exchange) -> list[Tree]:
    return [each.answer.body for each in numbered(exchanges)]


def test_ids_are_numbered_as_they_appear_and_equal_ones_stay_equal() -> None:
    first, second = numbers(exchange(came={"a": UUID, "b": [ID, "f" * 32]}), exchange(came={"c": f"of {ID}: {UUID}"}))

    assert first == {"a": "00000000-0000-4000-8000-000000000001", "b": [f"{1:032x}", f"{2:032x}"]}
    assert second == {"c": f"of {1:032x}: 00000000-0000-4000-8000-000000000001"}


def test_what_the_story_sent_first_stays() -> None:
    assert numbers(exchange(sent={"id": KV}, came={"id": KV, "other": ID})) == [{"id": KV, "other": f"{1:032x}"}]


def test_what_a_story_sends_back_has_the_number_that_it_was_given() -> None:
    first, second = numbered([exchange(came={"cursor": ID}), exchange(sent={"cursor": ID})])

    assert first.answer.body == second.request.body == {"cursor": f"{1:032x}"}


def test_instants_keep_their_order_and_their_form() -> None:
    assert numbers(
        exchange(
            came=[
                "2026-11-22T03:00:00.5Z",
                "2026-11-22T03:00:00.400000Z",
                "2026-11-22T05:00:00.5+02:00",
                "2026-11-21T23:59:59Z",
                "2026-11-22",
            ]
        )
    ) == [
        [
            "2020-01-01T00:00:03.1Z",
            "2020-01-01T00:00:02.123456Z",
            "2020-01-01T02:00:03.1+02:00",
            "2020-01-01T00:00:01Z",
            "2026-11-22",
        ]
    ]


def test_rays_tokens_and_mail_addresses_are_numbered() -> None:
    (one,) = numbered([exchange(came="from ann@acme.co: eyJhbGciOi.J9-_.x_y-z", **{"cf-ray": "8f3a2b1c0d9e8f7a-FRA"})])

    assert one.answer.body == "from someone-1@example.com: jwt-1"
    assert one.answer.headers == {"cf-ray": "0000000000000001-XXX"}


def test_a_hash_stays() -> None:
    assert numbers(exchange(came="ab" * 32)) == ["ab" * 32]


def test_numbering_what_is_numbered_changes_nothing() -> None:
    once = numbered([exchange(came=[UUID, ID, "2026-11-22T03:00:00.123Z", "a@b.co", "8f3a2b1c0d9e8f7a-FRA"])])

    assert numbered(once) == once
