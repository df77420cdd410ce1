"""The meaning of an old module's code, given to today's Python by calls in place of a few operations (an `ast` pass).

`a + b` becomes `__old_Add__(a, b)` (NumPy 1's result types), `a == b` `__old_Eq__(a, b)` (False where shapes or kinds do not
fit), `a[i, j]` becomes `a[__old_index__(i), __old_index__(j)]` (float indices), `a[i]` becomes `a[__old_place__(i, a)]`, or
`__old_item__(a, i)` where a is more than a name (lists that stand for tuples, too), a method that is gone,
`a.tostring()`, `__old_attribute__(a, "tostring")()`, and `if a:` `if __old_truth__(a):` (an empty array is False). The functions
are builtins of the old module.
"""

import ast

from theano_lite.compat.old_names.arithmetic import OPERATORS
from theano_lite.compat.old_names.attributes import NUMPY_ATTRIBUTES

_LITERALS = (ast.Constant, ast.JoinedStr)
_PLAIN = (*_LITERALS, ast.UnaryOp, ast.Slice, ast.Tuple, ast.Starred)  # indices that are no lists
_NOT_NUMBERS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.ListComp)
_NO_ARRAYS = (*_NOT_NUMBERS, ast.Constant)
_NEVER_EMPTY = frozenset("__old_truth__ isinstance issubclass hasattr callable len bool".split())


def call(name, *arguments, at):
    """`name(*arguments)` at the place of the node `at`; what else is new in it is given a place with the whole tree."""
    made = ast.Call(ast.copy_location(ast.Name(name, ast.Load()), at), list(arguments), [])
    return ast.copy_location(made, at)


def inside(node):
    """The nodes right below `node`, but for operators and contexts; several times faster than ast.iter_child_nodes."""
    found, parts = [], vars(node)
    for field in node._fields:  # others write what they like on nodes, such as `parent`: IPython does
        part = parts.get(field)
        if type(part) is list:
            found.extend([x for x in part if isinstance(x, ast.AST)])
        elif isinstance(part, ast.AST) and part._fields:
            found.append(part)
    return found


