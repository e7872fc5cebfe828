"""New code, alone or with what surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tenantry
from tenantry_fleet.journal.records import ScriptRecord

from .operation import Applied, Operation, digest, when


class PutContent(Operation):
    """Replaces the code, and nothing else; a script that is gone is never made anew."""

    kind = "put_content"
    backs_up = True
    writes_code = True

    def __init__(self, code: tenantry.Bundle) -> None:
        self._code = code

    @property
    def code(self) -> tenantry.Bundle:
        """The same for all."""
        return self._code

    def saved(self) -> dict[str, Any]:
        """The code stands in the journal by its digest."""
        return {"build": self.code.digest}

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """One request."""
        details = script.put_content(self.code)
        return Applied(details.etag, when(details.modified_on))

    def is_there(self, etag: str | None, tags: list[str], known: str | None) -> bool:
        """By its etag."""
        return known is not None and etag == known


class Deploy(Operation):
    """Replaces the code, and the settings that are given; all others are read first and sent again."""

    kind = "deploy"
    backs_up = True
    writes_code = True
    reads_settings = True

    def __init__(self, code: tenantry.Bundle, arguments: dict[str, Any]) -> None:
        self._code = code
        self.arguments = arguments
        lost = arguments.keys() & {"migrations", "assets", "secrets"}
        self.cannot_undo: tuple[str, ...] = tuple(sorted(lost | ({"secrets"} if has_secrets(arguments) else set())))
        # A migration is sent where the script does not have it yet; static assets begin with a session.
        self.calls: int = 3 + len(arguments.keys() & {"migrations", "assets"})

    @property
    def code(self) -> tenantry.Bundle:
        """The same for all."""
        return self._code

    def saved(self) -> dict[str, Any] | None:
        """Only arguments that JSON can hold, and no secrets."""
        if plain(self.arguments).keys() != self.arguments.keys():
            return None
        return {"build": self.code.digest, "arguments": self.arguments}

    @property
    def digest(self) -> str:
        """Of the names of the arguments where their values are not written down."""
        return digest([self.kind, self.code.digest, sorted(self.arguments), plain(self.arguments)])

    def check(self, namespace: tenantry.Namespace) -> None:
        """By a dry run."""
        try:
            namespace.script("any").deploy(self.code, **{**self.arguments, "create": False}, dry_run=True)
        except TypeError as error:
            raise tenantry.NotSent(f"deploy(): {error}") from None

    def apply(self, script: tenantry.Script, row: ScriptRecord) -> Applied:
        """Raises ScriptNotFound where it is gone."""
        details = script.deploy(self.code, **{**self.arguments, "create": False})
        return Applied(details.etag, when(details.modified_on))

    def tags_after(self, tags: list[str]) -> list[str] | None:
        """Those that are given."""
        return [*self.arguments["tags"]] if "tags" in self.arguments else None


def plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments that may be written down: JSON can hold them, and no secrets are in them. Any: of a deploy."""
    kinds = (str, int, float, bool, type(None))

    def fits(value: object) -> bool:
        if isinstance(value, list):
            return all(map(fits, value))
        if isinstance(value, dict):
            return all(isinstance(name, str) and fits(each) for name, each in value.items())
        return isinstance(value, kinds)

    return {name: value for name, value in arguments.items() if fits(value) and not has_secrets({name: value})}


def has_secrets(arguments: dict[str, Any]) -> bool:
    """Whether values of secrets are among them. Any: arguments of a deploy."""
    given = arguments.get("bindings", ())
    named = [each for each in given if isinstance(each, Mapping)] if isinstance(given, Iterable) else []
    return "secrets" in arguments or any(str(each.get("type")).startswith("secret_") for each in named)


def put_content(code: str | dict[str, bytes | str] | tenantry.Bundle, *, main: str | None = None) -> PutContent:
    """Replace the code of each script by this one, and nothing else: one request each.

    The code is a path, a mapping or a Bundle, as for `Script.put_content()`, and is read at once.
    """
    return PutContent(tenantry.Bundle.of(code, main=main))


def deploy(
    code: str | dict[str, bytes | str] | tenantry.Bundle, *, main: str | None = None, **arguments: Any
) -> Deploy:
    """Deploy this code to each script, with the arguments of `Script.deploy()`. Any: they are checked there.

    Three requests each: the settings before, for an undo, and a deploy's two; one more with migrations, and with
    assets one and those that upload them. A rollout with secrets, or with arguments that JSON cannot hold, wants them
    again where it is resumed: `resume(id, operation=deploy(…))`.
    """
    if wrong := arguments.keys() & {"create", "dry_run"}:
        raise tenantry.NotSent(f"A rollout decides on {', '.join(sorted(wrong))} itself.")
    return Deploy(tenantry.Bundle.of(code, main=main), arguments)
