"""What a command works with: a client made of options and environment, and where it prints."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property, partial
from types import TracebackType
from typing import TYPE_CHECKING, Self

from attrs import evolve

import tenantry
from tenantry import events

from . import consent
from .exits import CommandError, Exit
from .options import Options
from .output.kinds import CHANGE, Kind
from .output.output import Change, Output
from .output.status import Status

if TYPE_CHECKING:
    import httpx

# A ban by Cloudflare takes 300 seconds; it is waited out, in sight of the user.
_LONGEST_WAIT = 600.0
# One of these is in each text that is about credentials.
_CREDENTIALS = ("CLOUDFLARE_API_", "CLOUDFLARE_EMAIL", "CLOUDFLARE_ACCOUNT_ID", "account_id")


class Session:
    """For one command, which prints records of one kind."""

    def __init__(
        self,
        options: Options,
        kind: Kind = CHANGE,
        *,
        on_event: Callable[[events.Event], None] | None = None,
        http_client: Callable[[], httpx.Client] | None = None,
    ) -> None:
        self.options = options
        self.output: Output = Output(options, kind)
        self.status: Status = Status(self.output)
        # What a client is told; the status line shows it, unless the command has a display of its own.
        self._on_event = on_event or self.status
        self._http_client = http_client

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.status.clear()
        # `cached_property` has it here once it was made.
        if "client" in vars(self):
            self.client.close()

    @cached_property
    def client(self) -> tenantry.Client:
        """Raises for credentials, and for other settings of the environment, that are missing or cannot be."""
        client = partial(tenantry.Client, max_wait=_LONGEST_WAIT, rate=self.options.rate, on_event=self._on_event)
        try:
            made = client()
        except tenantry.NotSent as error:
            text = str(error)
            code = Exit.CREDENTIALS if any(name in text for name in _CREDENTIALS) else Exit.USAGE
            raise CommandError(text, code) from None
        if self._http_client is None:
            return made
        # Only one that opens its connections itself says what is wrong with a proxy or a file of certificates.
        made.close()
        return client(http_client=self._http_client())

    @property
    def namespace_name(self) -> str:
        """Of `-n`, or else of the environment."""
        name = self.options.namespace or os.environ.get("TENANTRY_NAMESPACE")
        if not name:
            raise CommandError("Which namespace? Say -n NAME, or set TENANTRY_NAMESPACE.", Exit.USAGE)
        return name

    @cached_property
    def namespace(self) -> tenantry.Namespace:
        """The dispatch namespace that the command is about."""
        return self.client.namespace(self.namespace_name)

    def script(self, name: str) -> tenantry.Script:
        """A script in it."""
        return self.namespace.script(name)

    def change(
        self,
        change: Change,
        do: Callable[[], object],
        *,
        look: Callable[[], object] | None,
        destroys: str | None = None,
    ) -> None:
        """Do it and say so; what is destroyed is asked for first.

        A dry run has a look instead, which raises where what is to be changed is not there.
        """
        if destroys and change.kind == "namespace" and not self.options.dry_run:
            # It is named on the command line.
            consent.ask(self.output, what=destroys, name=change.name)
        elif destroys:
            self.agree(destroys, change.name)
        if not self.options.dry_run:
            do()
        elif look:
            look()
        self.output.changed(self.said(change))

    def agree(self, what: str, *names: str) -> None:
        """Have the user agree to what will happen to the things of these names; a dry run needs no consent."""
        if not self.options.dry_run:
            consent.ask(self.output, what=what, name=self.to_type(*names))

    def said(self, change: Change) -> Change:
        """The change with what the session knows of it."""
        namespace = change.namespace if change.kind == "namespace" else self.namespace_name
        return evolve(change, namespace=namespace, dry_run=self.options.dry_run)

    def to_type(self, *names: str) -> str:
        """What somebody types to agree that the things of these names are destroyed; of several it is the namespace.

        The namespace belongs to it unless the command line names it: a variable that was set yesterday is not consent.
        Raises where nobody is asked and the command line does not.
        """
        name = names[0] if len(names) == 1 else self.namespace_name
        if self.options.namespace:
            return name
        if self.options.yes or not self.output.can_ask:
            text = f"Say -n {self.namespace_name}: TENANTRY_NAMESPACE alone is not consent to destroy something."
            raise CommandError(text, Exit.USAGE)
        return f"{self.namespace_name}/{name}" if len(names) == 1 else name
