"""What code of Python 2 means where Python 3 parses it with another meaning (an `ast` pass, after syntax.py)."""

import ast

from theano_lite.compat.old_names.attributes import PYTHON2_ATTRIBUTES
from theano_lite.compat.old_names.rewriting import OldLibraries, call, inside

_ORDER = {ast.Lt: "__py2_lt__", ast.LtE: "__py2_le__", ast.Gt: "__py2_gt__", ast.GtE: "__py2_ge__"}
_SAME = {ast.Is: ast.Eq, ast.IsNot: ast.NotEq}  # in a chain: no method decides about `is`
_CONVERSIONS = {"str": "__py2_str__", "unicode": "__py2_unicode__", "set": "__py2_set__", "frozenset": "__py2_set__",
                "type": "__py2_type__"}
_ITERATING = frozenset("list tuple enumerate iter sorted sum".split())
_SCOPES = (ast.FunctionDef, ast.Lambda, ast.ClassDef)
_PRINTS = frozenset(f"__py2_print{to}{part}__" for to in ("", "_to") for part in ("", "_part"))
EXECUTED = "__py2_executed__"  # in a function with `exec code`: what that bound


def transform(tree, targets=None, true_division=False):
    """The tree of a translated module, with Python 2's meaning; every node spans its whole line.

    targets: what placeholders of syntax.py stand for.
    """
    tree = Python2(targets or {}, true_division).visit(tree)
    _place(tree)
    return tree


def _place(tree):
    """Give every node of the tree its line, a new one that of what it stands in, and no columns.

    Columns would be those of the translated text; the original line is shown without carets.
    """
    stack = [(tree, 1)]
    while stack:
        node, line = stack.pop()
        if node._attributes:
            parts = vars(node)
            line = parts.get("lineno", line)
            parts.update(lineno=line, col_offset=-1, end_lineno=line, end_col_offset=-1)
        stack.extend([(part, line) for part in inside(node)])


