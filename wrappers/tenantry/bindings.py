"""What a Worker finds in `env`: `bindings.KvNamespace(name="CACHE", namespace_id="…")`, and so on for each type.

https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/#bindings
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenantry._arguments.convert import JSON
from tenantry_api import models as _models
from tenantry_api.unions import AnyBinding
from tenantry_api.unions import binding as _binding

if TYPE_CHECKING:
    from tenantry_api.unions.binding import *  # every one of them is public under its name

__all__ = ["AnyBinding", "Other"]
__all__ += _binding.__all__


def Other(*, type: str, name: str, **fields: JSON) -> _models.OtherBinding:  # it reads as the others do
    """A binding of a type that this version of tenantry does not know; it is sent as it is given."""
    return _models.OtherBinding.from_dict({**fields, "type": type, "name": name})


def __getattr__(name: str) -> object:
    return getattr(_binding, name)


def __dir__() -> list[str]:
    return __all__
