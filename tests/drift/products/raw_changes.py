"""Changes of raw lines: deleted, doubled, swapped, cut, a word changed or gone, whatever a reader makes of them.

Which of them matter is told by how a line looks, not by a reader. What is declared matters, and that the page is whole.
Prose, titles and the values of examples do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

WORD = re.compile(r"(?!object\b)\b[A-Za-z][A-Za-z_]+|\d+")
# Names of types are not among what is sent, and addresses of links are not said.
NAMELESS = re.compile(r"\b[A-Z]\w+")
LINK = re.compile(r"\[[^]]*\]\(.*\)|<a .*</a>")
BULLET = re.compile(r"\s*- `[^`]*`")
FENCE = re.compile(r"```.*")
PROSE = re.compile(r"[A-Z“].*[.:,]|Default: .*|- (?:[a-z]|`\w+` ).*")
# In Markdown everything is, but headings, bullets and `maximum: 50, minimum: 1`.
MARKDOWN_PROSE = re.compile(r"(?!#|- `[^`]*`(?: [A-Z].*|)$|\*\*|[a-z]\w+: \S+(?:, [a-z]\w+: \S+)*$).*")
# What names something, or says again what stands elsewhere: neither declared nor prose.
OTHER = re.compile(
    r"#{1,2} .*|### (?!Path|Query|Header|Cookie|Body|Returns|Example|Response).*|One of the following:|\d\w\w [A-Z].*"
    r"|(?:\*\*)?Example:.*|API .*|[<[].*|(?:HTTP|TypeScript|Python|Go|Terraform)+"
)
REQUEST = re.compile(r"(?:GET|PUT|POST|PATCH|DELETE) ?/.*|\*\*\w+\*\* `/.*")
PIECE = re.compile(r" (?=- `|#+ |```|\*\*)")
EXAMPLE = re.compile(r"### Example|curl .*|#### Response|\d{3} example|##### Returns Examples|Returns Examples")
# What begins an operation, or what it declares, after an example.
DECLARED = re.compile(rf"#{{1,6}} (?!Example|Response).*|- `.*|{REQUEST.pattern}")


@dataclass(frozen=True)
class Change:
    """A page that was changed in one place."""

    kind: str
    line: int
    original: str
    content: str
    matters: bool

    @property
    def name(self) -> str:
        return f"{self.kind} {self.line}: {self.original}"


def taken_apart(content: str) -> tuple[Sequence[str], str]:
    """The lines of a page, and what is between them; of a page in one line, a piece for each heading and bullet."""
    if "\n" in content.strip():
        return content.splitlines(), "\n"
    return PIECE.split(content.strip()), " "


def changes(content: str, every: int = 1) -> Iterator[Change]:
    """Changes of each line, or of every so many; a swap matters as far as it changes facts, and is not among them."""
    lines, between = taken_apart(content)
    regions = [*_regions(lines)]
    last = max((at for at, region in enumerate(regions) if region == "example"), default=len(lines))
    for at in range(0, len(lines), every):
        line, region = lines[at], regions[at]
        if region not in ("declared", "prose"):
            continue
        matters = region == "declared"
        yield Change("gone", at + 1, line, between.join([*lines[:at], *lines[at + 1 :]]), matters)
        yield Change("twice", at + 1, line, between.join([*lines[: at + 1], *lines[at:]]), matters)
        for match in _chosen(line, at):
            for kind, word in (("word", match[0] + ("1" if match[0].isdigit() else "x")), ("word gone", "")):
                changed = line[: match.start()] + word + line[match.end() :]
                yield Change(kind, at + 1, line, between.join([*lines[:at], changed, *lines[at + 1 :]]), matters)
        if matters and at < last:
            yield Change("cut", at + 1, line, between.join(lines[:at]), True)


def swaps(content: str, every: int = 1) -> Iterator[Change]:
    """Each line, or every so many, swapped with the next one that is not blank."""
    lines, between = taken_apart(content)
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for one, other in list(pairwise(filled))[::every]:
        swapped = [*lines]
        swapped[one], swapped[other] = lines[other], lines[one]
        yield Change("swapped", one + 1, lines[one], between.join(swapped), False)


def _chosen(line: str, at: int) -> Sequence[re.Match[str]]:
    """One word of a line, another one in each."""
    bullet = BULLET.match(line)
    left_out = [*LINK.finditer(line), *(NAMELESS.finditer(line) if bullet else ())]
    words = [
        word
        for word in WORD.finditer(line, 0, bullet.end() if bullet else len(line))
        if not any(each.start() <= word.start() < each.end() for each in left_out)
    ]
    return [words[at % len(words)]] if words else []


def _regions(lines: Sequence[str]) -> Iterator[str]:
    """What each line is: `declared`, `prose`, part of an `example`, or something `else`."""
    requests = [at for at, line in enumerate(lines) if REQUEST.fullmatch(line.strip())]
    titles = {next((line for line in reversed(lines[:at]) if line not in ("", "Deprecated")), "") for at in requests}
    markdown = lines[requests[0]].startswith("**")
    fenced = example = False
    for at, line in enumerate(lines):
        text = line.strip()
        fence = bool(FENCE.fullmatch(text))
        fenced ^= fence
        if EXAMPLE.fullmatch(text):
            example = True
        elif DECLARED.fullmatch(text) and not fenced:
            example = False
        if fence or fenced or example:
            yield "example"
        elif not text or at < requests[0] or line in titles or OTHER.fullmatch(text) or _is_said_again(lines, at):
            yield "else"
        else:
            yield "prose" if (MARKDOWN_PROSE if markdown else PROSE).fullmatch(text) else "declared"


def _is_said_again(lines: Sequence[str], at: int) -> bool:
    """Whether a bullet repeats the constant that the bullet before it has: `kind: "note"`, and then `"note"`."""
    bullets = [line.strip() for line in lines[: at + 1] if BULLET.match(line)][-2:]
    return len(bullets) == 2 and lines[at].strip() == bullets[1] and bullets[0].endswith(f": {bullets[1][3:]}")
