"""The way from an operation of openapi.yaml to a place in it, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from .document import Document, Object, Operation
from .line_numbers import step

NULL = {"type": "null"}


@dataclass(frozen=True)
class Place:
    """A place by its JSON pointer, and by each owner on the way there: the owner's pointer, and the path below it.

    Whatever may bear a remark is an owner: an operation, a parameter, a schema. A place that is not there has the
    pointer that it would have.
    """

    pointer: str
    owners: tuple[tuple[str, str], ...] = ()

    def on(self, pointer: str, name: str = "") -> Place:
        """A place further on, which is an owner too; `name` is what leads to it from the owners before."""
        below = ((owner, f"{path}/{name}".strip("/")) for owner, path in self.owners)
        return Place(pointer, (*below, (pointer, "")))


@dataclass(frozen=True)
class Way:
    """Finds places in a document."""

    document: Document

    @cached_property
    def _operations(self) -> dict[str, Operation]:
        return {operation.name: operation for operation in self.document.operations}

    def operation(self, name: str) -> Place:
        """An operation."""
        operation = self._operations[name]
        return Place("").on("/paths" + step(operation.path) + step(operation.method))

    def place(self, name: str, path: Iterable[str]) -> Place:
        """Where the steps lead from the operation of that name: `responses 200 result [] colour`."""
        root = self.operation(name)
        match [*path]:
            case ["parameters", place, parameter, *rest]:
                found = self._parameter(root, name, place, parameter)
            case [("requestBody" | "responses") as head, entry, *rest]:
                found = self._entry(root, head, entry)
            case [head, *rest]:
                found = root.on(root.pointer + step(head), head)
            case _:
                return root
        for each in rest:
            found = self._step(found, each)
        return found

    def meant(self, place: Place) -> Place:
        """Where the schema is written that stands at a place; of what may be null, that of the other kind."""
        node = self._at(place)
        kinds = [index for index, arm in enumerate(node.get("oneOf", ())) if arm != NULL]
        if "$ref" in node:
            return self.meant(place.on(node["$ref"][1:]))
        if "schema" in node:
            return self.meant(place.on(place.pointer + "/schema"))
        if len(kinds) == 1:
            return self.meant(place.on(f"{place.pointer}/oneOf/{kinds[0]}"))
        return place

    def _at(self, place: Place) -> Object:
        try:
            node = self.document.at("#" + place.pointer)
        except (KeyError, IndexError):
            return {}
        return node if isinstance(node, dict) else {}

    def _parameter(self, root: Place, name: str, place: str, parameter: str) -> Place:
        """A parameter of the operation, or of its path."""
        item = root.pointer.rpartition("/")[0]
        for owner in (root.pointer, item):
            given = self._at(Place(owner)).get("parameters", [])
            for index, each in enumerate(given):
                written = self.document.resolve(each)
                if (written["in"], written["name"]) == (place, parameter):
                    pointer = each["$ref"][1:] if "$ref" in each else f"{owner}/parameters/{index}"
                    return root.on(pointer, f"parameters/{parameter}")
        return root.on(f"{root.pointer}/parameters", f"parameters/{parameter}")

    def _entry(self, root: Place, head: str, entry: str) -> Place:
        """An answer by its status, the body of a request by its media type; of what is not there, the nearest."""
        parent, name = (head, f"{head}/{entry}") if head == "responses" else (f"{head}/content", head)
        pointer = f"{root.pointer}/{parent}"
        written = self._at(Place(pointer))
        same = [each for each in written if each == entry]
        near = same or [each for each in written if head == "requestBody" or each[0] == entry[0]]
        return root.on(pointer + step(near[0] if near else entry), name)

    def _step(self, place: Place, name: str) -> Place:
        forms = [*self._forms(place)]
        if name == "[]":
            return next((form.on(form.pointer + "/items") for form in forms if "items" in self._at(form)), place)
        if name == "{}":
            inner = (form.on(form.pointer + "/additionalProperties") for form in forms)
            return next((each for each in inner if self._at(each)), place)
        if name.startswith("<"):
            return next((form for form in forms if form.pointer.endswith("/" + name[1:-1])), place)
        for form in forms:
            if name in self._at(form).get("properties", {}):
                return form.on(f"{form.pointer}/properties{step(name)}", name)
        return self._absent(place, forms, name)

    def _absent(self, place: Place, forms: list[Place], name: str) -> Place:
        """Where a field belongs that is not there: with the object's own fields, which `allOf` has last."""
        owners = [form for form in forms if "properties" in self._at(form)]
        best = next((form for form in reversed(owners) if "/allOf/" in form.pointer), None) or next(iter(owners), place)
        return best.on(f"{best.pointer}/properties{step(name)}", name)

    def _forms(self, place: Place) -> Iterator[Place]:
        """The place, and what is written elsewhere but stands here: references, members and arms, at any depth."""
        yield place
        node = self._at(place)
        if "$ref" in node:
            yield from self._forms(place.on(node["$ref"][1:]))
        elif "schema" in node:
            yield from self._forms(place.on(place.pointer + "/schema"))
        elif "content" in node:
            media_type = next(iter(node["content"]))
            yield from self._forms(place.on(f"{place.pointer}/content{step(media_type)}/schema"))
        for keyword in ("allOf", "oneOf", "anyOf"):
            for index in range(len(node.get(keyword, ()))):
                yield from self._forms(place.on(f"{place.pointer}/{keyword}/{index}"))
