"""Rules for operations: what each of them must say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drift.spec.document import Document, Operation

from .walk import snake_case

Ways = list[dict[str, list[str]]]
BY_TOKEN_OR_KEY: Ways = [{"api_token": []}, {"api_email": [], "api_key": []}]
BY_SESSION: Ways = [{"assets_session": []}]
TO_READ = ["Workers Tail Read", "Workers Scripts Read", "Workers Scripts Write"]
TO_WRITE = ["Workers Scripts Write"]
# The POSTs and PATCHes that may be repeated, and why. No page says it, and a client that repeats another one does harm:
# openapi.yaml says it too, so that whoever changes it must mean it.
REPEATABLE = {
    "create_assets_session": "each answer is a session of its own, and one that was lost expires",
    "put_secrets": "a merge patch of whole values leaves what it left the first time",
    "upload_assets": "files are addressed by their hashes, and are the same the second time",
}


def operation_ids_are_unique_modules(document: Document) -> Iterator[str]:
    """The id becomes a module; of two that are alike in snake case, the second overwrites the first."""
    modules = Counter(snake_case(operation.spec.get("operationId", "")) for operation in document.operations)
    for operation in document.operations:
        name = operation.spec.get("operationId", "")
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
            yield f"{operation.name}: {name!r} is not an operationId in snake_case"
        elif modules[snake_case(name)] > 1:
            yield f"{operation.name}: another operationId makes the same module"


def operations_have_one_declared_tag(document: Document) -> Iterator[str]:
    """The tag becomes the package; of several, the generator takes the first."""
    declared = {tag["name"] for tag in document.raw["tags"]}
    for operation in document.operations:
        tags = operation.spec.get("tags", [])
        if len(tags) != 1 or not declared.issuperset(tags):
            yield f"{operation.name}: {tags} is not one declared tag"


def operations_have_a_summary(document: Document) -> Iterator[str]:
    """It becomes the first line of the docstring."""
    for operation in document.operations:
        if not operation.spec.get("summary"):
            yield f"{operation.name}: has no summary"


def operations_cite_their_page(document: Document) -> Iterator[str]:
    """Whoever doubts the transcription must find the original."""
    for operation in document.operations:
        url = operation.spec.get("externalDocs", {}).get("url", "")
        if not re.fullmatch(r"https://[\w.-]+/\S+", url):
            yield f"{operation.name}: {url!r} is not an https address of a page"


def operations_say_how_to_sign_in(document: Document) -> Iterator[str]:
    """The generator looks at the operation alone, not at the document."""
    for operation in document.operations:
        if operation.spec.get("security") not in (BY_TOKEN_OR_KEY, BY_SESSION):
            yield f"{operation.name}: its security is none of the two that are known"


def operations_say_what_a_token_needs(document: Document) -> Iterator[str]:
    """Reading takes any of three permissions, changing takes one, and the assets session takes no token."""
    for operation in document.operations:
        if operation.spec.get("x-permissions") != _permissions(operation):
            yield f"{operation.name}: its x-permissions are not {_permissions(operation)}"


def posts_and_patches_say_whether_they_are_repeatable(document: Document) -> Iterator[str]:
    """HTTP itself says it of the other methods."""
    for operation in document.operations:
        said = operation.spec.get("x-repeatable")
        if operation.method in ("post", "patch") and not isinstance(said, bool):
            yield f"{operation.name}: x-repeatable is {said!r}, neither true nor false"
        elif operation.method in ("post", "patch") and said != (operation.name in REPEATABLE):
            yield f"{operation.name}: x-repeatable is {said}, unlike what was decided"
        if operation.method not in ("post", "patch") and said is not None:
            yield f"{operation.name}: x-repeatable, although HTTP says it of {operation.method.upper()}"


def _permissions(operation: Operation) -> list[str]:
    if operation.spec.get("security") == BY_SESSION:
        return []
    return TO_READ if operation.method == "get" else TO_WRITE
