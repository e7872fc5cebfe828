"""From an operation of openapi.yaml to any place in it, step by step, as a JSON pointer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .document import Document, JsonObject
from .line_numbers import step

NULL = {"type": "null"}


@dataclass(frozen=True)
class Location:
    """A place by its JSON pointer, and by its owners: the pointer of each, and the path from there to the place.

    An owner is whatever can have an `x-differs`: an operation, a parameter, a schema. A place that is not there has the
    pointer that it would have.
    """

    pointer: str
    owners: tuple[tuple[str, str], ...] = ()

    def on(self, pointer: str, name: str = "") -> Location:
        """A place further on, which is an owner too; `name` leads to it from the owners before."""
        owners = ((owner, f"{path}/{name}".strip("/")) for owner, path in self.owners)
        return Location(pointer, (*owners, (pointer, "")))

    def below(self, path: str, name: str = "") -> Location:
        """A place further on, by its path from here."""
        return self.on(self.pointer + path, name)


@dataclass(frozen=True)
class PointerResolver:
    """Finds places in a document."""

    document: Document

    def operation(self, name: str) -> Location:
        """An operation."""
        operation = next(each for each in self.document.operations if each.name == name)
        return Location("").on("/paths" + step(operation.path) + step(operation.method))

    def locate(self, name: str, path: Iterable[str]) -> Location:
        """Where the steps lead from the operation of that name: `responses 200 result [] colour`."""
        root = self.operation(name)
        match [*path]:
            case ["parameters", place, parameter, *rest]:
                found = self._parameter(root, place, parameter)
            case [("requestBody" | "responses") as head, entry, *rest]:
                found = self._content(root, head, entry)
            case [head, *rest]:
                found = root.below(step(head), head)
            case _:
                return root
        for each in rest:
            found = self._step(found, each)
        return found

    def schema(self, location: Location) -> Location:
        """Where the schema of a place is written; if it is one type or null, where that type is."""
        node = self._node(location)
        others = [index for index, variant in enumerate(node.get("oneOf", ())) if variant != NULL]
        if "$ref" in node:
            return self.schema(location.on(node["$ref"][1:]))
        if "schema" in node:
            return self.schema(location.below("/schema"))
        return self.schema(location.below(f"/oneOf/{others[0]}")) if len(others) == 1 else location

    def _node(self, location: Location) -> JsonObject:
        node = self.document.find(location.pointer)
        return node if isinstance(node, dict) else {}

    def _parameter(self, root: Location, place: str, name: str) -> Location:
        """A parameter of the operation, or of its path."""
        for owner in (root.pointer, root.pointer.rpartition("/")[0]):
            for index, each in enumerate(self._node(Location(owner)).get("parameters", [])):
                written = self.document.resolve(each)
                if (written["in"], written["name"]) == (place, name):
                    return root.on(each.get("$ref", f"#{owner}/parameters/{index}")[1:], f"parameters/{name}")
        return root.below("/parameters", f"parameters/{name}")

    def _content(self, root: Location, head: str, entry: str) -> Location:
        """An answer by its status, a request body by its media type; if it is not there, the nearest that is."""
        path, name = ("/responses", f"responses/{entry}") if head == "responses" else (f"/{head}/content", head)
        written = self._node(root.below(path))
        near = [each for each in written if head == "requestBody" or each[0] == entry[0]]
        return root.below(path + step(entry if entry in written or not near else near[0]), name)

    def _step(self, location: Location, name: str) -> Location:
        forms = [*self._forms(location)]
        if name in ("[]", "{}"):
            keyword = "items" if name == "[]" else "additionalProperties"
            within = [form for form in forms if isinstance(self._node(form).get(keyword), dict)]
            return within[0].below(f"/{keyword}") if within else location
        if name.startswith("<"):
            return next((form for form in forms if form.pointer.endswith("/" + name[1:-1])), location)
        owners = [form for form in forms if "properties" in self._node(form)]
        having = [form for form in owners if name in self._node(form)["properties"]]
        # A new field belongs to the object's own fields, which come last in `allOf`.
        composed = [form for form in reversed(owners) if "/allOf/" in form.pointer]
        return [*having, *composed, *owners, location][0].below(f"/properties{step(name)}", name)

    def _forms(self, location: Location) -> Iterator[Location]:
        """The place, and what is written elsewhere but belongs here: references, members and variants, at any depth."""
        yield location
        node = self._node(location)
        if "$ref" in node:
            yield from self._forms(location.on(node["$ref"][1:]))
        elif "schema" in node:
            yield from self._forms(location.below("/schema"))
        elif "content" in node:
            yield from self._forms(location.below(f"/content{step(next(iter(node['content'])))}/schema"))
        for keyword in ("allOf", "oneOf", "anyOf"):
            for index in range(len(node.get(keyword, ()))):
                yield from self._forms(location.below(f"/{keyword}/{index}"))
