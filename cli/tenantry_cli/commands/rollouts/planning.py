"""`tenantry rollout plan`: says what a rollout would do and what that takes, and writes it down."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from cyclopts import Parameter

from tenantry_cli.deployment import read_settings
from tenantry_cli.exits import Exit
from tenantry_cli.journal import FROM_ENVIRONMENT, Journal, opened, reason
from tenantry_cli.options import DEFAULTS, NotTags, Options, Tags, tag_filter
from tenantry_cli.output.kinds import PLAN
from tenantry_cli.session import Session

if TYPE_CHECKING:
    from tenantry_fleet import Operation, Plan

Code = Annotated[Path, Parameter(help="A folder as `wrangler deploy --dry-run --outdir` writes it, or one file.")]
Main = Annotated[str | None, Parameter(help="The main module, where several could be it.")]


@Parameter(name="*")
@frozen(kw_only=True)
class Chosen:
    """Which scripts; all that is given has to hold. Those on hold or in quarantine are left out unless asked for."""

    tag: Tags = ()
    not_tag: NotTags = ()
    name: Annotated[tuple[str, ...], Parameter(name="--name")] = ()
    """Only this script; may be given several times."""
    names_from: Path | None = None
    """Only the scripts whose names stand in this file, one on each line."""
    etag: str | None = None
    """Only scripts whose code has this etag, as `tenantry builds` shows it."""
    modified_before: datetime | None = None
    """Only scripts that were not changed since, such as 2026-11-01; in UTC, unless it says."""


ALL = Chosen()


def put_content(
    code: Code,
    /,
    *,
    main: Main = None,
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Replace the code of scripts, and nothing else.

    $ tenantry rollout plan put-content dist/ --tag plan-pro --reason "shim 4.2"
    """
    from tenantry_fleet import put_content as operation

    return _plan(lambda: operation(str(code), main=main), chosen, journal, options)


def deploy(
    code: Code,
    /,
    *,
    main: Main = None,
    compatibility_date: Annotated[
        str | None, Parameter(help="The runtime's behaviour that it was written for.")
    ] = None,
    settings: Annotated[
        Path | None,
        Parameter(help="A file of settings, as `settings get --json` prints them; those that it names are replaced."),
    ] = None,
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Replace the code of scripts, and settings in the same upload; all others stay.

    $ tenantry rollout plan deploy dist/ --settings limits.json --reason "4.2"
    """
    from tenantry_fleet import deploy as operation

    given = {} if settings is None else read_settings(settings)
    given |= {} if compatibility_date is None else {"compatibility_date": compatibility_date}
    return _plan(lambda: operation(str(code), main=main, **given), chosen, journal, options)


def settings(
    file: Annotated[Path, Parameter(help="Settings, as `settings get --json` prints them; those in it are changed.")],
    /,
    *,
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Change settings of scripts, without code.

    $ tenantry rollout plan settings limits.json --tag plan-free --reason "881"
    """
    from tenantry_fleet import patch_settings as operation

    return _plan(lambda: operation(**read_settings(file)), chosen, journal, options)


def set_tags(
    *tags: Annotated[str, Parameter(help="All tags that each script shall have; none removes all.")],
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Replace all tags of scripts.

    $ tenantry rollout plan set-tags plan-pro --tag plan-trial --reason "881"
    """
    from tenantry_fleet import set_tags as operation

    return _plan(lambda: operation(tags), chosen, journal, options)


def add_tag(
    new: Annotated[str, Parameter(help="The tag.")],
    /,
    *,
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Add a tag to scripts.

    $ tenantry rollout plan add-tag tenantry-hold --name acme-shop --reason "881"
    """
    from tenantry_fleet import add_tag as operation

    return _plan(lambda: operation(new), chosen, journal, options)


def remove_tag(
    old: Annotated[str, Parameter(help="The tag.")],
    /,
    *,
    chosen: Chosen = ALL,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Take a tag from scripts.

    $ tenantry rollout plan remove-tag beta --reason "the beta is over"
    """
    from tenantry_fleet import remove_tag as operation

    return _plan(lambda: operation(old), chosen, journal, options)


def _plan(operation: Callable[[], Operation], chosen: Chosen, journal: Journal, options: Options) -> Exit:
    """It says of nothing that it will be done before somebody starts it."""
    with Session(options, PLAN) as session, opened(session, journal) as fleet:
        before = chosen.modified_before
        selection = fleet.select(
            tags=tag_filter(chosen.tag, chosen.not_tag),
            names=chosen.names_from or chosen.name or None,
            etag=chosen.etag,
            modified_before=before.replace(tzinfo=UTC) if before and before.tzinfo is None else before,
        )
        return show(session, selection.plan(operation(), reason=reason(session)))


def broken(session: Session, text: str) -> None:
    """Print a text, which is one line for programs, and broken between words for a terminal."""
    is_terminal = session.output.stdout.isatty()
    lines = textwrap.wrap(text, shutil.get_terminal_size().columns, subsequent_indent="  ") if is_terminal else [text]
    for line in lines:
        session.output.text(line)


def show(session: Session, plan: Plan) -> Exit:
    """Print a plan; the exit code says whether there is something to do."""
    if session.output.is_json or session.options.fields:
        session.output.one(plan)
    else:
        session.output.text(f"{plan.id} {plan.operation}")
        broken(session, str(plan))
    if not plan.calls:
        return Exit.DONE
    session.output.note(f"To start it: tenantry rollout start {plan.id}")
    return Exit.PENDING
