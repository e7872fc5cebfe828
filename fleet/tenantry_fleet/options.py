"""How a rollout goes: its canary, its waves, what is checked, and how much may fail."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from attrs import asdict, field, frozen

from tenantry import NotSent

from .arguments import expect, expect_number

Share: TypeAlias = int | str
"""So many scripts, or a part of them: `20`, `"1%"`."""
Check: TypeAlias = Callable[[str], bool | str] | str
"""Is given the name of a script; True is well, False or a text says it is not. Or a URL in which `{name}` stands."""
Gate: TypeAlias = Callable[[], bool | str] | Sequence[str] | str
"""The same without a script: a callable, a command that returns 0, or a URL that answers with a status below 400."""

# A percentage of fewer would stop a rollout for the first tenant whose script is broken anyway.
FEWEST_ATTEMPTS = 100


def _number(_: object, attribute: Any, value: object) -> None:
    # Any: attrs says no more of it.
    expect_number(attribute.name, value)


def _count(_: object, attribute: Any, value: object) -> None:
    expect_number(attribute.name, value, (int,), attribute.metadata.get("least", 0))


def _flag(_: object, attribute: Any, value: object) -> None:
    expect(attribute.name, value, bool, "True or False")


def _waves(given: object) -> tuple[Share, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str | bytes):
        raise NotSent("waves= is a list, such as ['1%', '10%', '100%'].")
    for wave in given:
        part(wave, 1, "waves")
    return tuple(given)


def valid_rate(rate: object) -> float | None:
    """Calls a second, or None. Raises NotSent for anything else."""
    if rate is None or (isinstance(rate, int | float) and not isinstance(rate, bool) and 0 < rate < math.inf):
        return rate
    raise NotSent("rate is a number of calls a second above 0, or None.")


def _share(_: object, attribute: Any, value: object) -> None:
    part(value, 1, attribute.name)


@frozen(kw_only=True)
class Options:
    """The arguments of `Plan.start()`."""

    canary: int = field(default=20, validator=_count)
    waves: tuple[Share, ...] = field(default=("1%", "10%", "100%"), converter=_waves)
    bake: float = field(default=0.0, validator=_number)
    check: Check | None = None
    gate: Gate | None = None
    confirm: bool = field(default=False, validator=_flag)
    max_failures: Share = field(default="1%", validator=_share)
    canary_failures: Share = field(default=0, validator=_share)
    rate: float | None = field(default=None, converter=valid_rate)
    threads: int = field(default=8, validator=_count, metadata={"least": 1})

    def ends(self, total: int) -> list[int]:
        """After how many scripts the canary and each wave end; the last one ends with the last script."""
        waves = [part(wave, total, "waves") for wave in self.waves]
        if waves != sorted(waves):
            raise NotSent("Each of waves= says how far it goes in all, so that none is smaller than the one before.")
        canary = min(self.canary, total)
        # In a small fleet the canary is larger than one per cent.
        return [canary, *sorted({min(wave, total) for wave in (*waves, total) if wave > canary})]

    def allowed(self, wave: int | None, attempted: int) -> int:
        """How many of so many may fail, in this wave, or in all."""
        share = self.canary_failures if wave == 0 else self.max_failures
        return part(share, max(attempted, FEWEST_ATTEMPTS), "max_failures")

    def allowed_checks(self, wave: int, checked: int) -> int:
        """How many of so many that were checked may be unwell."""
        return part(self.canary_failures if wave == 0 else self.max_failures, checked, "max_failures")

    def saved(self) -> dict[str, Any]:
        """As JSON, for the journal; what is a function is given anew to who goes on. Any: it is JSON."""
        said = asdict(self, recurse=False)
        return {name: "(a function)" if callable(value) else value for name, value in said.items()}

    def given(self, *, even_if_changed: bool) -> str | None:
        """Those that are not as usual, as JSON, for the history."""
        usual = Options().saved()
        given = {name: value for name, value in self.saved().items() if value != usual[name]}
        given |= {"even_if_changed": True} if even_if_changed else {}
        return json.dumps(given) if given else None

    @classmethod
    def of(cls, saved: dict[str, Any], given: dict[str, Any]) -> Options:
        """From the journal, with what only the process that goes on can say. Any: options by their names."""
        said = {**saved, **{name: value for name, value in given.items() if value is not None}}
        if missing := [name for name, value in said.items() if value == "(a function)"]:
            raise NotSent(f"The rollout began with a function as {missing[0]}: pass {missing[0]}= again.")
        return cls(**said)


def part(share: object, total: int, name: str) -> int:
    """So many of a total."""
    if isinstance(share, int) and not isinstance(share, bool) and share >= 0:
        return share
    if isinstance(share, str) and share.endswith("%"):
        try:
            if 0 <= (percent := float(share[:-1])) <= 100:
                return math.floor(total * percent / 100 + 1e-9)
        except ValueError:
            pass
    raise NotSent(f"{name} takes a number of scripts, or a text such as '1%', not {share!r}.")