class Python2(OldLibraries):
    attributes = OldLibraries.attributes | PYTHON2_ATTRIBUTES

    def __init__(self, targets, true_division):
        super().__init__()
        self.depth = 0  # of functions
        self.true_division = true_division
        self.targets = {name: ast.parse(text, mode="eval").body for name, text in targets.items()}

    # Division, comparison, formatting

    def visit_BinOp(self, node):
        if isinstance(node.op, ast.Div) and not self.true_division:
            self.generic_visit(node)
            return call("__py2_div__", node.left, node.right, at=node)
        if isinstance(node.op, ast.Mod):
            self.generic_visit(node)
            return call("__py2_mod__", node.left, node.right, at=node)
        return super().visit_BinOp(node)

    def visit_AugAssign(self, node):
        made = super().visit_AugAssign(node)
        if isinstance(node.op, ast.Div) and not self.true_division and isinstance(made, list):
            made[-1].value.func.id = "__py2_idiv__"
        return made

    def visit_Compare(self, node):
        if len(node.ops) == 1 and type(node.ops[0]) in _ORDER:
            self.generic_visit(node)
            return call(_ORDER[type(node.ops[0])], node.left, node.comparators[0], at=node)
        if any(type(op) in _ORDER for op in node.ops):
            return self.visit_chain(node)
        return super().visit_Compare(node)

    def visit_chain(self, node):
        """a < b < c stays a chain, which evaluates each operand once and stops early: the operands know how they compare."""
        self.generic_visit(node)
        node.left = call("__py2_operand__", node.left, at=node)
        for k, (op, operand) in enumerate(zip(node.ops, node.comparators, strict=True)):
            same = [ast.copy_location(ast.Constant(True), node)] if type(op) in _SAME else []
            node.ops[k] = _SAME.get(type(op), type(op))()
            node.comparators[k] = call("__py2_operand__", operand, *same, at=node)
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name in _CONVERSIONS and (node.args or node.keywords):
            made = ast.copy_location(ast.Name(_CONVERSIONS[name], ast.Load()), node.func)
            node.args.insert(0, node.func)
            node.func = made
        elif name in _ITERATING and len(node.args) and not isinstance(node.args[0], ast.Starred):
            node.args[0] = _in_order(node.args[0])
        return node

    def visit_Expr(self, node):
        """`print a, b` writes a before it computes b."""
        self.generic_visit(node)
        if not (isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id in _PRINTS):
            return node
        name, values, made = node.value.func.id, node.value.args, []
        file = [values.pop(0)] if "_to" in name else []
        if all(isinstance(value, (ast.Constant, ast.Name)) for value in values[1:]):
            node.value.args = file + values
            return node
        if file and not isinstance(file[0], ast.Name):
            made.append(_placed(ast.Assign([ast.Name("__py2_file__", ast.Store())], file[0]), node.lineno))
            file = [ast.Name("__py2_file__", ast.Load())]
        part = name if "_part" in name else f"{name[:-2]}_part__"
        for k, value in enumerate(values, 1):
            one = call(name if k == len(values) else part, *file, value, at=node)
            made.append(ast.copy_location(ast.Expr(one), node))
        return made

    # The order of dictionaries and sets

    def visit_For(self, node):
        self.generic_visit(node)
        node.iter = _in_order(node.iter)
        return node

    def visit_comprehension(self, node):
        super().visit_comprehension(node)
        node.iter = _in_order(node.iter)
        return node

    def visit_Dict(self, node):
        self.generic_visit(node)
        return call("__py2_dict__", node, at=node) if len(node.keys) > 5 else node

    def visit_Set(self, node):
        self.generic_visit(node)
        elements = ast.copy_location(ast.List(node.elts, ast.Load()), node)
        return call("__py2_set__", ast.copy_location(ast.Name("set", ast.Load()), node), elements, at=node)

    def visit_SetComp(self, node):
        self.generic_visit(node)
        elements = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
        return call("__py2_set__", ast.copy_location(ast.Name("set", ast.Load()), node), elements, at=node)

    # Names: tuple parameters, the exception's, global, those of list comprehensions

    def visit_FunctionDef(self, node):
        before = [_assign(self.targets[a.arg], ast.Name(a.arg, ast.Load()), node)
                  for a in node.args.args if a.arg in self.targets]
        own = list(_own_nodes(node))
        _leak(own)
        _see_what_exec_binds(node, own)
        self.depth += 1
        self.visit_scope(node, own, before)
        self.depth -= 1
        if any(isinstance(part, (ast.Yield, ast.YieldFrom)) for part in own):
            _end_at_stop_iteration(node)
        return node

    def visit_ClassDef(self, node):
        return self.visit_scope(node, _own_nodes(node), [])

    def visit_scope(self, node, own, before):
        """Python 2 lets `global x` come after a use of x: it goes first. own: the nodes of the scope."""
        names = sorted({name for part in own if isinstance(part, ast.Global) for name in part.names})
        self.generic_visit(node)
        if names:
            before.insert(0, ast.Global(names, lineno=node.lineno, col_offset=0))
        at = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[at:at] = before
        return node

    def visit_Global(self, node):
        return ast.copy_location(ast.Pass(), node)

    def visit_Module(self, node):
        _leak(list(_own_nodes(node)))
        return self.generic_visit(node)

    def visit_ImportFrom(self, node):
        """from m import * in a function, which Python 3 refuses: the names become global."""
        if self.depth and node.names[0].name == "*":
            star = call("__py2_import_star__", ast.Constant(node.module or ""), ast.Constant(node.level), at=node)
            return ast.copy_location(ast.Expr(star), node)
        return node

    def visit_Lambda(self, node):
        """lambda (a, b): body becomes lambda t: (lambda a, b: body)(*t)."""
        self.generic_visit(node)
        for argument in reversed(node.args.args):
            if argument.arg in self.targets:
                node.body = _unpacking(self.targets[argument.arg], argument.arg, node.body, node)
        return node

    def visit_ExceptHandler(self, node):
        """In Python 2 the name outlives the handler, and may be any target."""
        if node.name:
            target = self.targets.get(node.name, ast.Name(node.name, ast.Load()))
            node.name = "__py2_error__"
            if isinstance(target, ast.Name):
                node.body = [_ErrorIsItsArguments(target.id).visit(statement) for statement in node.body]
            whole = ast.Name(node.name, ast.Load())
            value = ast.Attribute(whole, "args", ast.Load()) if isinstance(target, (ast.Tuple, ast.List)) else whole
            node.body.insert(0, _assign(target, value, node))
        return self.generic_visit(node)


class _ErrorIsItsArguments(ast.NodeTransformer):
    """In Python 2 e[0] and `a, b = e` take the arguments of the exception e."""

    def __init__(self, name):
        self.name = name

    def arguments(self, node):
        if isinstance(node, ast.Name) and node.id == self.name and isinstance(node.ctx, ast.Load):
            return ast.copy_location(ast.Attribute(node, "args", ast.Load()), node)
        return node

    def visit_Subscript(self, node):
        self.generic_visit(node)
        node.value = self.arguments(node.value)
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Tuple):
            node.value = self.arguments(node.value)
        return node


def _in_order(node):
    """The expression, iterated over in Python 2's order if it is a dictionary or set."""
    if isinstance(node, (ast.Constant, ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp)) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("range", "xrange")):
        return node
    return call("__py2_iterable__", node, at=node)


def _end_at_stop_iteration(generator):
    """A StopIteration that leaves a generator of Python 2 is its end, not an error."""
    at = 1 if ast.get_docstring(generator, clean=False) is not None else 0
    end = ast.ExceptHandler(ast.Name("StopIteration", ast.Load()), None, [ast.Return()])
    _placed(end, generator.lineno)
    body = generator.body[at:] or [ast.Pass(lineno=generator.lineno, col_offset=0)]
    generator.body[at:] = [ast.Try(body, [end], [], [], lineno=generator.lineno, col_offset=0)]


def _placed(tree, line):
    """The tree with all its nodes on this line."""
    for node in ast.walk(tree):
        vars(node).update(lineno=line, col_offset=0)
    return tree


