"""The builtins that a module in Python 2 sees."""

import builtins
import decimal
import functools
import itertools
import sys

import numpy as np

from theano_lite.compat.old_names import arithmetic
from theano_lite.compat.old_names.attributes import python2_attribute
from theano_lite.compat.python2 import classes, division, files, hash_order, order, text


class _AnyText(type):
    def __instancecheck__(cls, x):
        return isinstance(x, (str, bytes))

    def __subclasscheck__(cls, kind):
        return issubclass(kind, (str, bytes))


class basestring(metaclass=_AnyText):
    """str and unicode."""


def _isinstance(x, kinds):
    """NumPy's int64 is an int in Python 2 (on 64-bit Unix)."""
    if builtins.isinstance(x, kinds):
        return True
    return type(x) is np.int64 and (kinds is int or builtins.isinstance(kinds, tuple) and int in kinds)


def _range(*bounds):
    for bound in bounds:
        if builtins.isinstance(bound, float):
            raise TypeError(f"range() integer end argument expected, got {type(bound).__name__}.")
    return list(builtins.range(*map(int, bounds)))


def _xrange(*bounds):
    if any(type(bound) is float for bound in bounds):
        raise TypeError("integer argument expected, got float")
    return builtins.range(*(int(bound) if builtins.isinstance(bound, (float, np.ndarray)) else bound for bound in bounds))


def _map(function, *sequences):
    """Ends with the longest sequence; None stands for tuple."""
    if function is str:
        function = functools.partial(text.as_str, str)
    sequences = [hash_order.iterable(x) for x in sequences]
    if function is not None and len(sequences) == 1:
        return [function(x) for x in sequences[0]]
    rows = itertools.zip_longest(*sequences)
    if function is None:
        return list(sequences[0]) if len(sequences) == 1 else list(rows)
    return [function(*row) for row in rows]


def _filter(function, values):
    kept = list(builtins.filter(function, hash_order.iterable(values)))
    if builtins.isinstance(values, str):
        return "".join(kept)
    return tuple(kept) if builtins.isinstance(values, tuple) else kept


def _zip(*sequences):
    return list(builtins.zip(*map(hash_order.iterable, sequences), strict=False))


def _reduce(function, values, *initial):
    return functools.reduce(function, hash_order.iterable(values), *initial)


def _round(number, ndigits=0):
    """Half goes away from zero; the result is a float."""
    number = float(number)
    if number != number or number in (float("inf"), float("-inf")):
        return number
    # Enough digits for any double, so that only the wanted digit is rounded.
    with decimal.localcontext(prec=1100):
        unit = decimal.Decimal(1).scaleb(-int(ndigits))
        return float(decimal.Decimal(number).quantize(unit, decimal.ROUND_HALF_UP))


def _hex(number):
    if hasattr(type(number), "__hex__"):
        return number.__hex__()
    return builtins.hex(number) + ("L" if not -sys.maxsize - 1 <= number <= sys.maxsize else "")


def _oct(number):
    if hasattr(type(number), "__oct__"):
        return number.__oct__()
    return builtins.oct(number).replace("0o", "0" if number else "", 1)


def _apply(function, arguments=(), keywords={}):  # noqa: B006 (read only)
    return function(*arguments, **keywords)


def _coerce(a, b):
    kind = type(a + b) if a is not b else type(a)
    return kind(a), kind(b)


def _ord(character):
    return builtins.ord(character) if not builtins.isinstance(character, int) else character


def _bytearray(*args):
    return builtins.bytearray(*map(text.to_bytes, args)) if len(args) == 1 else builtins.bytearray(*args)


def _sum(values, start=0):
    """As a loop of + over the values, so with NumPy 1's result types."""
    add = arithmetic.FUNCTIONS["__old_Add__"]
    return functools.reduce(add, values, start)


def _exception(kind, value=None, traceback=None):
    """What `raise kind, value, traceback` raises."""
    if builtins.isinstance(kind, type):
        if builtins.isinstance(value, kind):
            made = value
        else:
            made = kind() if value is None else kind(*value) if builtins.isinstance(value, tuple) else kind(value)
    else:
        made = kind
    return made.with_traceback(traceback) if traceback is not None else made


def _input(prompt=""):
    """raw_input: a line, the prompt to standard output."""
    if prompt:
        sys.stdout.write(text.as_str(str, prompt))
    return builtins.input()


BUILTINS = {
    **arithmetic.FUNCTIONS,
    "__old_attribute__": python2_attribute,
    "__build_class__": classes.build_class,
    "__py2_div__": division.divide, "__py2_idiv__": division.divide_in_place,
    "__py2_lt__": order.lt, "__py2_le__": order.le, "__py2_gt__": order.gt, "__py2_ge__": order.ge,
    "__py2_operand__": order.Operand,
    "__py2_mod__": text.modulo, "__py2_str__": text.as_str, "__py2_unicode__": text.as_unicode,
    "__py2_iterable__": hash_order.iterable, "__py2_set__": hash_order.make_set,
    "__py2_dict__": hash_order.Literal, "__py2_type__": hash_order.type_of,
    "__py2_print__": text.print_line, "__py2_print_part__": text.print_part,
    "__py2_print_to__": text.print_line_to, "__py2_print_to_part__": text.print_part_to,
    "print": text.print_function, "__py2_repr__": text.representation, "repr": text.representation, "format": text.format_value,
    "__py2_exception__": _exception,
    "unicode": str, "bytes": str, "basestring": basestring, "long": int, "unichr": chr, "ord": _ord,
    "bytearray": _bytearray, "buffer": lambda x, *bounds: memoryview(text.to_bytes(x)),
    "isinstance": _isinstance, "xrange": _xrange, "range": _range, "map": _map, "filter": _filter, "zip": _zip,
    "reduce": _reduce, "round": _round, "sum": _sum, "hash": hash_order.hash_of, "hex": _hex, "oct": _oct,
    "cmp": order.compare, "sorted": order.sort_all, "min": order.minimum, "max": order.maximum,
    "apply": _apply, "coerce": _coerce, "intern": sys.intern, "raw_input": _input,
    "open": files.open_file, "file": files.File, "StandardError": Exception,
}
