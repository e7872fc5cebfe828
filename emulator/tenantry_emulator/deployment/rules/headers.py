"""What Cloudflare refuses of the file `_headers` of static assets.

https://developers.cloudflare.com/workers/static-assets/headers/, and wrangler 4.164.0, which warns of the same.
"""

import re

from .assets_files import Wrong, check_length, refusal, rules_of, source

FILE = "_headers"
MOST_RULES = 100
SEEMS_A_PATH = re.compile(r"\S+://|/")
SPLAT = re.compile(r":splat(?!\w)", re.ASCII)


def check_headers(text: str) -> None:
    """Refuse the file for the first line that is wrong."""
    rules, last = _Rules(), 0
    for last, line in rules_of(text):
        try:
            rules.add(line)
        except Wrong as problem:
            raise refusal(FILE, last, problem) from problem
    try:
        rules.end_rule()
    except Wrong as problem:
        raise refusal(FILE, last, problem) from problem


class _Rules:
    """The rules so far: how many, and whether the last has headers yet."""

    def __init__(self) -> None:
        self._paths = 0
        self._headers = 0

    def add(self, line: str) -> None:
        check_length(line)
        if SEEMS_A_PATH.match(line):
            self._add_path(line)
        elif ":" in line:
            self._add_header(line)
        elif not self._paths:
            raise Wrong("a rule begins with a path, and that with a slash.")
        elif line.startswith("! "):
            self._headers += 1
        else:
            raise Wrong(f"{line} is not a header with its value, as in `name: value`.")

    def end_rule(self) -> None:
        """A path without headers says nothing."""
        if self._paths and not self._headers:
            raise Wrong("no headers are given for the path before.")

    def _add_path(self, line: str) -> None:
        self.end_rule()
        if self._paths == MOST_RULES:
            raise Wrong(f"there may be {MOST_RULES} rules.")
        path = source(line, may_have_host=True)
        if path.count("*") > 1:
            raise Wrong(f"only one wildcard is allowed in a rule: {path}.")
        if "*" in path and SPLAT.search(path):
            raise Wrong(f"a wildcard is called :splat itself, so {path} cannot have both.")
        self._paths += 1
        self._headers = 0

    def _add_header(self, line: str) -> None:
        name, _, value = line.partition(":")
        if not name.strip() or " " in name.strip():
            raise Wrong("the name of a header has no spaces, and at least one letter.")
        if not value.strip():
            raise Wrong(f"the header {name.strip()} has no value.")
        if not self._paths:
            raise Wrong(f"the header {name.strip()} comes before any path.")
        self._headers += 1
