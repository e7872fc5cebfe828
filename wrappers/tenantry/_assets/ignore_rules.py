"""The rules of `.assetsignore`: those of `.gitignore` in any case, as wrangler's library reads them.

A tenant may have written them, so that no rule may take long: each becomes a regular expression that never goes back.
Between two stars stands text of a fixed length, and between two `**` a fixed number of names, so that the first place
where it fits is as good as any later one; atomic groups keep to it. That takes time in proportion to the rule's length
and the path's.
"""

import re
from collections.abc import Callable, Iterable

from attrs import frozen

# As long as a path can be on Linux.
_LONGEST = 4096

_TOKEN = re.compile(
    r"\\(?P<escaped>.) | (?P<stars>\*+) | (?P<any>\?) | \[(?P<range>[^]]*)\] | (?P<open>\[) | (?P<literal>.)",
    re.DOTALL | re.VERBOSE,
)
_MEMBER = re.compile(r"\\?(.)(?:-\\?(.))?", re.DOTALL)
_NEVER = "(?!)"
_DEEPER = "(?:[^/]+/)*?"


@frozen
class _Rule:
    pattern: re.Pattern[str]
    is_negative: bool
    is_for_folders: bool

    def fits(self, name: str, is_folder: bool) -> bool:
        return (is_folder or not self.is_for_folders) and self.pattern.fullmatch(name) is not None


class IgnoreRules:
    """Which paths are left out; `go_on` is called before each step, and may raise."""

    def __init__(self, lines: Iterable[str], go_on: Callable[[], object]) -> None:
        self._go_on = go_on
        self._rules = [rule for line in lines if (rule := self._rule(line))]

    def leave_out(self, path: str) -> bool:
        """Whether the last rule that fits leaves it out; the path of a folder ends with a slash."""
        name, is_left_out = path.removesuffix("/"), False
        for rule in self._rules:
            self._go_on()
            # The others would change nothing.
            if rule.is_negative is is_left_out and rule.fits(name, name != path):
                is_left_out = not is_left_out
        return is_left_out

    def _rule(self, line: str) -> _Rule | None:
        self._go_on()
        if len(line) > _LONGEST:
            raise ValueError(f"a rule of {len(line):,} characters is longer than any path: {line[:40]!r}…")
        text = _without_spaces(line)
        if not text or text.startswith("#") or re.search(r"(?<!\\)\\\Z", line):
            return None
        pattern = text.removeprefix("!")
        return _Rule(re.compile(_regex(pattern), re.IGNORECASE | re.DOTALL), pattern != text, pattern.endswith("/"))


def _without_spaces(line: str) -> str:
    """The line without spaces at its end, but for one that is escaped."""
    text = line.rstrip()
    return f"{text} " if text.endswith("\\") and text != line else text


def _regex(pattern: str) -> str:
    """The names of a pattern, in groups between the `**` that stand for any folders."""
    names = pattern.removeprefix("/").removesuffix("/").split("/")
    is_anywhere = "/" not in pattern[:-1]
    if len(names) > 1 and names[0] == "**":
        is_anywhere = True
        del names[0]
    groups: list[list[str]] = [[names[0]]]
    for name in names[1:]:
        if name == "**":
            groups.append([])
        else:
            groups[-1].append(name)
    *before, last = [group for group in groups if group]
    starts = ["" if at == 0 and not is_anywhere else _DEEPER for at in range(len(before) + 1)]
    end = r"\Z"
    if not groups[-1]:
        # Ends with `/**`: what is below, and with another slash the folder itself, too.
        end = r"(?:/.+|\Z)" if pattern.endswith("/") else "/.+"
    parts = [f"(?>{start}{_names(group)}/)" for start, group in zip(starts, before, strict=False)]
    return "".join(parts) + f"(?>{starts[-1]}{_names(last)}{end})"


def _names(names: list[str]) -> str:
    return "/".join(map(_name, names))


def _name(name: str) -> str:
    """One name: text of a fixed length between stars."""
    chunks, regex = [""], ""
    for token in _TOKEN.finditer(name):
        if token["stars"]:
            chunks.append("")
        else:
            chunks[-1] += _character(token)
    first, *others = chunks
    for at, chunk in enumerate(others):
        is_last = at == len(others) - 1
        if is_last and not chunk:
            regex += "[^/]*+"
        else:
            regex += f"(?>[^/]*?{chunk}{'(?=/|$)' if is_last else ''})"
    return first + regex


def _character(token: re.Match[str]) -> str:
    if token["any"]:
        return "[^/]"
    if token["range"] is not None:
        return _range(token["range"])
    return _NEVER if token["open"] else re.escape(token["escaped"] or token["literal"])


def _range(text: str) -> str:
    """`[a-z]`; a `!` or `^` has no meaning of its own there, as in wrangler, and nothing is between z and a."""
    members = ""
    for first, last in _MEMBER.findall(text):
        if not last:
            members += re.escape(first)
        elif first <= last:
            members += f"{re.escape(first)}-{re.escape(last)}"
    return f"[{members}]" if members else _NEVER
