"""A client: an account, and how its calls are sent."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx
from attrs import evolve

from tenantry import _later, models
from tenantry._arguments import client_options as _options
from tenantry._arguments import credentials as _credentials
from tenantry._arguments.names import valid_name
from tenantry._flow import body
from tenantry._flows import namespaces
from tenantry._public import public
from tenantry._rate_limit.protocol import Pacer, Priority
from tenantry._responses.redaction import clear_frames
from tenantry._sync.namespace import Namespace
from tenantry._transport.blocking_driver import Driver, Pool
from tenantry._transport.config import ClientConfig
from tenantry_api.display import Rows


@public
class Client:
    """An account on Cloudflare's Workers for Platforms.

    Credentials are an API token, or a mail address and the Global API key: given, or from the environment as
    CLOUDFLARE_API_TOKEN, else CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL; the account is CLOUDFLARE_ACCOUNT_ID, and
    CLOUDFLARE_BASE_URL is another server than Cloudflare's, such as the emulator. Arguments win.

    `http_client` brings connections of your own, with their proxies and certificates; it is used as it is, but
    for its `auth`, its redirects and how long its new connections wait, and not closed. `on_event` is called with
    each event of `tenantry.events`.

    **How long things take**, all in seconds. `timeout` holds for each phase of a request; connecting has at most 10.
    `max_wait` is the longest that one call waits because Cloudflare says so, by a rate limit or Retry-After: where it
    would be longer, the call fails at once. `deadline` is for a verb with all its requests, waits and work on files,
    and for each page of a list, whatever a server or a disk lets drip; a call whose turn comes later is not sent.

    **Pacing.** Cloudflare takes 1,200 requests in five minutes, and refuses everything for the next five after that.
    So calls stand in one queue, for all clients of this process with the same credentials: one at first, to learn from
    its answer what is left; then 20 at once, and then `rate` a second, or fewer where Cloudflare says that others use
    the budget too. `rate=None` sends without a queue, for the emulator or for tests. A refusal for the rate limit holds
    back every call until its wait is over, whatever the rate. `pacer` is another queue, with a rate of its own: a
    LocalPacer that the clients of several tokens of one user share, or what else does as Pacer describes.

    **Retries.** A call that fails on the way, or with a passing error of Cloudflare's, is repeated up to `retries`
    times, after a random wait that grows from half a second to eight; but not where doing it twice would be something
    else than doing it once: then NoAnswer says that the outcome is unknown. A delete that was repeated and finds
    nothing has succeeded. When much fails, less is repeated; an upload that breaks off twice is not sent again.

    One client may be shared: by threads, by forked children (each has a queue of its own), and, if it is async, by
    event loops one after another.
    Every failure is a `tenantry.Error`. Raises NotSent for credentials that are missing, of two kinds, or no text,
    and for other options that cannot be used.
    https://developers.cloudflare.com/fundamentals/api/get-started/create-token/
    """

    def __init__(
        self,
        *,
        account_id: str | None = None,
        api_token: str | None = None,
        api_key: str | None = None,
        api_email: str | None = None,
        base_url: str | None = None,
        timeout: float = 60.0,
        max_wait: float = 30.0,
        deadline: float | None = None,
        retries: int = 4,
        rate: float | None = 3.8,
        pacer: Pacer | None = None,
        http_client: httpx.Client | None = None,
        on_event: Callable[[_later.events.Event], None] | None = None,
    ) -> None:
        try:
            self.account_id: str = _credentials.account(account_id)
            url = _options.base_url(base_url)
            credentials = _credentials.credentials(api_token, api_key, api_email)
            self._driver = Driver(
                ClientConfig(
                    base_url=url,
                    credentials=credentials,
                    pacer=_options.pacer(pacer, rate, credentials, url),
                    timeout=timeout,
                    max_wait=max_wait,
                    deadline=deadline,
                    retries=retries,
                    on_event=on_event,
                ),
                Pool(http_client),
            )
        except BaseException as error:
            clear_frames(error)
            # Error reporters show the variables of each frame, and a client that is half made cannot be shown.
            del self, api_token, api_key, base_url
            raise
        self._run = self._driver.run

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_wait: float | None = None,
        deadline: float | None = None,
        retries: int | None = None,
        priority: Priority | None = None,
    ) -> Self:
        """The same client, with the same connections and in the same queue, but with other options.

        What is None stays as it is; `math.inf` as `max_wait` or `deadline` means without a limit. Calls of priority
        "bulk" give way to "interactive" ones, and stop while less than a quarter of Cloudflare's budget is left.
        """
        # Any: each has a type of its own, which its converter checks.
        given: dict[str, Any] = {"timeout": timeout, "max_wait": max_wait, "deadline": deadline, "retries": retries}
        given = {name: value for name, value in {**given, "priority": priority}.items() if value is not None}
        other = copy.copy(self)
        other._driver = evolve(self._driver, config=evolve(self._driver.config, **given))
        other._run = other._driver.run
        return other

    def close(self) -> None:
        """Close the connections; a later call opens new ones. An `http_client` of yours stays open."""
        self._driver.pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<tenantry.{type(self).__name__} of account {self.account_id} at {self._driver.config.base_url}>"

    @property
    def base_url(self) -> str:
        """The server that its calls go to."""
        return self._driver.config.base_url

    @property
    def pacer(self) -> Pacer:
        """The queue that its calls stand in."""
        return self._driver.config.pacer

    @property
    def api(self) -> _later.RawClient:
        """The generated client, with these credentials: every operation of the API, as `tenantry_api.api` has them.

        It decodes, and that is all: refusals are returned, nothing is explained, and httpx's exceptions come out.
        """
        return self._driver.api()

    def request(self, method: str, path: str, *, content: bytes = b"", content_type: str = "application/json") -> bytes:
        """The body of the answer to any request, for what has no verb here.

        `path` is the one below the base URL, with its query: `/accounts/…?page=2`. The request is paced, repeated where
        HTTP says that twice is the same as once, and refused as those of every verb.
        https://developers.cloudflare.com/api/
        """
        return self._run(body(method, path, content, content_type))

    def namespace(self, name: str) -> Namespace:
        """A handle for the dispatch namespace of this name; sends nothing.

        Raises NotSent for a name that is empty, `.`, `..`, no str, or has control characters.
        """
        return Namespace(self, valid_name("The name of a namespace", name))

    def list_namespaces(self) -> Rows[models.NamespaceInfo]:
        """All dispatch namespaces of the account.

        https://developers.cloudflare.com/api/resources/workers_for_platforms/subresources/dispatch/subresources/namespaces/methods/list
        """
        return self._run(namespaces.list_all(self.account_id))

    def list_workers(self, *, tags: Mapping[str, bool] | None = None) -> Rows[models.WorkerInfo]:
        """The account's own Workers, outside any dispatch namespace, with their routes.

        `tags` says which tags a Worker shall have, and which not. Raises NotSent for a tag with `:`, `,` or `&`.
        https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/list
        """
        return self._run(_later.scripts.list_workers(self.account_id, tags))
