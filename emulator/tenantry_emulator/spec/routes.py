"""From a method and a path to an operation: tries the specification's paths one by one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tenantry_emulator.wire.refusals import NO_ROUTE, WRONG_METHOD, Refusal

from .operations import Operation

ACCOUNT_ID = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Match:
    """An operation, and the values of its path parameters."""

    operation: Operation
    path: dict[str, str]


class Routes:
    """All operations, by path and method."""

    def __init__(self, base_path: str, operations: Iterable[Operation]) -> None:
        self._paths: dict[tuple[str, ...], dict[str, Operation]] = {}
        for operation in operations:
            template = tuple((base_path + operation.path).split("/"))
            self._paths.setdefault(template, {})[operation.method] = operation

    def match(self, method: str, raw_path: str) -> Match | Refusal:
        """The operation, or why the request has none.

        Segments are split before they are decoded, so that `a%2Fb` is one tag. A slash at the end is overlooked, as
        Cloudflare does: https://community.cloudflare.com/t/put-method-not-allowed-for-the-api-token-authentication-scheme/381292
        """
        segments = [unquote(segment) for segment in raw_path.removesuffix("/").split("/")]
        for template, operations in self._paths.items():
            values = _values(template, segments)
            if values is None:
                continue
            if method not in operations:
                text = f"{method} method not allowed for the api_token authentication scheme"
                return Refusal(WRONG_METHOD, text)
            return Match(operations[method], values)
        return Refusal(NO_ROUTE, f"No route leads to {raw_path}.")


def _values(template: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    """The values of the template's parameters, or None where the segments do not fit."""
    if len(template) != len(segments):
        return None
    values = {}
    for expected, segment in zip(template, segments, strict=True):
        if expected.startswith("{"):
            values[expected.strip("{}")] = segment
        elif expected != segment:
            return None
    return values if all(_could_be_a_name(value) for value in values.values()) else None


def _could_be_a_name(segment: str) -> bool:
    return segment not in ("", ".", "..")


def check_account(account: str) -> None:
    """Refuse what is not an account's identifier."""
    if not ACCOUNT_ID.fullmatch(account):
        raise Refusal(NO_ROUTE, f"{account!r} is not the identifier of an account: 32 hexadecimal digits.")
