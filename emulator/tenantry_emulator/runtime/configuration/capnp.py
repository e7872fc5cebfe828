"""Values of the runtime's configuration as Cap'n Proto text: https://capnproto.org/language.html"""

import re
from collections.abc import Iterable
from typing import NewType

from tenantry_emulator.wire.turns import Turns

Value = NewType("Value", str)
"""Text that stands for a value; made by these functions alone, so that no text of a tenant ever becomes one."""

VOID = Value("void")
TRUE = Value("true")
FALSE = Value("false")


def text(value: str) -> Value:
    """A string, whatever is in it."""
    return Value('"' + re.sub(r'[\x00-\x1f"\\\x7f]', lambda found: f"\\x{ord(found[0]):02x}", value) + '"')


def file(name: str) -> Value:
    """The content of a file beside the configuration."""
    return Value(f"embed {text(name)}")


def word(value: str) -> Value:
    """One of the values of an enumeration."""
    if not re.fullmatch("[a-zA-Z]+", value):
        raise ValueError(f"{value!r} is not a word")
    return Value(value)


def struct(**fields: Value) -> Value:
    """A structure, or a choice of a union."""
    return Value("(" + ", ".join(f"{name} = {value}" for name, value in fields.items()) + ")")


def array(values: Iterable[Value]) -> Value:
    """A list. Bindings and modules may be many, and each takes dozens of calls to write."""
    return Value("[" + ", ".join(Turns(every=30).between(values)) + "]")
