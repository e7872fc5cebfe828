"""`tenantry rm`: deletes scripts, by their names or by a tag."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

import tenantry
from tenantry_cli import consent
from tenantry_cli.exits import CommandError, Exit, code_of
from tenantry_cli.options import AS_IT_IS, DEFAULTS, Expected, Options
from tenantry_cli.output.output import NOT_THERE, Change, counted
from tenantry_cli.session import Session


def rm(
    *scripts: Annotated[str, Parameter(help="The names of the scripts.")],
    tag: Annotated[str | None, Parameter(help="Delete every script that has this tag.")] = None,
    force: Annotated[bool, Parameter(help="Also those that others bind to, and the data of Durable Objects.")] = False,
    expected: Expected = AS_IT_IS,
    options: Options = DEFAULTS,
) -> None:
    """Delete scripts with their secrets, for good.

    With a tag, the scripts are listed and shown first, and those that were
    shown are deleted, each by a call of its own. Where nobody can be asked,
    `--expect` and `--expect-set` say which set is meant; `--dry-run` prints
    both. KV namespaces, databases, buckets and host names stay.

    $ tenantry rm acme-shop -n production

    $ tenantry rm --tag customer-acme -n production
    """
    if bool(scripts) == bool(tag):
        raise CommandError("Say which scripts: their names, or --tag.", Exit.USAGE)
    with Session(options) as session:
        names = [*dict.fromkeys(scripts)] if scripts else _tagged(session, tag or "")
        if not names:
            session.output.note(f"No script of {session.namespace_name} has the tag {tag}.")
        elif not options.dry_run:
            _ask(session, names, tag, expected)
        elif tag:
            session.output.note(f"These are --expect {len(names)} --expect-set {consent.digest_of(names)}")
        _delete(session, names, force, are_there=bool(tag))


def _tagged(session: Session, tag: str) -> list[str]:
    return [info.name for info in session.namespace.list_scripts(tags={tag: True})]


def _ask(session: Session, names: list[str], tag: str | None, expected: Expected) -> None:
    where = session.namespace_name
    if tag:
        scripts = f"{counted(len(names), 'script')} of {where} with the tag {tag}"
        what = f"{scripts} will be deleted with all secrets, for good"
        consent.ask_for_set(session.output, names, expected, what=what, name=session.to_type(tag))
    else:
        consent.compare(names, expected)
        what = f"{', '.join(names)} of {where} will be deleted with all secrets, for good"
        session.agree(what, *names)


def _delete(session: Session, names: list[str], force: bool, *, are_there: bool) -> None:
    """One after another; where one fails, what was deleted is said before the failure."""
    done: list[Change] = []
    try:
        for name in names:
            script = session.script(name)
            was_there = are_there or _is_there(script) if session.options.dry_run else script.delete(force=force)
            done.append(session.said(Change("deleted" if was_there else NOT_THERE, "script", name)))
    except tenantry.Error as error:
        session.output.all_changed(done)
        left = f"{len(names) - len(done):,} of {len(names):,} are left"
        raise CommandError(f"{error}\n{left}.", Exit.STOPPED if done else code_of(error)) from error
    session.output.all_changed(done)


def _is_there(script: tenantry.Script) -> bool:
    with suppress(tenantry.ScriptNotFound):
        script.get()
        return True
    return False
