"""`tenantry ls`, `get` and `builds`: what there is in a namespace."""

from __future__ import annotations

from tenantry_cli.options import DEFAULTS, NotTags, Options, Script, Tags, tag_filter
from tenantry_cli.output.kinds import BUILD, SCRIPT
from tenantry_cli.session import Session


def ls(*, tag: Tags = (), not_tag: NotTags = (), options: Options = DEFAULTS) -> None:
    """List the scripts of a namespace.

    $ tenantry ls --tag plan-pro --not-tag beta --fields name,modified_on
    """
    with Session(options, SCRIPT) as session:
        session.output.rows(session.namespace.list_scripts(tags=tag_filter(tag, not_tag)))


def get(script: Script, /, *, options: Options = DEFAULTS) -> None:
    """Show what Cloudflare says of a script.

    $ tenantry get acme-shop
    """
    with Session(options, SCRIPT) as session:
        session.output.one(session.script(script).get())


def builds(*, tag: Tags = (), not_tag: NotTags = (), options: Options = DEFAULTS) -> None:
    """Show which code runs where, the largest group first.

    Scripts are of one build that have one etag, the hash of their content.

    $ tenantry builds
    """
    with Session(options, BUILD) as session:
        session.output.rows(session.namespace.builds(tags=tag_filter(tag, not_tag)))
