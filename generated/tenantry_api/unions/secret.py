# Made by generate.py from openapi.yaml. Do not edit: change those, and run `make generate`.
"""The classes of `Secret`, each imported when it is first used."""

from typing import TYPE_CHECKING

from .. import models

if TYPE_CHECKING:
    from ..models import OtherSecret as OtherSecret
    from ..models import Secret as Secret
    from ..models import SecretKey as SecretKey
    from ..models import SecretText as SecretText

BY_TAG = {"secret_text": "SecretText", "secret_key": "SecretKey"}
"""Names of classes by the value of `type`; one that is not here is read as the class for all others."""

KEPT_BY: dict[str, tuple[str, ...]] = {
    "vars": (),
    "secrets": ("secret_text", "secret_key"),
    "bindings": (),
    "never": (),
}
"""Values of `type` by the argument of a deploy that keeps them where it is not given; `never`: none does."""

UNVERIFIED: tuple[str, ...] = ()
"""Values of `type` that no docs of the API name: clients were seen to send them."""

__all__ = ["OtherSecret", "Secret", "SecretKey", "SecretText"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(models, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
