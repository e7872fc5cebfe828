"""What each rule refuses, what it just takes, and that no rule is without a test."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import tenantry_emulator.deployment
from tests.emulator.account import Account
from tests.emulator.conftest import guessing

from . import code, config, files
from .rule import Rule, Step, deploy, granted, told

DOCS = Path(__file__).parents[4] / "docs" / "emulator.md"
# Of paths of assets and of a script that is bound, which the tests of `operations` try.
ELSEWHERE = {10304, 10142}
FOLDER = Path(tenantry_emulator.deployment.__file__).parent
RULES: Mapping[str, Mapping[str, Rule]] = {
    "migrations.py": code.MIGRATIONS,
    "transfers.py": code.TRANSFERS,
    "rules/assets_files.py": files.ASSETS_FILES,
    "rules/bindings.py": config.BINDINGS,
    "rules/durable_objects.py": code.DURABLE_OBJECTS,
    "rules/exports.py": code.EXPORTS,
    "rules/headers.py": files.HEADERS,
    "rules/redirects.py": files.REDIRECTS,
    "rules/settings.py": code.COMPATIBILITY | config.LIMITS | config.TAGS,
    "rules/variables.py": config.VARIABLES,
    "rules/worker_first.py": files.WORKER_FIRST,
}
ALL = {f"{file}: {name}": rule for file, rules in RULES.items() for name, rule in rules.items()}
REFUSED = code.REFUSED | config.REFUSED | files.REFUSED
TAKEN = code.TAKEN | config.TAKEN | files.TAKEN


@pytest.mark.parametrize("rule", ALL.values(), ids=ALL)
def test_what_the_rule_refuses_is_refused(production: Account, rule: Rule) -> None:
    for step in rule.before:
        granted(production, step)
    number, message = told(production, rule.refused)

    assert number == rule.code
    assert rule.says in message


@pytest.mark.parametrize("rule", ALL.values(), ids=ALL)
def test_the_nearest_that_the_rule_does_not_mean_is_taken(production: Account, rule: Rule) -> None:
    for step in (*rule.before, rule.taken):
        granted(production, step)


@pytest.mark.parametrize(("number", "step", "before"), REFUSED.values(), ids=REFUSED)
def test_this_is_refused_too(production: Account, number: int, step: Step, before: list[Step]) -> None:
    for each in before:
        granted(production, each)

    assert told(production, step)[0] == number


@pytest.mark.parametrize("step", TAKEN.values(), ids=TAKEN)
def test_this_is_taken_too(production: Account, step: Step) -> None:
    granted(production, deploy())
    granted(production, step)


def test_a_class_may_be_enough() -> None:
    with guessing(class_handles=True) as account:
        granted(account, deploy("export default class { add(a, b) { return a + b } }"))

        assert told(account, deploy("export default {}"))[0] == 10068


def raised(path: Path) -> int:
    """How many refusals the file has."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    own = [node.exc for node in nodes if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)]
    return sum(isinstance(call.func, ast.Name) and call.func.id in ("Refusal", "Wrong") for call in own)


def test_every_rule_is_tested() -> None:
    files = [*FOLDER.glob("rules/[!_]*.py"), FOLDER / "migrations.py", FOLDER / "transfers.py"]
    written = {path.relative_to(FOLDER).as_posix(): raised(path) for path in files}

    assert written == {file: len(rules) for file, rules in RULES.items()}
    assert len({rule.says for rule in ALL.values()}) == len(ALL)


def test_the_docs_list_the_codes_of_all_rules() -> None:
    section = DOCS.read_text(encoding="utf-8").partition("## What it refuses\n")[2].partition("\n## ")[0]
    listed = {
        int(code) for line in section.splitlines() for code in re.findall(r"\b\d{5,6}\b", line.rpartition(" | ")[2])
    }
    tried = {rule.code for rule in ALL.values()} | {code for code, *_ in REFUSED.values()}

    assert listed == tried | ELSEWHERE
