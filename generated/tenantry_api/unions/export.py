# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The classes of `Export`, each imported when it is first used."""

from typing import TYPE_CHECKING

from .. import models

if TYPE_CHECKING:
    from ..models import DurableObjectExport as DurableObjectExport
    from ..models import Export as Export
    from ..models import OtherExport as OtherExport
    from ..models import WorkerExport as WorkerExport

BY_TAG = {"worker": "WorkerExport", "durable-object": "DurableObjectExport"}
"""Names of classes by the value of `type`; one that is not here is read as the class for all others."""

__all__ = ["DurableObjectExport", "Export", "OtherExport", "WorkerExport"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
