"""What a source says of operations, in one structure for every dialect: facts, and where each was read.

No prose is kept. Two pages that say the same are equal: where a fact was read does not count. Fields are in the order
of their names, and so are the variants of a union, because pages do not mean anything by their order.

What the dialect of a page has no words for is unknown, not false. It is None, or `Unsaid`, or a topic that is missing
in `topics`, and it is never held against openapi.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Topic(StrEnum):
    """What a page can speak of at all; that depends on its dialect."""

    PARAMETERS = "parameters"  # of query and header; those of the path are in the path itself
    BODY = "body"
    MEDIA_TYPES = "media types"
    OPTIONALITY = "optionality"
    CONSTRAINTS = "constraints"
    DEPRECATION = "deprecation"
    UNIONS = "unions"  # enums, constants and null among them
    INTEGERS = "integers"  # distinguished from other numbers
    PERMISSIONS = "permissions"
    SECURITY = "security"
    STATUSES = "statuses"  # of an answer; without them there is one answer, that of success
    ENVELOPE = "envelope"  # what is around `result` in an answer of success


@dataclass(frozen=True, order=True)
class Spot:
    """A line of a page. Of a page in one line, each heading and bullet counts as a line."""

    page: str
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


Spots = tuple[Spot, ...]


@dataclass(frozen=True)
class Scalar:
    """string, boolean, integer, number or file; `numeric` where the page cannot tell integer and number apart.

    A broad one may also be an enum or a constant: the page has no words for these.
    """

    name: str
    broad: bool = False


@dataclass(frozen=True)
class Constant:
    """One value and no other, as JSON text: `"smart"` has its quotes. `null` is one of them."""

    text: str


@dataclass(frozen=True)
class Unknown:
    """`unknown`: the page says that it may be anything."""


@dataclass(frozen=True)
class Unsaid:
    """A type that the page leaves out; `shown` is what stands there instead: `{}`, `null` or nothing.

    The Hex package's page shows the first two for references, unions, enums and free objects alike.
    """

    shown: str = ""


@dataclass(frozen=True)
class Array:
    """A list of `items`; the constraints that a page gives for such a field belong to the field."""

    items: Type


@dataclass(frozen=True)
class Map:
    """An object whose keys are free: `map[…]`."""

    values: Type


@dataclass(frozen=True)
class Model:
    """A named model that is described elsewhere: among the models of its page, or around itself if it is recursive."""

    name: str


@dataclass(frozen=True)
class Object:
    """Fields; of a named model, if `model` is given. A partial one has other fields too, which the page leaves out."""

    fields: tuple[Field, ...]
    model: str | None = None
    partial: bool = False


@dataclass(frozen=True)
class Union:
    """One of several variants. An enum is a union of constants; what may be null has the constant `null` among them."""

    variants: tuple[Variant, ...]
    model: str | None = None


Type = Scalar | Constant | Unknown | Unsaid | Array | Map | Model | Object | Union


@dataclass(frozen=True)
class Variant:
    """One variant of a union, with its name, if it has one."""

    type: Type
    name: str | None = None
    constraints: tuple[Constraint, ...] | None = None
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Constraint:
    """What else holds of a field: maxLength, minimum, format, default and the like, under the page's name for it.

    `text` is what the page says, with numbers as JSON has them.
    """

    name: str
    text: str
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Field:
    """A field of an object, or what a parameter holds. None: the page cannot say it."""

    name: str
    type: Type
    optional: bool | None = None
    deprecated: bool | None = None
    constraints: tuple[Constraint, ...] | None = None
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Parameter:
    """A parameter; its place is path, query, header or cookie."""

    place: str
    field: Field

    @property
    def path(self) -> str:
        return f"parameters/{self.place}/{self.field.name}"

    @property
    def read_at(self) -> Spots:
        return self.field.read_at


@dataclass(frozen=True)
class Body:
    """What a request carries; the media type is None where the page leaves it out.

    `optional` is known only of a body that is not an object.
    """

    media_type: str | None
    type: Type
    optional: bool | None = None
    read_at: Spots = field(default=(), compare=False)

    @property
    def path(self) -> str:
        return f"requestBody/{self.media_type or '*'}/"


@dataclass(frozen=True)
class Response:
    """One answer. Its status is `2XX` where the page only says that it is the one of success.

    The type is None where the page shows no content: there may be none, or one that it has no words for.
    """

    status: str
    media_type: str | None
    type: Type | None
    read_at: Spots = field(default=(), compare=False)

    @property
    def path(self) -> str:
        return f"responses/{self.status}/"


@dataclass(frozen=True)
class Permission:
    """A permission of an API token; one of those that an operation names is enough."""

    name: str
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Scheme:
    """A way to authenticate: the headers that it needs, all of them. Their values in the docs are not kept."""

    name: str
    headers: tuple[str, ...]
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Example:
    """A body as JSON text with sorted keys, of the `request` or of the answer with this status."""

    of: str
    text: str
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Note:
    """Where an example contradicts its own page: `of` what it is an example (as there), the steps to the place in it.

    `text` says how. The page counts for what it declares.
    """

    of: str
    place: tuple[str, ...]
    text: str
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class Contradiction:
    """Where pages disagree about one fact; `claims` are what is said, and by which pages.

    `path` is that of a node (paths.py), or an attribute of the operation. The merged operation has what the first claim
    says; a page that shows all there is, without this, claims `absent`.
    """

    path: str
    kind: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Claim:
    """What one or more pages say."""

    text: str
    read_at: Spots = field(default=(), compare=False)


@dataclass(frozen=True)
class OperationFacts:
    """One operation, as one page describes it, or several together."""

    method: str  # upper case
    path: str
    title: str
    topics: frozenset[Topic]
    parameters: tuple[Parameter, ...] = ()
    bodies: tuple[Body, ...] = ()
    responses: tuple[Response, ...] = ()
    permissions: tuple[Permission, ...] | None = None
    security: tuple[Scheme, ...] | None = None
    deprecated: bool | None = None
    base_path: str | None = None  # what the example has before the path
    examples: tuple[Example, ...] = ()
    notes: tuple[Note, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    read_at: Spots = field(default=(), compare=False)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Page:
    """What one page says; `models` are its domain types."""

    name: str
    dialect: str
    sha256: str
    operations: tuple[OperationFacts, ...]
    models: tuple[Variant, ...] = ()
    url: str | None = None
    age: int = 0  # which place it has among the known ones, from the newest on
