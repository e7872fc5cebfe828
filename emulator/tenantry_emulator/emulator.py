"""The server, in a thread of its own, for as long as a `with` block lasts."""

import http.client
import json
import os
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Self, cast
from urllib.parse import quote, urlencode

from .arguments import ACCOUNT, PORT, SOME, SWITCH, TEXT, check, check_instance, check_path
from .clock import Clock
from .context.faults import Faults
from .context.guesses import Guesses
from .context.rate_limit import Limit
from .context.recorded import RecordedRequest
from .context.state import new_state
from .deployment.dispatch_worker import check_dispatch_worker
from .errors import EmulatorError, NotRunning, NotStarted, WrongArgument
from .operations.registry import operation_names
from .runtime.bounds import Bounds
from .runtime.front_door import dispatchers
from .runtime.processes import binary
from .runtime.processes.binary import Binary, NoRuntime
from .runtime.runtime import RuntimeOptions
from .server.server import HOST, Server, listening
from .spec.operations import bundled
from .wire.json_types import Json, JsonObject, as_list, as_object

# Room for a bucket of assets in base64, and for the largest script.
MAX_BODY = 128 * 1024 * 1024
# What can be a part of the name of a host; upper case would not arrive as such.
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
SCHEMAS = {"port": PORT, "max_body": SOME, "front_door": PORT, "allow_network": SWITCH}
TYPES: dict[str, tuple[type, ...]] = {
    "state": (Path, str),
    "guesses": (Guesses,),
    "limit": (Limit,),
    "runs_workers": (bool,),
    "dispatcher": (Path, str),
    "bounds": (Bounds,),
}


