"""The values that calls give and take, as openapi.yaml describes them; loaded one by one, as they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenantry_api import models as _generated

if TYPE_CHECKING:
    from tenantry_api.models import *  # noqa: F403  # every one of them is public under its name

__all__ = _generated.__all__  # noqa: PLE0605  # generated, and sorted


def __getattr__(name: str) -> object:
    return getattr(_generated, name)
