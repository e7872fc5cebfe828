"""Pages with one structural line deleted, doubled or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drift.facts.model import Page
from drift.readers.dialects.collapsed import uncollapsed
from drift.readers.dialects.dialect import PageText

TYPE = (
    r"(?:optional |array of |map\[|object\b|\{ |string|number|boolean|true|unknown|file|\""
    r"|[A-Z]\w+(?: (?:object )?\{|`?$))"
)
FIELD = re.compile(rf"((?:- `)?(?:Deprecated(?=[a-z]))?)([\w-]+)(: )({TYPE}.*)")
VARIANT = re.compile(
    r"(?:- `)?(?:(\"[^\"]*\")|(?:[A-Z]\w* )?(?:= )?(?:(?:object )?\{ .*\}|\".*)"
    r"|string|number|array of \w+|unknown|true)`?"
)
CONSTRAINT = re.compile(r"(?:(?:max|min)(?:Length|imum)|exclusiveMinimum|multipleOf|format|pattern|default)[:\S].*")
STATUS = re.compile(r"(?:\d{3}|\dXX|default)(?: (?!example).*)?")
JSON = re.compile(r"[\[\]{}]{1,2},?|\"[^\"]+\": .*|\"[^\"]*\",?|null,?|-?\d+(?:\.\d+)?,?")
# The name of a resource does not count as a fact, and so `# Kettles` is not among these.
OTHERS = re.compile(
    r"(?:GET|PUT|POST|PATCH|DELETE) ?/.*|\*\*\w+\*\* `.*`|##+ .*|.*Expand Collapse|Security|Accepted Permissions.*"
    r"|Example:.*|One of the following:|Deprecated|Returns Examples|\d{3} example|Copy Markdown View Source|Responses"
    r"|Data is at .*|```.*|curl .*|-[XHdF] .*|[\]}]'|- `[^`]+`"
)
TYPES = {"string": "number", "number": "boolean", "boolean": "string", "unknown": "string", "file": "string"}
TYPES |= {"integer": "number", "true": "false"}
STATUSES = {"200": "201", "204": "205", "4XX": "5XX", "default": "3XX"}
PERMISSIONS = {"Read": "Edit", "Write": "Read", "Edit": "Write"}


@dataclass(frozen=True)
class Change:
    """Another line; an `exact` one changes one fact in place, and nothing else may be found."""

    kind: str
    line: str
    exact: bool = False


@dataclass(frozen=True)
class Mutant:
    """A page with a change in one line."""

    kind: str
    original: str
    text: str
    line: int
    exact: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.original}"


@dataclass(frozen=True)
class Breeder:
    """Makes mutants of one page. A page in one line is taken apart and put together again."""

    page: Page
    text: str

    def mutants(self) -> Iterator[Mutant]:
        for at, raw in enumerate(self._lines):
            if self._is_structural(at):
                line = raw.strip()
                yield self._mutant(Change("delete", line), at, [])
                yield self._mutant(Change("duplicate", line), at, [raw, raw])
                for change in self._changes(at):
                    yield self._mutant(change, at, [raw.replace(line, change.line)])

    @property
    def _is_one_line(self) -> bool:
        return self.page.dialect == "collapsed markdown"

    @cached_property
    def _lines(self) -> list[str]:
        return (
            uncollapsed(PageText(self.page.name, self.text)).content if self._is_one_line else self.text
        ).splitlines()

    @cached_property
    def _names(self) -> set[str]:
        schemes = {scheme.name for each in self.page.operations for scheme in each.security or ()}
        return schemes | {each.title for each in self.page.operations}

    def _mutant(self, change: Change, at: int, instead: Sequence[str]) -> Mutant:
        lines = [*self._lines[:at], *instead, *self._lines[at + 1 :]]
        text = (" " if self._is_one_line else "\n").join(lines)
        return Mutant(change.kind, self._lines[at].strip(), text, at + 1, change.exact)

    def _is_structural(self, at: int) -> bool:
        line = self._lines[at].strip()
        patterns = (FIELD, VARIANT, CONSTRAINT, STATUS, JSON, OTHERS)
        known = line in self._names or self._is_permission(at)
        return bool(line) and (known or any(pattern.fullmatch(line) for pattern in patterns))

    def _is_permission(self, at: int) -> bool:
        return at > 0 and self._lines[at - 1].startswith("Accepted Permissions")

    def _changes(self, at: int) -> Iterator[Change]:
        line = self._lines[at].strip()
        if self._is_permission(at):
            yield from _permission_changes(line)
        elif JSON.fullmatch(line):
            yield from _json_changes(line)
        elif match := FIELD.fullmatch(line):
            yield from _field_changes(match)
        elif CONSTRAINT.fullmatch(line):
            yield Change("constraint", line + ("1" if line[-1].isdigit() else "x"), exact=True)
        elif match := VARIANT.fullmatch(line):
            yield Change("value", re.sub(r"(\"?`?)$", r"x\1" if match[1] else r" or X\1", line, count=1), exact=True)
        elif STATUS.fullmatch(line):
            yield Change("status", re.sub(r"^\w+", lambda status: STATUSES[status[0]], line))
        else:
            yield from _other_changes(line)


def _permission_changes(line: str) -> Iterator[Change]:
    for word in re.finditer("|".join(PERMISSIONS), line):
        yield Change("permission", line[: word.start()] + PERMISSIONS[word[0]] + line[word.end() :], exact=True)
    yield Change("half of the permissions", line[: len(line) // 2])


def _field_changes(match: re.Match[str]) -> Iterator[Change]:
    prefix, name, colon, described = match.groups()
    begin = prefix + name + colon
    # The field `body` may stand for the body itself, which then would be an object instead.
    yield Change("rename", f"{prefix}{name}x{colon}{described}", exact=name != "body")
    flipped = described.removeprefix("optional ") if described.startswith("optional ") else f"optional {described}"
    yield Change("optional", begin + flipped, exact=True)
    for old, new in TYPES.items():
        if re.search(rf"\b{old}\b(?![^{{]*\}})", described):
            yield Change("type", begin + re.sub(rf"\b{old}\b", new, described, count=1), exact=True)
            break
    if "array of " in described:
        yield Change("array", begin + described.replace("array of ", "", 1), exact=True)
    if '"' in described:
        yield Change("value", begin + re.sub(r"\"(\w+)\"", r'"\1x"', described, count=1), exact=True)
    if "{ " in described:
        yield Change("type", begin + re.sub(r"(?:[A-Z]\w+ )?(?:object )?\{ .*?\}", "string", described, count=1))
        yield Change("summary", begin + re.sub(r"\{ (\w+)", r"{ \1x", described, count=1))
    if count := re.search(r"(\d+) more", described):
        yield Change("count", begin + described.replace(count[0], f"{int(count[1]) + 1} more"))


def _json_changes(line: str) -> Iterator[Change]:
    if ":" in line:
        is_field = "*" in line  # of a skeleton; in an example it is the name of a field that is declared elsewhere
        yield Change("rename" if is_field else "rename in the example", re.sub(r"\":", 'x":', line, count=1), is_field)
    if placeholder := re.search(r"\*(string|integer|number|boolean)\*", line):
        yield Change(
            "type", line.replace(placeholder[1], TYPES[placeholder[1]].replace("boolean", "integer")), exact=True
        )
    if re.search(r"(null|\{\}),?$", line):
        yield Change("type", re.sub(r"(null|\{\})(,?)$", r'"*string*"\2', line))


def _other_changes(line: str) -> Iterator[Change]:
    if line.startswith(("Example:", "-H")):
        yield Change("header", re.sub(r"(?<=[\w-])(?=: )", "x", line, count=1))
    else:
        yield Change("word", re.sub(r"[A-Za-z]{3,}|$", lambda word: word[0] + "x", line, count=1))
    if "/accounts" in line:
        yield Change("path", line.replace("/accounts", "/accountsx", 1))
