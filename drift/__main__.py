"""`python -m drift`: where the docs, openapi.yaml and reality disagree. docs/drift.md explains what it prints."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from drift.comparison.docs import check_docs
from drift.comparison.pages import compare_pages
from drift.findings.finding import CannotTell, Report
from drift.findings.formats import FORMATS, cannot_tell
from drift.lock.docs_lock import LOCK
from drift.reality.cassettes import FOLDER, check_cassettes
from drift.reality.live import Account, check_account
from drift.spec.document import SPEC
from drift.spec.specification import Specification, load_specification

CLEAN, DRIFT, CANNOT_TELL = 0, 1, 2
EXIT_CODES = "Exit codes: 0, nothing to report; 1, drift; 2, it cannot tell."
TOKEN, BASE_URL = "CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL"

Check = Callable[[Specification, argparse.Namespace], Report]
Checks: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str]) -> int:
    """Run a check; what it returns is the exit code."""
    parsed = _parser().parse_args(arguments)
    check: Check = parsed.check
    try:
        report = check(load_specification(parsed.spec), parsed)
    except CannotTell as failure:
        report = Report("", (), unread=failure.problems)
    for problem in report.unread:
        print(f"drift: {problem.what}", file=sys.stderr)
        if parsed.format == "github":
            print(cannot_tell(problem))
    if report.check:
        print(FORMATS[parsed.format](report))
    return CANNOT_TELL if report.unread else CLEAN if report.is_clean else DRIFT


def _live(specification: Specification, given: argparse.Namespace) -> Report:
    base_url = os.environ.get(BASE_URL) or specification.document.raw["servers"][0]["url"]
    account = Account(given.account, os.environ.get(TOKEN, ""), base_url)
    return check_account(specification, account, given.most, never_seen=given.never_seen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m drift", description=__doc__, epilog=EXIT_CODES)
    checks = parser.add_subparsers(required=True, metavar="CHECK")
    docs = _check(checks, "docs", "the docs, as they are locked, against openapi.yaml, both ways")
    docs.set_defaults(check=lambda spec, given: check_docs(spec, given.lock))
    docs.add_argument("--lock", type=Path, default=LOCK, help="another docs.lock.json")
    pages = _check(checks, "pages", "what changed between two versions of the docs")
    pages.set_defaults(check=lambda spec, given: compare_pages(spec, given.old, given.new))
    pages.add_argument("old", type=Path, help="a page, or a folder of pages")
    pages.add_argument("new", type=Path, help="the same, later")
    cassettes = _check(checks, "cassettes", "cassettes, and captured requests of other clients")
    cassettes.set_defaults(check=lambda spec, given: check_cassettes(spec, given.folder, never_seen=given.never_seen))
    cassettes.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="another folder of cassettes")
    live = _check(checks, "live", f"what an account answers to GETs; its token is read from {TOKEN}")
    live.set_defaults(check=_live)
    live.add_argument("--account", required=True, help="the id of the account")
    live.add_argument("--most", type=int, default=3, help="of how many namespaces, scripts and secrets; 3 of each")
    for each in (cassettes, live):
        each.add_argument("--never-seen", action="store_true", help="also print what is described and was never seen")
    return parser


def _check(checks: Checks, name: str, purpose: str) -> argparse.ArgumentParser:
    """A check, with the options that all of them have."""
    check = checks.add_parser(name, help=purpose, description=purpose, epilog=EXIT_CODES)
    formats = "text for people, JSON, or GitHub's annotations"
    check.add_argument("--format", choices=FORMATS, default="text", help=formats)
    check.add_argument("--spec", type=Path, default=SPEC, help="another openapi.yaml")
    return check


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
