"""A pytest plugin: the module that the environment names is imported as its mutant; no file is changed.

`MUTANT` is the path of the module and the number of its mutant, such as `wrappers/tenantry/errors.py:7`.
"""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import islice
from pathlib import Path
from types import CodeType, ModuleType

from tests.mutations.operators import mutants


class _Finder:
    """Finds modules as Python does, and gives one of them another loader."""

    def __init__(self, module: Path, number: int) -> None:
        self._module, self._number = module.resolve(), number

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin is None or Path(spec.origin).resolve() != self._module:
            return None
        spec.loader = _Loader(name, spec.origin, self._number)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, number: int) -> None:
        super().__init__(name, path)
        self._number = number

    def get_code(self, fullname: str) -> CodeType:
        """Compiled anew: the cache holds the module without its error."""
        mutant = next(islice(mutants(Path(self.path).read_text("utf-8")), self._number, None))
        return compile(mutant.tree, self.path, "exec")


if "MUTANT" in os.environ:
    _path, _, _number = os.environ["MUTANT"].rpartition(":")
    sys.meta_path.insert(0, _Finder(Path(_path), int(_number)))
