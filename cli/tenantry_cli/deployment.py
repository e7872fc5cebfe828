"""What a deploy is told on the command line; `diff` takes the same, and compares it with what runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from attrs import evolve, frozen
from cyclopts import Parameter

import tenantry
from tenantry import models
from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.output.kinds import SETTINGS

# Of bindings that are variables, as Cloudflare calls them.
_VARIABLES = ("plain_text", "json")
_SECRETS = ("secret_text", "secret_key")


@Parameter(name="*")
@frozen(kw_only=True)
class Deployment:
    """What goes with the code; what is not mentioned stays as it is."""

    main: str | None = None
    """The main module, where several could be it."""
    compatibility_date: str | None = None
    """The runtime's behaviour that it was written for; a new script needs one."""
    tag: Annotated[tuple[str, ...], Parameter(name="--tag")] = ()
    """A tag; may be given several times, and takes the place of all tags."""
    var: Annotated[tuple[str, ...], Parameter(name="--var")] = ()
    """A variable as NAME=VALUE; may be given several times, and takes the place of all variables."""
    settings: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None
    """A file of settings and bindings, as `settings get --json` prints them; those that it names are replaced."""
    assets: Path | None = None
    """A folder of static assets, in the place of those that are served."""

    def arguments(self) -> dict[str, Any]:
        """For `deploy()`. Any: each argument has its own type, which the client checks."""
        given: dict[str, Any] = {} if self.settings is None else read_settings(self.settings)
        given |= {} if self.compatibility_date is None else {"compatibility_date": self.compatibility_date}
        given |= {"tags": [*self.tag]} if self.tag else {}
        given |= {"vars": dict(map(_variable, self.var))} if self.var else {}
        given |= {"assets": tenantry.Assets(self.assets)} if self.assets else {}
        return given

    def bundle(self, code: Path) -> tenantry.Bundle:
        """The modules in a folder, or the one in a file."""
        return tenantry.Bundle.read(code, main=self.main)

    def applied_to(self, running: tenantry.Snapshot, bundle: tenantry.Bundle) -> tenantry.Snapshot:
        """What would run after a deploy."""
        given = self.arguments()
        given.pop("assets", None)
        bindings = _bindings(running, given.pop("bindings", None), given.pop("vars", None))
        settings = {**running.settings.to_dict(), **given, "bindings": bindings}
        return evolve(running, code=bundle, settings=models.Settings.from_dict(settings))


def read_settings(file: Path) -> dict[str, Any]:
    """The settings in a file, or on stdin for `-`, without those that say nothing. Any: JSON."""
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        said = json.loads(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"The settings in {file} cannot be read: {error}", Exit.USAGE) from None
    if not isinstance(said, dict):
        raise CommandError(f"The settings in {file} are no JSON object.", Exit.USAGE)
    if unknown := said.keys() - SETTINGS.fields.keys():
        there = ", ".join(SETTINGS.fields)
        raise CommandError(f"{', '.join(sorted(unknown))} in {file} cannot be set; there are {there}.", Exit.USAGE)
    return {name: value for name, value in said.items() if value is not None}


def _variable(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not (name and sign):
        raise CommandError(f"--var is NAME=VALUE, and not {given!r}.", Exit.USAGE)
    return name, value


def _bindings(
    running: tenantry.Snapshot, given: Sequence[Mapping[str, Any]] | None, variables: Mapping[str, str] | None
) -> list[Mapping[str, Any]]:
    """The bindings after a deploy: what is given replaces all of its kind, and secrets stay. Any: JSON."""
    there = [each.to_dict() for each in running.bindings]
    replaced = {**dict.fromkeys(_VARIABLES, variables is not None), **dict.fromkeys(_SECRETS, False)}
    stays = [each for each in there if not replaced.get(each["type"], given is not None)]
    new = [
        *(given or ()),
        *({"type": "plain_text", "name": name, "text": text} for name, text in (variables or {}).items()),
    ]
    named = {each.get("name") for each in new}
    return [*(each for each in stays if each["name"] not in named), *new]