def _assign(target, value, at):
    return _placed(ast.Assign([_stored(target)], value), at.lineno)


def _stored(target):
    """A copy of the expression as a target."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Store())
    if isinstance(target, (ast.Tuple, ast.List)):
        return type(target)([_stored(part) for part in target.elts], ast.Store())
    statement = ast.parse(f"{ast.unparse(target)} = 0").body[0]
    assert isinstance(statement, ast.Assign)
    return statement.targets[0]


def _unpacking(target, name, body, at):
    parameters, nested = [], []
    for index, part in enumerate(target.elts):
        parameters.append(part.id if isinstance(part, ast.Name) else f"{name[:-2]}_{index}__")
        if not isinstance(part, ast.Name):
            nested.append((part, parameters[-1]))
    for part, inner in nested:
        body = _unpacking(part, inner, body, at)
    arguments = ast.arguments(posonlyargs=[], args=[ast.arg(p) for p in parameters], kwonlyargs=[], kw_defaults=[],
                              defaults=[])
    made = ast.Call(ast.Lambda(arguments, body), [ast.Starred(ast.Name(name, ast.Load()), ast.Load())], [])
    return ast.copy_location(made, at)


def _own_nodes(scope):
    """The nodes in the body of a function, class or module, without those of functions and classes within."""
    waiting = list(scope.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _SCOPES):
            waiting.extend(inside(node))


def _see_what_exec_binds(function, own):
    """In a function with `exec code`, what the code binds is a local variable, or comes before the module's names."""
    if not any(map(_is_bare_exec, own)):
        return
    every = function.args.args + [a for a in (function.args.vararg, function.args.kwarg) if a is not None]
    bound = {a.arg for a in every} | {node.name for node in own if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    bound |= {node.id for node in own if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    bound |= {(alias.asname or alias.name).partition(".")[0] for node in own
              if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    of_module = {name for node in own if isinstance(node, ast.Global) for name in node.names}
    rewrite = _Executing(bound - of_module, of_module)
    function.body = [made for statement in function.body for made in rewrite.all_of(statement)]
    start = ast.Assign([ast.Name(EXECUTED, ast.Store())], ast.Dict([], []))
    function.body.insert(1 if ast.get_docstring(function, clean=False) is not None else 0, _placed(start, function.lineno))


def _is_bare_exec(node):
    return (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name)
            and node.value.func.id == "exec" and len(node.value.args) == 1)


class _Executing(ast.NodeTransformer):
    """The nodes of a function with `exec code`; bound: its own variables, of_module: those that it declares global."""

    def __init__(self, bound, of_module):
        self.bound, self.of_module = bound, of_module

    def all_of(self, statement):
        """What stands for a statement."""
        made = self.visit(statement)
        return made if isinstance(made, list) else [made]

    def visit_Expr(self, node):
        bare = _is_bare_exec(node)
        self.generic_visit(node)
        if not bare or not isinstance(node.value, ast.Call):
            return node
        node.value.func = ast.Name("__py2_exec__", ast.Load())
        lines = [f"if {name!r} in {EXECUTED}: {name} = {EXECUTED}[{name!r}]" for name in sorted(self.bound)]
        after = ast.parse("\n".join(lines)).body
        run = ast.Assign([ast.Name(EXECUTED, ast.Store())], node.value)
        return [_placed(statement, node.lineno) for statement in (run, *after)]

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load) or node.id in self.bound | self.of_module or node.id.startswith("__py2_") or (
                node.id in ("exec", "locals")):
            return node
        made = ast.parse(f"{EXECUTED}[{node.id!r}] if {node.id!r} in {EXECUTED} else {node.id}", mode="eval").body
        return _placed(made, node.lineno)

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "locals":
            node.func.id = "__py2_locals__"
        return node

    def _other_scope(self, node):
        return node

    visit_FunctionDef = visit_Lambda = visit_ClassDef = visit_GeneratorExp = _other_scope


def _leak(own):
    """The variables of a list comprehension stay behind in Python 2: bind them where the scope reads them elsewhere.

    [f(x) for x in xs] becomes [f(x) for x_ in xs if ((x := x_),)]. own: the nodes of the scope.
    """
    loops = [node for node in own if isinstance(node, ast.ListComp)]
    if not loops:
        return
    within = {id(part) for node in loops for part in ast.walk(node)}
    read = {node.id for node in own if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            and id(node) not in within}
    iterated = {id(part) for node in own for loop in getattr(node, "generators", ()) for part in ast.walk(loop.iter)}
    for node in loops:
        if id(node) not in iterated:  # there Python 3 allows no :=
            for loop in node.generators:
                _keep(loop, read)


def _keep(loop, read):
    kept = []
    for part in ast.walk(loop.target):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store) and part.id in read:
            inner = f"__py2_{part.id}__"
            kept.append(ast.NamedExpr(ast.Name(part.id, ast.Store()), ast.Name(inner, ast.Load())))
            part.id = inner
    if kept:
        loop.ifs.insert(0, _placed(ast.Tuple(kept, ast.Load()), loop.target.lineno))
