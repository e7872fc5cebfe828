"""Finds the function that answers an operation: it is called as the operation."""

import functools
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from tenantry_emulator.context.request import RequestContext
from tenantry_emulator.spec.operations import bundled

from . import assets, content, namespaces, scripts, secrets, settings, tags
from .outside_spec import account_workers, d1, kv, kv_bulk, tokens, wrangler_reads

Handler = Callable[[RequestContext], Awaitable[Response]]

OUTSIDE_SPEC = (account_workers, d1, kv, kv_bulk, tokens, wrangler_reads)
MODULES = (assets, content, namespaces, scripts, secrets, settings, tags, *OUTSIDE_SPEC)
OTHER_OPERATIONS = tuple(operation for module in OUTSIDE_SPEC for operation in module.OPERATIONS)
"""Operations beside those of the specification."""


@functools.cache
def handler_of(operation_id: str) -> Handler | None:
    """The function that answers the operation, if this emulator has one."""
    found: list[Handler] = [vars(module)[operation_id] for module in MODULES if operation_id in vars(module)]
    return found[0] if found else None


@functools.cache
def operation_names() -> frozenset[str]:
    """The operations that a request can ask for."""
    return frozenset(operation.id for operation in (*bundled().operations, *OTHER_OPERATIONS))
