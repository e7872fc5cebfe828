"""The types that a wrapper sees: never run, checked by mypy and pyright."""

from collections.abc import Generator
from typing import Any, Protocol, TypeVar, assert_type

import attrs

from tenantry_api import models
from tenantry_api.api.namespaces import get_namespace, list_namespaces
from tenantry_api.api.scripts import get_content
from tenantry_api.api.settings import get_bindings
from tenantry_api.types import Call, File

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class Envelope(Protocol[R_co]):
    """All envelopes, seen from the wrapper."""

    @property
    def success(self) -> bool | None: ...
    @property
    def result(self) -> R_co: ...


def result(call: Call[Envelope[R]]) -> R:
    """Not how a wrapper does it; the signature is the point."""
    raise NotImplementedError(call)


def flow() -> Generator[Call[Any], Any, None]:
    """`yield from` knows the answer's type."""
    envelope = yield from get_namespace.request("account", "production")
    assert_type(envelope, models.NamespaceEnvelope)


assert_type(get_namespace.request("account", "production"), Call[models.NamespaceEnvelope])
assert_type(result(get_namespace.request("account", "production")), models.NamespaceInfo | None)
assert_type(result(list_namespaces.request("account")), list[models.NamespaceInfo] | None)
assert_type(result(get_bindings.request("a", "b", "c")), list[models.Binding] | None)
assert_type(get_content.request("a", "b", "c"), Call[File])

call = get_namespace.request("account", "production")
wider: Call[models.NamespaceEnvelope | None] = call
assert_type(call.once(), Call[models.NamespaceEnvelope])
assert_type(call.reading(lambda response: response.status_code), Call[int])
assert_type(attrs.evolve(call, parse=get_namespace.parse), Call[models.NamespaceEnvelope])
