"""What Cloudflare refuses of the file `_redirects` of static assets.

https://developers.cloudflare.com/workers/static-assets/redirects/, and wrangler 4.164.0, which warns of the same.
"""

import re

from .assets_files import Wrong, check_length, has_host, refusal, rules_of, source, target

FILE = "_redirects"
STATUSES = ("200", "301", "302", "303", "307", "308")
MOST_STATIC = 2000
MOST_DYNAMIC = 100
DYNAMIC = re.compile(r"\*|:[A-Za-z]\w*", re.ASCII)
INDEX = re.compile(r".*/index(\.html)?")


def check_redirects(text: str, html_handling: str) -> None:
    """Refuse the file for the first line that is wrong."""
    rules = _Rules(html_handling)
    for number, line in rules_of(text):
        try:
            rules.add(line)
        except Wrong as problem:
            raise refusal(FILE, number, problem) from problem


class _Rules:
    """The rules so far."""

    def __init__(self, html_handling: str) -> None:
        self._html_handling = html_handling
        self._sources: set[str] = set()
        self._static = 0
        self._dynamic = 0

    def add(self, line: str) -> None:
        check_length(line)
        tokens = re.sub(r"\s+#.*$", "", line).split()
        if len(tokens) not in (2, 3):
            raise Wrong(f"a rule has a source, a destination and perhaps a status, which are not {len(tokens)} words.")
        where = source(tokens[0], may_have_host=False)
        self._count(where)
        to, status = target(tokens[1]), tokens[2] if len(tokens) == 3 else "302"
        if status not in STATUSES:
            raise Wrong(f"a status is one of {', '.join(STATUSES)}, not {status}.")
        if self._is_loop(where, to):
            raise Wrong(f"{where} to {to} is an infinite loop: /index and .html are taken off again.")
        if where in self._sources:
            raise Wrong(f"there is a rule for {where} already.")
        self._sources.add(where)
        if status == "200" and has_host(to):
            raise Wrong(f"what is proxied, with status 200, is a path of the same site, not {to}.")

    def _count(self, where: str) -> None:
        """From the first rule with a placeholder on, all count as dynamic."""
        if self._dynamic or DYNAMIC.search(where):
            self._dynamic += 1
        else:
            self._static += 1
        if self._static > MOST_STATIC or self._dynamic > MOST_DYNAMIC:
            raise Wrong(f"there may be {MOST_STATIC} static rules, and then {MOST_DYNAMIC} dynamic ones.")

    def _is_loop(self, where: str, to: str) -> bool:
        if has_host(to) or not INDEX.fullmatch(to):
            return False
        return where.endswith("/*") or (where.endswith("/") and self._html_handling != "none")
