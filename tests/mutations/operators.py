"""The mutants of a module: its syntax tree with one small error each."""

import ast
import copy
from collections.abc import Callable, Iterator

from attrs import frozen

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@frozen
class Mutant:
    """A module with one error in it."""

    line: int
    operator: str
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.operator}: {_short(self.before)} -> {_short(self.after)}"


def mutants(source: str) -> Iterator[Mutant]:
    """All of them, in the same order each time; what does not run stays as it is, and so do texts for people."""
    tree = ast.parse(source)
    for node in _running(tree):
        for operator in OPERATORS:
            for other in operator(node):
                same: dict[int, ast.AST] = {}
                clone = copy.deepcopy(tree, same)
                _Put(same[id(node)], ast.copy_location(other, node)).visit(clone)
                line, name = getattr(node, "lineno", 0), operator.__name__.strip("_")
                before, after = ast.unparse(node), ast.unparse(other)
                yield Mutant(line, name, before, after, ast.fix_missing_locations(clone))


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below this one, without imports, docstrings, annotations and the texts in f-strings."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns") or (isinstance(node, ast.Dict) and name == "keys" and None in value):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_text = isinstance(child, ast.Constant) and isinstance(node, ast.Expr | ast.JoinedStr)
            if isinstance(child, ast.AST) and not is_text and not isinstance(child, ast.Import | ast.ImportFrom):
                yield from _running(child)


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= 60 else f"{line[:59]}…"


# --- the operators: each gives what may stand in the place of a node ----------------------------------------------


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    """Another comparison."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield ast.Compare(node.left, [_COMPARED[type(node.ops[0])]()], node.comparators)


def _and_or(node: ast.AST) -> Iterator[ast.AST]:
    """`and` for `or`, and without each of its parts."""
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for left_out in node.values:
            rest = [value for value in node.values if value is not left_out]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]


def _condition(node: ast.AST) -> Iterator[ast.AST]:
    """A condition that is always true, or never."""
    if isinstance(node, ast.If | ast.IfExp):
        for always in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(always)
            yield changed
    if isinstance(node, ast.comprehension) and node.ifs:
        yield ast.comprehension(node.target, node.iter, [], node.is_async)


def _negation(node: ast.AST) -> Iterator[ast.AST]:
    """Without `not`."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand


def _arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    """Another operator between two values."""
    if isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED:
        yield ast.BinOp(node.left, _COMPUTED[type(node.op)](), node.right)


def _constant(node: ast.AST) -> Iterator[ast.AST]:
    """Another number, the other truth, or another word; a text of several words is for people."""
    match node:
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(str() as value) if " " not in value:
            yield ast.Constant(value + "_")


def _call(node: ast.AST) -> Iterator[ast.AST]:
    """`min` for `max`, `any` for `all`."""
    if isinstance(node, ast.Name) and node.id in _CALLED:
        yield ast.Name(_CALLED[node.id], node.ctx)


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    """A statement that is left out, or a result that is not returned."""
    match node:
        case ast.Return(value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom() | ast.Await()):
            yield ast.Pass()
        case ast.Raise() | ast.AugAssign() | ast.Delete() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _handler(node: ast.AST) -> Iterator[ast.AST]:
    """An exception that is not handled."""
    if isinstance(node, ast.ExceptHandler):
        yield ast.ExceptHandler(node.type, node.name, [ast.Raise()])


OPERATORS: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    _comparison,
    _and_or,
    _condition,
    _negation,
    _arithmetic,
    _constant,
    _call,
    _left_out,
    _handler,
)
