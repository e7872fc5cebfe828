"""What Cloudflare refuses of `run_worker_first` of static assets: the paths that the Worker sees before they do.

https://developers.cloudflare.com/workers/static-assets/binding/#run_worker_first, and wrangler 4.164.0, which checks
the same and says that the API does. The code that this has there is not known.
"""

from collections.abc import Sequence

from tenantry_emulator.wire.json_types import Json, texts
from tenantry_emulator.wire.refusals import INVALID, Refusal

MOST_RULES = 100
LONGEST_RULE = 100
POINTER = "/assets/config/run_worker_first"


def check_worker_first(said: Json) -> None:
    """Refuse a list that is none, or that has a wrong rule in it."""
    if not isinstance(said, list):
        return
    rules = texts(said)
    if len(rules) > MOST_RULES or not any(rule.startswith("/") for rule in rules):
        text = f"run_worker_first has 1 to {MOST_RULES} rules, one of them without an exclamation mark."
        raise Refusal(INVALID, text, pointer=POINTER)
    for number, rule in enumerate(rules):
        if problem := _problem(rule, rules):
            raise Refusal(INVALID, f"The rule {rule} of run_worker_first {problem}.", pointer=f"{POINTER}/{number}")


def _problem(rule: str, rules: Sequence[str]) -> str | None:
    if not rule.startswith(("/", "!/")):
        return "does not begin with a slash, or with an exclamation mark and a slash"
    if len(rule) > LONGEST_RULE:
        return f"has more than {LONGEST_RULE} characters"
    if rules.count(rule) > 1:
        return "is there twice"
    covering = [each for each in rules if each.endswith("*") and each != rule and rule.startswith(each[:-1])]
    return f"says nothing beside {covering[0]}" if covering else None
