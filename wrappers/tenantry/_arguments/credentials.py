"""Credentials: an API token, or a mail address and the Global API key; given, or from the environment."""

import os
from collections.abc import Mapping
from typing import NoReturn

from attrs import field, frozen

from tenantry._arguments.names import valid_name
from tenantry.errors import NotSent


@frozen(eq=False)
class Credentials:
    """The headers that prove who asks, and what must never be shown."""

    headers: Mapping[str, str] = field(repr=False)
    secret: str = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "A client of tenantry is not pickled: it holds credentials and connections. Make one in each process; "
            "a forked child can use its parent's."
        )


def credentials(api_token: str | None, api_key: str | None, api_email: str | None) -> Credentials:
    """From the arguments, or else from the environment; the two are never mixed."""
    if api_token is None and api_key is None and api_email is None:
        token, key, email = names = ("CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY", "CLOUDFLARE_EMAIL")
        if found := _variable(token):
            return _one_kind(found, None, None, names)
        return _one_kind(None, _variable(key), _variable(email), names)
    return _one_kind(api_token, api_key, api_email, ("api_token=", "api_key=", "api_email="))


def _one_kind(token: str | None, key: str | None, email: str | None, called: tuple[str, str, str]) -> Credentials:
    token_name, key_name, email_name = called
    if token is not None and key is not None:
        raise NotSent(f"Both {token_name} and {key_name} are given: which of the two? Leave one out.")
    if token is not None:
        _sendable(token_name, token)
        return Credentials({"Authorization": f"Bearer {token}"}, token)
    if key is not None and email is not None:
        _sendable(key_name, key)
        _sendable(email_name, email)
        return Credentials({"X-Auth-Email": email, "X-Auth-Key": key}, key)
    if key is not None:
        raise NotSent(f"{key_name} needs {email_name} beside it, the mail address of the account.")
    if email is not None:
        raise NotSent(f"{email_name} needs {key_name} beside it, the Global API key; or set an API token.")
    raise NotSent("No credentials: set CLOUDFLARE_API_TOKEN, or pass api_token=.")


def _sendable(name: str, value: object) -> None:
    """Refuse what no header can carry, without repeating it."""
    if not isinstance(value, str):
        raise NotSent(f"{name} must be a str, not {type(value).__name__}.")
    if not value:
        raise NotSent(f"{name} is empty.")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise NotSent(f"{name} has a space, a newline or a letter that no header can carry; was it copied whole?")


def account(account_id: str | None) -> str:
    """The account's id, given or from the environment."""
    found = _variable("CLOUDFLARE_ACCOUNT_ID") if account_id is None else account_id
    if found is None:
        raise NotSent("No account: set CLOUDFLARE_ACCOUNT_ID, or pass account_id=.")
    return valid_name("account_id", found)


def _variable(name: str) -> str | None:
    """An environment variable; an empty one counts as not set."""
    return os.environ.get(name) or None
