"""Which expressions of a program are certainly integers, or floats: what its divisions mean."""

import ast


class Names:
    """The names of a program, and which expressions are integers or floats: a name is if every binding of it is."""

    def __init__(self, trees):
        self.values, self.never, self.modules = {}, set(), {}
        for node in (node for tree in trees for node in ast.walk(tree)):
            self._note(node)
        self.named = dict.fromkeys(set(self.values) - self.never)
        changed = True
        while changed:  # until no name becomes known by what is known of others
            changed = False
            for name, kind in list(self.named.items()):
                kinds = {self.kind(value) for value in self.values[name]}
                if kind is None and len(kinds) == 1 and kinds != {None}:
                    self.named[name], changed = kinds.pop(), True

    def _note(self, node):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            operation = ast.BinOp(node.target, node.op, node.value)
            if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)) and isinstance(node.value, ast.Constant):
                self.values.setdefault(node.target.id, []).append(node.value)
            else:
                self.values.setdefault(node.target.id, []).append(operation)
        elif isinstance(node, (ast.For, ast.comprehension)):
            is_range = isinstance(node.iter, ast.Call) and isinstance(node.iter.func, ast.Name) and node.iter.func.id == "range"
            self._bind(node.target, ast.Constant(0) if is_range else None)
        elif isinstance(node, (ast.arg, ast.ExceptHandler, ast.alias, ast.FunctionDef, ast.ClassDef, ast.Global)):
            own = vars(node)
            names = own.get("names") or [own.get("arg") or own.get("asname") or own["name"]]
            self.never.update(names)
        elif isinstance(node, (ast.withitem, ast.Delete)):
            self.never.update(part.id for part in ast.walk(node) if isinstance(part, ast.Name)
                              and not isinstance(part.ctx, ast.Load))

    def _bind(self, target, value):
        if isinstance(target, ast.Name) and value is not None and not isinstance(value, ast.Name | ast.Constant | ast.Call
                                                                                | ast.BinOp | ast.UnaryOp | ast.Subscript):
            self.never.add(target.id)
        elif isinstance(target, ast.Name) and value is not None:
            self.values.setdefault(target.id, []).append(value)
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
            for part, own in zip(target.elts, value.elts, strict=True):
                self._bind(part, own)
        elif isinstance(target, (ast.Tuple, ast.List)) and _is_shape(value):
            for part in target.elts:
                self._bind(part, ast.Constant(0))
        else:
            self.never.update(part.id for part in ast.walk(target) if isinstance(part, ast.Name)
                              and isinstance(part.ctx, ast.Store))

    def kind(self, node):
        """int, float, or None for what is not known."""
        if isinstance(node, ast.Constant):
            return type(node.value) if type(node.value) in (int, float) else None
        if isinstance(node, ast.Name):
            return self.named.get(node.id) if node.id not in self.never else None
        if isinstance(node, ast.Subscript) and _is_shape(node.value) and not isinstance(node.slice, (ast.Slice, ast.Tuple)):
            return int
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            return self.kind(node.operand)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("len", "int", "float", "ord"):
            known = node.func.id not in self.never and node.func.id not in self.values
            return (float if node.func.id == "float" else int) if known else None
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)):
            kinds = {self.kind(node.left), self.kind(node.right)}
            return int if kinds == {int} else float if float in kinds and kinds <= {int, float} else None
        return None

    def has_float(self, node):
        """Whether a product or quotient has a factor that is a float, so that dividing it is no division of integers."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub, ast.Mult, ast.Div)):
            return self.has_float(node.left) or self.has_float(node.right)
        return self.kind(node) is float


def operands(node):
    """The two operands of `a / b` or `a /= b`."""
    return (node.target, node.value) if isinstance(node, ast.AugAssign) else (node.left, node.right)


def _is_shape(node):
    return isinstance(node, ast.Attribute) and node.attr == "shape"
