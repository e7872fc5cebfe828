"""`python -m drift`: where the docs, openapi.yaml and reality part ways. docs/drift.md explains what it says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from drift.comparison import docs, pages
from drift.findings.finding import CannotTell, Report
from drift.findings.formats import FORMS
from drift.lock.docs_lock import LOCK
from drift.reality import cassettes, live
from drift.spec import specification
from drift.spec.document import SPEC

CLEAN, DRIFT, CANNOT_TELL = 0, 1, 2
TOKEN, BASE_URL = "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"

Check = Callable[[argparse.Namespace], Report]
Checks: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str]) -> int:
    """Run a check; what it returns is the exit code."""
    parsed = _parser().parse_args(arguments)
    check: Check = parsed.check
    try:
        report = check(parsed)
    except CannotTell as failure:
        print(f"drift: {failure}", file=sys.stderr)
        return CANNOT_TELL
    print(FORMS[parsed.format](report))
    return CLEAN if report.is_clean else DRIFT


def _docs(given: argparse.Namespace) -> Report:
    return docs.check(specification.read(given.spec), given.lock)


def _pages(given: argparse.Namespace) -> Report:
    return pages.check(specification.read(given.spec), given.old, given.new)


def _cassettes(given: argparse.Namespace) -> Report:
    return cassettes.check(specification.read(given.spec), given.folder, never_seen=given.never_seen)


def _live(given: argparse.Namespace) -> Report:
    spec = specification.read(given.spec)
    base_url = os.environ.get(BASE_URL) or spec.document.raw["servers"][0]["url"]
    account = live.Account(given.account, os.environ.get(TOKEN, ""), base_url)
    return live.check(spec, account, given.most, never_seen=given.never_seen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m drift", description=__doc__)
    checks = parser.add_subparsers(required=True, metavar="CHECK")
    of_docs = _check(checks, "docs", _docs, "the docs, as they are locked, against openapi.yaml, both ways")
    of_docs.add_argument("--lock", type=Path, default=LOCK, help="another docs.lock.json")
    of_pages = _check(checks, "pages", _pages, "what changed between two versions of the docs")
    of_pages.add_argument("old", type=Path, help="a page, or a folder of pages")
    of_pages.add_argument("new", type=Path, help="the same, later")
    recorded = _check(checks, "cassettes", _cassettes, "cassettes, and captured requests of other clients")
    recorded.add_argument("folder", type=Path, nargs="?", default=cassettes.FOLDER, help="another folder of cassettes")
    asking = _check(checks, "live", _live, f"what an account answers to GETs; its token stands in {TOKEN}")
    asking.add_argument("--account", required=True, help="the id of the account")
    asking.add_argument("--most", type=int, default=3, help="of how many namespaces, scripts and secrets; 3 of each")
    for seeing in (recorded, asking):
        seeing.add_argument("--never-seen", action="store_true", help="also tell what is described and was never seen")
    return parser


def _check(checks: Checks, name: str, check: Check, told: str) -> argparse.ArgumentParser:
    """A check, with the options that all of them have."""
    made = checks.add_parser(name, help=told, description=told)
    made.set_defaults(check=check)
    made.add_argument("--format", choices=FORMS, default="text", help="text for people, JSON, or GitHub's annotations")
    made.add_argument("--spec", type=Path, default=SPEC, help="another openapi.yaml")
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