class Emulator:
    """Cloudflare's API on a port of this machine, from when it is made until it is closed.

    `state` is a file that keeps the state; without one it is in memory. `port` 0 takes a free one. `limit` is
    Cloudflare's limit on requests, `Limit()`, or a smaller one; without it there is none. `max_body` is the most bytes
    that a request may bring.

    Uploaded Workers run if the runtime is found: workerd, which npm installs. `runs_workers` True insists on it, and
    False does without. They answer at the front door, on the port `front_door`; `dispatcher` is the folder of a
    dispatch Worker and its `wrangler.jsonc`, to use there instead of the emulator's own. They reach this machine alone,
    unless `allow_network` is True; `bounds` are what they may use of it.
    """

    __module__ = "tenantry_emulator"

    account_id = "e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0"
    """An account to use; every other of 32 hexadecimal digits works too, and has its own state."""

    api_token = "any-token-will-do"
    """A token to use; every other works too."""

    def __init__(
        self,
        *,
        port: int = 0,
        state: Path | str | None = None,
        guesses: Guesses | None = None,
        limit: Limit | None = None,
        max_body: int = MAX_BODY,
        runs_workers: bool | None = None,
        front_door: int = 0,
        dispatcher: Path | str | None = None,
        allow_network: bool = False,
        bounds: Bounds | None = None,
    ) -> None:
        _check(
            port=port,
            state=state,
            guesses=guesses,
            limit=limit,
            max_body=max_body,
            runs_workers=runs_workers,
            front_door=front_door,
            dispatcher=dispatcher,
            allow_network=allow_network,
            bounds=bounds,
        )
        self._process = os.getpid()
        self._dispatcher = dispatcher
        self.no_runtime: str | None = "runs_workers is False"
        """Why uploaded Workers are not run, if they are not."""
        with _starting(), ExitStack() as undoing:
            program = self._program(runs_workers)
            # Workers run in folders of their own, and whoever names a file by a link means the same file.
            path = None if state is None else Path(os.path.realpath(state))
            self._socket = undoing.enter_context(listening(port))
            self._front_door = undoing.enter_context(listening(front_door)) if program else None
            worker = dispatchers.chosen(self.account_id, dispatcher)
            if dispatcher is not None:
                check_dispatch_worker(worker.settings)
            data = path and Path(f"{path}.data")
            options, held = None, bounds or Bounds()
            if program and self._front_door:
                options = RuntimeOptions(program, self._front_door, worker, held, allow_network, data)
            self._state = new_state(path, guesses or Guesses(), limit, max_body, held, options, operation_names())
            undoing.callback(self._state.discard)
            self._server = Server(self._state)
            undoing.pop_all()
        self.port: int = self._socket.getsockname()[1]
        self._front_door_port = self._front_door and self._front_door.getsockname()[1]
        self._problem: BaseException | None = None
        self._thread = threading.Thread(target=self._serve, name="tenantry_emulator", daemon=True)
        self._thread.start()
        self._server.is_up.wait()
        if not self._server.started:
            self.close()
            raise NotStarted(f"the emulator did not start: {self._problem}") from self._problem

    def _program(self, wanted: bool | None) -> Binary | None:
        """The runtime, if Workers shall be run."""
        if wanted is False:
            return None
        try:
            program = binary.found()
        except NoRuntime as error:
            if wanted:
                raise
            self.no_runtime = str(error)
            return None
        self.no_runtime = None
        return program

    def _serve(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        except BaseException as error:
            # The thread that waits raises it; afterwards nobody does.
            self._problem = error
            if self._server.started:
                raise
        finally:
            self._server.is_up.set()

    @property
    def url(self) -> str:
        """Where the API is, as a client's base URL."""
        return f"http://{HOST}:{self.port}{bundled().base_path}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead clients here: tenantry and the official SDK by the first three, wrangler by the last."""
        return {
            "CLOUDFLARE_BASE_URL": self.url,
            "CLOUDFLARE_API_TOKEN": self.api_token,
            "CLOUDFLARE_ACCOUNT_ID": self.account_id,
            "CLOUDFLARE_API_BASE_URL": self.url,
        }

    @property
    def clock(self) -> Clock:
        """The emulator's time. `clock.advance(300)` ends a block by the limit, `clock.advance(3600)` ages tokens."""
        return self._state.clock

    @property
    def faults(self) -> Faults:
        """What shall go wrong: `faults.add(Fault("edge", operation="get_script", status=502))`."""
        return self._state.faults

    @property
    def failures(self) -> list[str]:
        """Answers with status 500 that nobody asked for. There should be none: each is a defect of the emulator."""
        return list(self._state.failures)

    def __repr__(self) -> str:
        workers = "without Workers" if self.no_runtime else f"Workers at {self.front_door}"
        return f"<Emulator {self.url}, {workers}{'' if self._thread.is_alive() else ', closed'}>"

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """What was asked of the API, the oldest first: the latest 10,000 that have ended."""
        return self._state.recorder.list()

    def create_namespace(self, name: str) -> None:
        """A dispatch namespace in `account_id`, whatever faults, limits and credentials there are for clients."""
        check("name", name, TEXT)
        self._ask("POST", self._control("namespaces"), {"account_id": self.account_id, "name": name})

    def reset(self) -> None:
        """Forget everything: the state, faults, registered credentials, what was counted; the clock is right again."""
        self._ask("POST", self._control("reset"), {})

    def logs(self, namespace: str | None, script: str = "", *, account_id: str | None = None) -> list[JsonObject]:
        """What a script wrote to the console and has not caught, or without a name each script of the namespace.

        Each is an object of `script`, `timestamp`, `level` and `message`. None for the namespace is for the account's
        own Workers.
        """
        place = self._place(account_id, dispatch_namespace=namespace, script_name=script if script != "" else None)
        return [as_object(entry) for entry in as_list(self._ask("GET", self._control("logs", place)))]

    def assets(self, namespace: str | None, script: str, *, account_id: str | None = None) -> JsonObject | None:
        """The static assets of a script, as `config` and `files` by their paths; None where it has none."""
        place = self._place(account_id, dispatch_namespace=namespace, script_name=script)
        found = self._ask("GET", self._control("assets", place))
        return None if found is None else as_object(found)

    def messages(self, queue: str, *, account_id: str | None = None) -> list[JsonObject]:
        """What Workers sent to a queue, the oldest first: objects of `sent_on`, `content_type` and `body`."""
        place = self._place(account_id, queue_name=queue)
        return [as_object(message) for message in as_list(self._ask("GET", self._control("messages", place)))]

    def _place(self, account_id: str | None, **names: str | None) -> str:
        account = self.account_id if account_id is None else account_id
        _check_names(account, **names)
        return urlencode({"account_id": account, **{name: value or "" for name, value in names.items()}})

    def _control(self, what: str, query: str = "") -> str:
        return f"http://{HOST}:{self.port}/__emulator/{what}?{query}"

    def _ask(self, method: str, url: str, body: JsonObject | None = None) -> Json:
        """What the emulator answers itself, in the thread that serves it."""
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, content, {"Content-Type": "application/json"}, method=method)
        # Straight there: a proxy of the environment has no part in this.
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as answer:
                return cast(Json, json.load(answer)["result"])
        except urllib.error.HTTPError as error:
            with error:
                message = json.load(error)["errors"][0]["message"]
                if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise EmulatorError(message) from error
                raise WrongArgument(f"the emulator refuses that: {message}") from error
        except (OSError, http.client.HTTPException) as error:
            raise NotRunning(f"the emulator is closed: {getattr(error, 'reason', error)}") from error

    @property
    def front_door(self) -> str | None:
        """Where Workers answer, as a URL without a path; None where they are not run."""
        return f"http://{HOST}:{self._front_door_port}" if self._front_door else None

    def script_url(
        self,
        script: str,
        namespace: str | None,
        path: str = "",
        *,
        account_id: str | None = None,
        by_host: bool = False,
    ) -> str:
        """Where a script answers: a URL that every client can reach; a path may be given, or appended.

        None for the namespace is for one of the account's own Workers.

        The Worker itself sees the URL without the names. `by_host` gives `http://<script>.<namespace>.localhost:<port>`
        instead, for clients that resolve such names, as browsers do: cookies and absolute links are the script's own
        there. With a dispatch Worker of your own only that one knows where scripts answer.
        """
        check("script", script, TEXT)
        _check_names(self.account_id if account_id is None else account_id, namespace=namespace)
        check("by_host", by_host, SWITCH)
        check("path", path, {"type": "string", "pattern": "^(/.*)?$"})
        if self.front_door is None:
            raise NotRunning(f"no Worker is run here: {self.no_runtime}")
        if self._dispatcher is not None:
            raise NotRunning(f"where scripts answer is for the dispatch Worker to say: {self._dispatcher}")
        if by_host:
            return f"{self._host_form(script, namespace, account_id)}{path}"
        of_account = "" if account_id is None else f"/@{account_id}"
        within = "~" if namespace is None else quote(namespace, safe="")
        return f"{self.front_door}{of_account}/{within}/{quote(script, safe='')}{path}"

    def _host_form(self, script: str, namespace: str | None, account_id: str | None) -> str:
        names = [script] if namespace is None else [script, namespace]
        if account_id not in (None, self.account_id) or not all(LABEL.fullmatch(name) for name in names):
            raise WrongArgument(
                "only names that can stand in a host, of the account `account_id`, have such an address"
            )
        return f"{self.front_door}".replace(HOST, f"{'.'.join(names)}.localhost")

    def register_token(
        self, token: str, *, permissions: Iterable[str] | None = None, expires_on: datetime | None = None
    ) -> None:
        """Know this API token; from the first on, credentials that are not registered are refused.

        `permissions` are those of an operation's documentation, such as `Workers Scripts Read`; without, all.
        """
        self._state.keyring.register_token(token, permissions=permissions, expires_on=expires_on)

    def register_key(self, email: str, key: str) -> None:
        """Know this Global API key of this mail address, which may do everything."""
        self._state.keyring.register_key(email, key)

    def close(self) -> None:
        """Answer what was asked, then stop. Closing twice does nothing more, nor does closing it in a fork."""
        if os.getpid() != self._process:
            return
        self._server.stop()
        self._thread.join()
        self._socket.close()
        if self._front_door:
            self._front_door.close()
        self._state.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def _starting() -> Iterator[None]:
    """A block in which the system may refuse what the emulator needs, such as more open files."""
    try:
        yield
    except OSError as error:
        raise NotStarted(f"the emulator did not start: {error}") from error


def _check_names(account_id: str, **names: str | None) -> None:
    """Refuse what cannot be an account, or a name; a name may be None."""
    check("account_id", account_id, ACCOUNT)
    for name, value in names.items():
        if value is not None:
            check(name, value, TEXT)


def _check(**arguments: object) -> None:
    """Refuse arguments that cannot be; None stands for what is not given."""
    for name, schema in SCHEMAS.items():
        check(name, arguments[name], schema)
    for name, types in TYPES.items():
        check_instance(name, arguments[name], *types, type(None))
    for name in ("state", "dispatcher"):
        if isinstance(path := arguments[name], (Path, str)):
            check_path(name, path)
