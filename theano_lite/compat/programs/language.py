"""Is a file in Python 2 or 3? Syntax tells, else the names it uses, else the files it belongs to."""

import ast
import io
import re
import tokenize
import warnings

# What a text can be: in one language only, written for both, or without a sign.
PYTHON2, PYTHON3, BOTH, EITHER = "python2", "python3", "both", "either"

_MESSAGES = ("Missing parentheses in call to", "multiple exception types must be parenthesized",
             "leading zeros in decimal integer literals", "inconsistent use of tabs", "invalid hexadecimal literal",
             "unindent does not match", "invalid decimal literal")
_LINES = re.compile(r"""<>|`|^\s*print\b(?!\s*\()|^\s*print\s*>>|^\s*exec\b.*\bin\b|^\s*raise\s+[\w.]+\s*,|^\s*except\b.*,.*:
                    |\b[uU][rR]['"]|\b\d+[lL]\b|^\s*def\s+\w+\(.*\(.*\)\s*:|\blambda\b[^:]*\(""", re.VERBOSE)
_NAMES = {"xrange", "unicode", "raw_input", "basestring", "execfile", "unichr", "long", "cmp", "file", "reduce", "reload",
          "apply", "intern", "buffer", "coerce"}
_ATTRIBUTES = {"iteritems", "itervalues", "iterkeys", "has_key", "izip", "imap", "izip_longest", "getcwdu", "maxint",
               "im_func", "im_self", "func_name"}
_MODULES = {"cPickle", "StringIO", "cStringIO", "urllib2", "urlparse", "ConfigParser", "Queue", "HTMLParser", "Tkinter",
            "__builtin__", "commands", "httplib", "cookielib", "exceptions", "thread", "copy_reg"}
_FUTURE = re.compile(r"^from[ \t]+__future__[ \t]+import[ \t]+(\([^)]*\)|.*)", re.MULTILINE)
_VERSION = re.compile(r"\b(PY2|PY3|version_info|sys\.version|hexversion)\b")


def read(source):
    """(text, encoding) of a file's bytes. Without a declaration, bytes that are not UTF-8 are latin-1."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        return source.decode(encoding), encoding
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return source.decode("latin-1"), "latin-1"


def parse(text, path, mode="exec"):
    """The tree of a text in Python 3, warnings about old escapes left out. Raises SyntaxError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, path, mode)


def futures(text):
    """The features that a text imports from __future__, without parsing it."""
    return {name.split()[0] for found in _FUTURE.findall(text) for name in found.split("#")[0].strip("()\\ ").split(",")
            if name.strip()}


def looks_like_python2(error):
    """Whether what Python 3 refuses is a sign of Python 2."""
    return any(said in (error.msg or "") for said in _MESSAGES) or bool(_LINES.search(error.text or ""))


def evidence(text, path="<string>"):
    """PYTHON2, PYTHON3, BOTH or EITHER. Raises SyntaxError if it is no Python 3 and has no sign of Python 2."""
    try:
        tree = parse(text, path)
    except SyntaxError as error:
        if looks_like_python2(error):
            return PYTHON2
        raise
    if re.match(r"#!.*python2", text):
        return PYTHON2
    return _Signs().judge(tree)


def _is_compatibility(node):
    """Whether an object has old names for the sake of both: six, theano.compat."""
    return re.fullmatch(r"six|moves|.*\bcompat(\.\w+)?", ast.unparse(node)) is not None


_FIRST = {ast.BinOp: "left", ast.Call: "func", ast.Attribute: "value", ast.Subscript: "value"}


def _is_print(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"


def _goes_on_after_print(node):
    """Whether a statement is `print (a), b` or `print ("%d") % a`: Python 3 would compute something with print's result."""
    if isinstance(node, ast.Tuple):
        return _is_print(node.elts[0]) and not any(map(_is_print, node.elts[1:])) if node.elts else False
    first = node
    while type(first) in _FIRST and not _is_print(first):
        first = getattr(first, _FIRST[type(first)])
    return first is not node and _is_print(first)


class _Signs(ast.NodeVisitor):
    def judge(self, tree):
        self.found, self.bound = set(), set()
        self.guarded, self.print_is_function = 0, False
        self.names = set()
        self.visit(tree)
        if self.names - self.bound:
            self.found.add(PYTHON2)
        # Names that only Python 2 has outweigh six and print_function: Python 3 would stop at them.
        for sign in (PYTHON3, PYTHON2, BOTH):
            if sign in self.found:
                return sign
        return EITHER

    def visit_Try(self, node):
        self.guarded += 1
        self.generic_visit(node)
        self.guarded -= 1

    def visit_If(self, node):
        switch = bool(_VERSION.search(ast.unparse(node.test)))
        if switch:
            self.found.add(BOTH)
        self.guarded += switch
        self.generic_visit(node)
        self.guarded -= switch

    def visit_IfExp(self, node):
        self.visit_If(node)

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)
        elif node.id in _NAMES and not self.guarded:
            self.names.add(node.id)

    def visit_Attribute(self, node):
        if node.attr in _ATTRIBUTES and not self.guarded and not _is_compatibility(node.value):
            self.found.add(PYTHON2)
        self.generic_visit(node)

    def visit_Import(self, node):
        for alias in node.names:
            self._module(alias.name, alias.asname or alias.name)

    def visit_ImportFrom(self, node):
        if node.level == 0 and node.module == "__future__":
            if any(alias.name in ("print_function", "unicode_literals") for alias in node.names):
                self.found.add(BOTH)
                self.print_is_function |= any(alias.name == "print_function" for alias in node.names)
            return
        self._module(node.module or "", "")
        if node.module == "itertools" and any(alias.name in _ATTRIBUTES for alias in node.names) and not self.guarded:
            self.found.add(PYTHON2)
        self.bound.update(alias.asname or alias.name for alias in node.names)

    def _module(self, name, bound):
        top = name.partition(".")[0]
        if top in ("six", "future", "past") or name.startswith("theano.compat"):
            self.found.add(BOTH)
        elif top in _MODULES:
            self.found.add(BOTH if self.guarded else PYTHON2)
        self.bound.add(bound)

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id == "print" and node.keywords:
            self.found.add(BOTH)
        self.generic_visit(node)

    def visit_Expr(self, node):
        if not self.print_is_function and _goes_on_after_print(node.value):
            self.found.add(PYTHON2)
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        arguments = node.args
        self.bound.add(node.name)
        every = arguments.args + arguments.posonlyargs + arguments.kwonlyargs + [arguments.vararg, arguments.kwarg]
        self.bound.update(a.arg for a in every if a is not None)
        if node.returns or arguments.kwonlyargs or any(a is not None and a.annotation for a in every):
            self.found.add(PYTHON3)
        self.generic_visit(node)

    def visit_arg(self, node):
        self.bound.add(node.arg)

    def _python3(self, node):
        self.found.add(PYTHON3)

    visit_JoinedStr = visit_Nonlocal = visit_AnnAssign = visit_AsyncFunctionDef = visit_NamedExpr = _python3
    visit_YieldFrom = visit_Match = _python3
