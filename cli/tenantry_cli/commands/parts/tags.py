"""`tenantry tag`: tags of a script."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from tenantry_cli.options import DEFAULTS, Options, Script
from tenantry_cli.output.kinds import TAG
from tenantry_cli.output.output import Change
from tenantry_cli.session import Session

Tag = Annotated[str, Parameter(help="The tag.")]


def list_(script: Script, /, *, options: Options = DEFAULTS) -> None:
    """List the tags of a script.

    $ tenantry tag list acme-shop
    """
    with Session(options, TAG) as session:
        session.output.rows(session.script(script).get_tags())


def add(script: Script, tag: Tag, /, *, options: Options = DEFAULTS) -> None:
    """Add a tag to a script; the others stay.

    $ tenantry tag add acme-shop plan-pro
    """
    with Session(options) as session:
        target = session.script(script)
        session.change(Change("added", "tag", tag, script), lambda: target.add_tag(tag), look=target.get)


def rm(script: Script, tag: Tag, /, *, options: Options = DEFAULTS) -> None:
    """Take a tag from a script; the others stay.

    $ tenantry tag rm acme-shop beta
    """
    with Session(options) as session:
        target = session.script(script)
        session.change(Change("removed", "tag", tag, script), lambda: target.remove_tag(tag), look=target.get)


def set_(
    script: Script,
    /,
    *tags: Annotated[str, Parameter(help="All tags that it shall have; none removes all.")],
    options: Options = DEFAULTS,
) -> None:
    """Replace all tags of a script.

    $ tenantry tag set acme-shop customer-acme plan-pro
    """
    with Session(options) as session:
        target = session.script(script)
        said = ", ".join(tags) or "none"
        change = Change(f"set to {said}", "tags", script, script)
        session.change(change, lambda: target.set_tags(tags), look=target.get)
