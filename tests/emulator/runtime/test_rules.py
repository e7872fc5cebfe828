"""What is refused of code where it is run: the same as without the runtime, and what only running it shows."""

import pytest

from tests.emulator.account import Account
from tests.emulator.deployment.rules import code
from tests.emulator.deployment.rules.rule import Rule, Step, deploy, granted, told

from .platform import Platform, answering

RULES = code.EXPORTS | code.DURABLE_OBJECTS | code.MIGRATIONS
# What cannot be told from the text.
HIDDEN = {
    "a handler that cannot be called": "export default { fetch: 5 }",
    "handlers in words alone": "// fetch\nconst made = {}; export default made",
    "a class that is wrapped": "const App = (() => class { get() { return 'fetch' } })(); export default App",
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_the_rule_refuses_is_refused(production: Account, rule: Rule) -> None:
    for step in rule.before:
        granted(production, step)
    number, message = told(production, rule.refused)

    assert number == rule.code
    assert rule.says in message


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_nearest_that_the_rule_does_not_mean_is_taken(production: Account, rule: Rule) -> None:
    for step in (*rule.before, rule.taken):
        granted(production, step)


@pytest.mark.parametrize(("number", "step", "before"), code.REFUSED.values(), ids=code.REFUSED)
def test_this_is_refused_too(production: Account, number: int, step: Step, before: list[Step]) -> None:
    for each in before:
        granted(production, each)

    assert told(production, step)[0] == number


@pytest.mark.parametrize("step", code.TAKEN.values(), ids=code.TAKEN)
def test_this_is_taken_too(production: Account, step: Step) -> None:
    granted(production, deploy())
    granted(production, step)


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_what_cannot_be_read_is_found_by_running_it(production: Account, text: str) -> None:
    assert told(production, deploy(text))[0] == 10068


def test_nothing_of_what_it_exports_is_logged(platform: Platform) -> None:
    platform.deploy("shop", answering("'hi'"))

    assert platform.says("shop") == "hi"
    assert platform.logs("shop") == []


def test_a_line_keeps_its_number(platform: Platform) -> None:
    platform.deploy("shop", "\nexport default { fetch() { throw new Error(new Error().stack.split('\\n')[1]) } }")

    assert "index.js:2:" in platform.ask("shop").text
