"""`tenantry quarantine` and `release`: takes scripts out of service, and brings them back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Annotated

from attrs import frozen
from cyclopts import Parameter

from tenantry_cli import consent
from tenantry_cli.exits import CommandError, Exit
from tenantry_cli.journal import FROM_ENVIRONMENT, Journal, opened, reason
from tenantry_cli.options import AS_IT_IS, DEFAULTS, Expected, Options
from tenantry_cli.output.kinds import CHANGE, OUTCOME
from tenantry_cli.output.output import Change, counted
from tenantry_cli.session import Session

if TYPE_CHECKING:
    from tenantry_fleet import Event, Fleet, Operation

_UNAVAILABLE = "This site is not available."
QUARANTINED = "tenantry-quarantined"
# What leaves nothing to do.
_WELL = {"done", "unchanged"}

Names = Annotated[str, Parameter(help="The names of the scripts.")]
Tag = Annotated[str | None, Parameter(help="Every script that has this tag.")]


def quarantine(
    *scripts: Names,
    tag: Tag = None,
    text: Annotated[str, Parameter(help="What visitors read.")] = _UNAVAILABLE,
    expected: Expected = AS_IT_IS,
    journal: Journal = FROM_ENVIRONMENT,
    options: Options = DEFAULTS,
) -> Exit:
    """Put a stub that answers 503 in the place of scripts.

    Bindings, secrets, and the data of Durable Objects stay. The code goes into
    the journal, from which `tenantry release` brings it back.

    $ tenantry quarantine acme-shop -n production --reason "abuse, ticket 912"
    """
    from tenantry_fleet import quarantine as operation

    if bool(scripts) == bool(tag):
        raise CommandError("Say which scripts: their names, or --tag.", Exit.USAGE)
    with Session(options, CHANGE if options.dry_run else OUTCOME) as session:
        verb = _Verb("quarantined", lambda _: operation(text))
        return _contain(session, verb, scripts, tag, expected, journal)


def release(
    *scripts: Names, expected: Expected = AS_IT_IS, journal: Journal = FROM_ENVIRONMENT, options: Options = DEFAULTS
) -> Exit:
    """Bring scripts back from quarantine; without names, all that are in it.

    $ tenantry release acme-shop -n production --reason "mended, ticket 912"
    """
    with Session(options, CHANGE if options.dry_run else OUTCOME) as session:
        verb = _Verb("released", lambda fleet: fleet.release())
        return _contain(session, verb, scripts, None if scripts else QUARANTINED, expected, journal)


@frozen
class _Verb:
    """What is done to each script."""

    done: str
    operation: Callable[[Fleet], Operation]


def _contain(
    session: Session, verb: _Verb, scripts: tuple[str, ...], tag: str | None, expected: Expected, journal: Journal
) -> Exit:
    """All at once and whatever fails: an abuse does not wait for a canary."""
    with opened(session, journal, _progress(session)) as fleet:
        selection = fleet.select(names=scripts) if scripts else fleet.select(tags={tag or "": True})
        names = [info.name for info in selection]
        if missing := [name for name in scripts if name not in names]:
            raise CommandError(f"{session.namespace_name} has no script {missing[0]!r}. Nothing was done.")
        if not names:
            session.output.note(f"No script of {session.namespace_name} has the tag {tag}.")
            return Exit.DONE
        if session.options.dry_run:
            session.output.all_changed([session.said(Change(verb.done, "script", name)) for name in names])
            return Exit.DONE
        _ask(session, names, tag, expected, verb)
        # What was agreed to, and nothing that has the tag since.
        plan = fleet.select(names=names).plan(verb.operation(fleet), reason=reason(session))
        rollout = plan.start(canary=0, waves=["100%"], max_failures="100%")
        outcomes = rollout.report().to_dicts()
    session.output.rows(outcomes)
    if unknown := {*names} - {each["script"] for each in outcomes}:
        text = f"They are not in quarantine, as far as this journal knows: {', '.join(sorted(unknown))}."
        raise CommandError(text, Exit.STOPPED if outcomes else Exit.FAILED)
    is_done = rollout.state == "done" and all(each["outcome"] in _WELL for each in outcomes)
    return Exit.DONE if is_done else Exit.STOPPED


def _ask(session: Session, names: list[str], tag: str | None, expected: Expected, verb: _Verb) -> None:
    where = session.namespace_name
    if tag:
        what = f"{counted(len(names), 'script')} of {where} with the tag {tag} will be {verb.done}"
        consent.ask_for_set(session.output, names, expected, what=what, name=session.to_type(tag))
    else:
        consent.compare(names, expected)
        session.agree(f"{', '.join(names)} of {where} will be {verb.done}", *names)


def _progress(session: Session) -> Callable[[Event], None]:
    ended = count(1)

    def tell(event: Event) -> None:
        from tenantry_fleet import ScriptEnded

        if isinstance(event, ScriptEnded):
            session.status.show(f"{counted(next(ended), 'script')} done")

    return tell
