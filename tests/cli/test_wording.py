"""Who types commands is told of commands and options, and not of verbs and arguments of Python."""

import ast
import re
from collections.abc import Iterator

from tenantry_cli.tree import app
from tenantry_cli.wording import PHRASES, in_commands
from tests.house.packages import PACKAGES

from .test_every_command import commands

# Said to programs that pass something of another type, or what no command takes: functions, migrations, operations.
BEYOND_COMMANDS = re.compile(
    r"must be|, not \{|type=|migrations=|types=|models\.|LocalPacer|Bundle\.read|to= is|keep_settings|confirm=|"
    r"retarget|create_assets_session|each\(\)|operation=|where=|reason=|time zone|to_pandas"
)


def raised(package: str) -> Iterator[str]:
    """The texts with which something is raised there; what is filled in is {}."""
    for file in sorted(PACKAGES[package].rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                yield from map(text, node.exc.args)


def text(node: ast.expr) -> str:
    match node:
        case ast.Constant(str(said)):
            return said
        case ast.JoinedStr(parts):
            return "".join(text(part) if isinstance(part, ast.Constant) else "{}" for part in parts)
    return ""


def test_what_is_raised_names_no_verb_and_no_argument_of_python() -> None:
    texts = [each for package in ("tenantry", "tenantry_fleet") for each in raised(package)]
    said = [in_commands(re.sub(r"(plan|resume)\(\{\}\)", r"\1('2026-11-27-51d74c05')", each)) for each in texts]

    assert len([each for each in texts if each]) > 100
    assert [
        each for each in said if re.search(r"\w\(|\b[a-z_]+=|KEEP", each) and not BEYOND_COMMANDS.search(each)
    ] == []


def test_the_commands_that_it_names_are_there() -> None:
    named = {name for said in PHRASES.values() for name in re.findall(r"`tenantry ([a-z ]+[a-z])[ `]", said)}

    assert named
    assert named <= {*commands(app)}


def test_what_was_quoted_stays_as_it_is() -> None:
    text = "The namespace has no script 'main=x', and no tag \"deploy()\" of base_url_list()."

    assert in_commands(text) == text
    assert in_commands("Which is the main module? Say main= one of: a.js.").endswith("Say --main one of: a.js.")
    assert in_commands("main='x' is not one of the modules.") == "--main 'x' is not one of the modules."
