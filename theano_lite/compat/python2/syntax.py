"""Python 2's syntax to Python 3's, line by line: fissix parses, the leaves of its tree are rewritten in place.

Only what Python 3 cannot parse is changed here; what it parses with another meaning is the business of semantics.py.
No line is added or removed, so line numbers stay those of the file. Names `__py2_...__` are found in the builtins of the
translated module.
"""

import re

from fissix import pygram, pytree  # pyright: ignore[reportMissingImports]
from fissix.pgen2 import driver, parse, token, tokenize  # pyright: ignore[reportMissingImports]

from theano_lite.compat.programs import language
from theano_lite.compat.python2.strings import literal

_symbols = pygram.python_symbols
_KEYWORDS = {"async": "async_", "await": "await_", "nonlocal": "nonlocal_"}


class Translation:
    """Python 3 text, and what its placeholders stand for: {name: text of a target}."""

    def __init__(self, text, targets):
        self.text, self.targets = text, targets


def translate(source, path, encoding="latin-1", features=frozenset()):
    """Python 3 text for the Python 2 text `source`, where these features of __future__ hold.

    Raises SyntaxError, at the place in the file, if it is not Python 2.
    """
    text, tree = _parsed(source, path, features)
    kept = _lines_in_strings(tree)
    rewrite = _Rewrite(encoding, features)
    rewrite.walk(tree)
    return Translation(_without_tabs(str(tree), kept), rewrite.targets)


def without_tabs(source, path, features=frozenset()):
    """The Python 2 text `source` with spaces for the tabs that indent it. Raises SyntaxError."""
    text, tree = _parsed(source, path, features)
    return _without_tabs(text, _lines_in_strings(tree))


def mixed_tabs(source, made):
    """The line at which Python 3 refuses to mix tabs and spaces, or None. made: the translation's text."""
    if "\t" not in source:
        return None
    lines = [old[:len(old) - len(old.lstrip(" \t\f"))] + new.lstrip(" \t\f")
             for old, new in zip(source.split("\n"), made.split("\n"), strict=False)]
    try:
        language.parse("\n".join(lines), "<string>")
    except IndentationError as error:
        return error.lineno
    return None


def _parsed(source, path, features):
    """(text, tree) of a Python 2 text."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    grammar = (pygram.python_grammar_no_print_statement if "print_function" in features else pygram.python_grammar)
    text = source if source.endswith("\n") else source + "\n"
    try:
        tree = driver.Driver(grammar, convert=pytree.convert).parse_string(text)
    except parse.ParseError as error:
        line, column = error.context[1]
        raise _syntax_error("invalid syntax", path, line, column, text) from None
    except tokenize.TokenError as error:
        raise _syntax_error(error.args[0], path, *error.args[1], text) from None
    except IndentationError as error:
        raise _syntax_error(error.args[0], path, error.args[1][1], 0, text, IndentationError) from None
    return text, tree


def _without_tabs(text, kept):
    return "\n".join(line if number in kept else _expand(line) for number, line in enumerate(text.split("\n"), 1))


def _syntax_error(message, path, line, column, text, kind=SyntaxError):
    lines = text.split("\n")
    return kind(message, (path, line, column + 1, lines[line - 1] if 0 < line <= len(lines) else ""))


def _expand(line):
    """A tab in the indentation reaches the next multiple of 8."""
    body = line.lstrip(" \t\f")
    indent = line[:len(line) - len(body)]
    return indent.rsplit("\f", 1)[-1].expandtabs(8) + body if "\t" in indent or "\f" in indent else line


def _lines_in_strings(tree):
    """Numbers of the lines that begin inside a string literal."""
    return {leaf.lineno + k for leaf in tree.leaves() if "\n" in leaf.value and leaf.value.strip()
            for k in range(1, leaf.value.count("\n") + 1)}


class _Rewrite:
    def __init__(self, encoding, features):
        self.encoding, self.targets = encoding, {}
        self.unicode_literals = "unicode_literals" in features
        self.print_is_statement = "print_function" not in features
        self.rules = {getattr(_symbols, name): rule for name, rule in (
            ("print_stmt", self.print_statement), ("exec_stmt", self.exec_statement), ("raise_stmt", self.raise_statement),
            ("except_clause", self.except_clause), ("tfpdef", self.tuple_parameter), ("vfpdef", self.tuple_parameter),
            ("atom", self.backquotes), ("testlist_safe", self.parenthesise))}

    def walk(self, node):
        """Children first: what wraps a statement is put around what wraps its parts."""
        if not node.children:
            return self.leaf(node)
        rule = self.rules.get(node.type)
        if rule == self.tuple_parameter:
            return rule(node)
        for child in list(node.children):
            self.walk(child)
        if rule:
            rule(node)
        return None

    def leaf(self, leaf):
        value = leaf.value
        if not value:
            return
        if value == "print" and self.print_is_statement and leaf.parent.type != _symbols.print_stmt:  # type: ignore
            leaf.value = "__py2_print__()"
        elif value[0].isdigit():
            leaf.value = _number(value)
        elif value[-1] in "'\"":
            leaf.value = literal(value, self.encoding, self.unicode_literals)
        elif value == "<>":
            leaf.value = "!="
        elif value in _KEYWORDS:
            leaf.value = _KEYWORDS[value]

    def print_statement(self, node):
        keyword, rest = node.children[0], node.children[1:]
        name = "__py2_print"
        if rest and rest[0].type == token.RIGHTSHIFT:
            rest[0].value = ""
            name += "_to"
        if rest[-1].type == token.COMMA:
            name += "_part"
        keyword.value = name + "__("
        _append(node, ")")

    def exec_statement(self, node):
        keyword, rest = node.children[0], node.children[1:]
        if len(rest) == 1 and str(rest[0]).strip().startswith("(") and rest[0].children:
            return  # exec (code, globals) is a call already
        keyword.value = "exec("
        if len(rest) > 1:
            rest[1].value = ","
        _append(node, ")")

    def raise_statement(self, node):
        if any(child.type == token.COMMA for child in node.children):
            node.children[0].value = "raise __py2_exception__("
            _append(node, ")")

    def except_clause(self, node):
        """except E, target: the target may be any target; semantics.py assigns to it."""
        if len(node.children) == 4:
            keep, target = node.children[2], node.children[3]
            keep.value = " as"
            target.replace(type(keep)(token.NAME, self.placeholder(target), prefix=" "))

    def tuple_parameter(self, node):
        first = next(node.leaves())
        node.replace(type(first)(token.NAME, self.placeholder(node), prefix=first.prefix))

    def placeholder(self, node):
        name = f"__py2_target{len(self.targets)}__"
        self.targets[name] = str(node).strip()
        return name

    def backquotes(self, node):
        if node.children[0].type == token.BACKQUOTE:
            node.children[0].value = "__py2_repr__(("
            node.children[-1].value = "))"

    def parenthesise(self, node):
        first = next(node.leaves())
        first.value = "(" + first.value
        _append(node, ")")


def _number(value):
    if value[-1] in "lL":
        value = value[:-1]
    return "0o" + (value[1:].lstrip("0") or "0") if re.fullmatch(r"0[0-7]+", value) else value


def _append(node, text):
    last = node
    while last.children:
        last = last.children[-1]
    last.value += text