class OldLibraries(ast.NodeTransformer):
    """What NumPy 1 did differently; valid for programs in Python 2 and 3."""

    attributes = NUMPY_ATTRIBUTES

    def __init__(self):
        self.temporaries = 0

    def generic_visit(self, node):
        """As NodeTransformer's, without a visit of operators and contexts, which nobody changes."""
        parts = vars(node)
        for field in node._fields:
            old = parts.get(field)
            if type(old) is list:
                new = []
                for x in old:
                    made = self.visit(x) if isinstance(x, ast.AST) else x
                    if type(made) is list:
                        new.extend(made)
                    elif made is not None or x is None:
                        new.append(made)
                old[:] = new
            elif isinstance(old, ast.AST) and old._fields:
                setattr(node, field, self.visit(old))
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        kind = type(node.op).__name__
        if kind not in OPERATORS or _is_text(node.left) or _is_text(node.right):
            return node
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
            return self.constant_operation(node)
        return call(f"__old_{kind}__", node.left, node.right, at=node)

    def visit_Compare(self, node):
        self.generic_visit(node)
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return call(f"__old_{type(node.ops[0]).__name__}__", node.left, node.comparators[0], at=node)
        return node

    def visit_If(self, node):
        self.generic_visit(node)
        node.test = _truth(node.test)
        return node

    visit_While = visit_IfExp = visit_Assert = visit_If

    def visit_comprehension(self, node):
        self.generic_visit(node)
        node.ifs = [_truth(test) for test in node.ifs]
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Not):
            node.operand = _truth(node.operand)
        return node

    def visit_BoolOp(self, node):
        """`a or b` is b where a is an empty array; `a and b` would be a, so what is no condition stays."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Or):
            node.values[:-1] = [_truth(value) for value in node.values[:-1]]
        return node

    def constant_operation(self, node):
        """Both operands are literals."""
        return node

    def visit_AugAssign(self, node):
        kind = type(node.op).__name__
        target = node.target
        if kind not in OPERATORS or _is_text(node.value):
            return self.generic_visit(node)
        node.value = self.visit(node.value)
        before = []
        if isinstance(target, ast.Attribute):
            target.value = self._once(self.visit(target.value), before, node)
        elif isinstance(target, ast.Subscript):
            target.value = self._once(self.visit(target.value), before, node)
            target.slice = self._once(self._place(self.visit(target.slice), target.value), before, node)
        assign = ast.Assign([target], call(f"__old_i{kind}__", _loaded(target), node.value, at=node))
        return [*before, ast.copy_location(assign, node)]

    def _once(self, value, before, at):
        """A name that holds value, which is evaluated in a statement of its own."""
        if isinstance(value, (ast.Name, ast.Constant)):
            return value
        name = f"__old_value{self.temporaries}__"
        self.temporaries += 1
        assign = ast.Assign([ast.Name(name, ast.Store())], _as_expression(value))
        before.append(ast.copy_location(assign, at))
        return ast.copy_location(ast.Name(name, ast.Load()), at)

    def visit_Subscript(self, node):
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and not isinstance(node.slice, _PLAIN) and not _is_dotted(node.value):
            return call("__old_item__", node.value, node.slice, at=node)
        node.slice = self._place(node.slice, node.value)
        return node

    def _place(self, index, array):
        """All that stands in the brackets of array[index]; an array that is a name, or an attribute of one, is looked at."""
        if isinstance(index, _PLAIN):
            return self._index(index)
        return call("__old_place__", index, *([_loaded(array)] if _is_dotted(array) else []), at=index)

    def _index(self, index):
        """Literals stay; of a slice or a tuple only what may be a float is wrapped."""
        if isinstance(index, _LITERALS):
            if isinstance(index, ast.Constant) and isinstance(index.value, float):
                return call("__old_index__", index, at=index)
            return index
        if isinstance(index, ast.UnaryOp) and isinstance(index.operand, ast.Constant):
            return index
        if isinstance(index, ast.Slice):
            for part in ("lower", "upper", "step"):
                if getattr(index, part) is not None:
                    setattr(index, part, self._index(getattr(index, part)))
            return index
        if isinstance(index, ast.Tuple):
            index.elts = [self._index(part) for part in index.elts]
            return index
        if isinstance(index, ast.Starred):
            return index
        return call("__old_index__", index, at=index)

    def visit_arg(self, node):
        return node  # an annotation is not computed with

    def visit_AnnAssign(self, node):
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_match_case(self, node):
        """What a pattern says stays as it is written."""
        if node.guard is not None:
            node.guard = _truth(self.visit(node.guard))
        node.body = [part for statement in node.body for part in _listed(self.visit(statement))]
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        if node.attr in self.attributes and isinstance(node.ctx, ast.Load):
            return call("__old_attribute__", node.value, ast.Constant(node.attr), at=node)
        return node


def _listed(made):
    return made if isinstance(made, list) else [made]


def _loaded(target):
    """The target of an assignment as an expression."""
    fields = {name: getattr(target, name) for name in target._fields} | {"ctx": ast.Load()}
    return ast.copy_location(type(target)(**fields), target)


def _truth(node):
    """The condition, False where it is an empty array."""
    if isinstance(node, ast.BoolOp):
        node.values = [_truth(value) for value in node.values]
        return node
    if isinstance(node, _NO_ARRAYS) or isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node
    if isinstance(node, ast.Compare) and all(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in node.ops):
        return node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NEVER_EMPTY:
        return node
    return call("__old_truth__", node, at=node)


def _is_dotted(node):
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _is_text(node):
    return isinstance(node, _NOT_NUMBERS) or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)))


def _as_expression(index):
    """The index of a subscript as an expression of its own: slices become slice(...)."""
    if isinstance(index, ast.Slice):
        parts = [part or ast.Constant(None) for part in (index.lower, index.upper, index.step)]
        return ast.Call(ast.Name("__old_slice__", ast.Load()), parts, [])
    if isinstance(index, ast.Tuple):
        return ast.Tuple([_as_expression(part) for part in index.elts], ast.Load())
    return index
