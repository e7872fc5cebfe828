"""KEEP: what the running version has stays."""

from enum import Enum, pickle_by_global_name
from typing import Final, Literal, TypeAlias

from tenantry._public import public
from tenantry_api.unions import binding


@public
class _Kept(Enum):
    """What the running version has stays: the default of arguments where leaving out would otherwise remove."""

    KEEP = "KEEP"

    def __repr__(self) -> str:
        return "KEEP"

    # As `tenantry.KEEP`, whatever this class is called. The docs of enum use it so; typeshed's Enum rules it out.
    __reduce_ex__ = pickle_by_global_name  # type: ignore[assignment]


Keep: TypeAlias = Literal[_Kept.KEEP]
KEEP: Final = _Kept.KEEP
"""What the running version has stays."""

VARS = binding.KEPT_BY["vars"]
SECRETS = binding.KEPT_BY["secrets"]
RESOURCES = binding.KEPT_BY["bindings"]
NEVER = binding.KEPT_BY["never"]
# A deploy names them only to a script that has one: an API that does not know them may refuse the word.
UNVERIFIED = binding.UNVERIFIED
