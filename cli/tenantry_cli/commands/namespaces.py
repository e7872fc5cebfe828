"""`tenantry ns`: dispatch namespaces."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

import tenantry
from tenantry_cli.exits import CommandError
from tenantry_cli.options import DEFAULTS, Options
from tenantry_cli.output.kinds import NAMESPACE
from tenantry_cli.output.output import Change, counted
from tenantry_cli.session import Session

Name = Annotated[str, Parameter(help="The name of the namespace.")]


def list_(*, options: Options = DEFAULTS) -> None:
    """List the dispatch namespaces of the account.

    $ tenantry ns list
    """
    with Session(options, NAMESPACE) as session:
        session.output.rows(session.client.list_namespaces())


def get(name: Name, /, *, options: Options = DEFAULTS) -> None:
    """Show what Cloudflare says of a namespace.

    $ tenantry ns get production --json
    """
    with Session(options, NAMESPACE) as session:
        session.output.one(session.client.namespace(name).get())


def create(name: Name, /, *, options: Options = DEFAULTS) -> None:
    """Create a namespace; fail if it is there.

    $ tenantry ns create production
    """
    with Session(options) as session:
        namespace = session.client.namespace(name)

        def look() -> None:
            with suppress(tenantry.NamespaceNotFound):
                namespace.get()
                raise CommandError(f"There is a namespace {name} already.")

        session.change(Change("created", "namespace", name), namespace.create, look=look)


def ensure(name: Name, /, *, options: Options = DEFAULTS) -> None:
    """Create a namespace if it is not there.

    $ tenantry ns ensure production
    """
    with Session(options) as session:
        session.change(Change("ensured", "namespace", name), session.client.namespace(name).ensure, look=None)


def rename(
    name: Name,
    new_name: Annotated[str, Parameter(help="Its new name.")],
    /,
    *,
    options: Options = DEFAULTS,
) -> None:
    """Rename a namespace.

    Dispatch Workers that bind to the old name no longer find it.

    $ tenantry ns rename staging production
    """
    with Session(options) as session:
        namespace = session.client.namespace(name)
        session.change(
            Change(f"renamed to {new_name}", "namespace", name),
            lambda: namespace.rename(new_name),
            look=namespace.get,
            destroys=f"Dispatch Workers that bind to {name} will no longer find it",
        )


def trust(
    name: Name,
    /,
    *,
    off: Annotated[bool, Parameter(help="Trust them no longer.")] = False,
    options: Options = DEFAULTS,
) -> None:
    """Trust the scripts of a namespace, or no longer.

    Trusted scripts may use `request.cf` and share the zone's cache. Those that
    are there have to be deployed again before `request.cf` reaches them.

    $ tenantry ns trust production
    """
    with Session(options) as session:
        action = "no longer trusted" if off else "trusted"
        namespace = session.client.namespace(name)
        change = Change(action, "namespace", name)
        session.change(change, lambda: namespace.update(trusted_workers=not off), look=namespace.get)


def delete(name: Name, /, *, options: Options = DEFAULTS) -> None:
    """Delete a namespace and every script in it, for good.

    $ tenantry ns delete staging
    """
    with Session(options) as session:
        namespace = session.client.namespace(name)
        count = namespace.get().script_count
        scripts = "all its scripts" if count is None else f"its {counted(count, 'script')}"
        session.change(
            Change("deleted", "namespace", name),
            lambda: namespace.delete(confirm=name),
            # Its scripts were counted.
            look=None,
            destroys=f"The namespace {name} will be deleted with {scripts} and their secrets, for good",
        )
