"""The values that calls give and take, as openapi.yaml describes them; each is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenantry_api import models as _models

if TYPE_CHECKING:
    from tenantry_api.models import *  # every one of them is public under its name


def __getattr__(name: str) -> object:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return dir(_models)
