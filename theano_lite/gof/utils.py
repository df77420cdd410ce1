"""theano.gof.utils: small functions."""

from theano_lite.core.errors import MethodNotDefined
from theano_lite.core.graph import scratchpad
from theano_lite.program.graph_tools import (
    MetaObject,
    add_tag_trace,
    difference,
    flatten,
    get_variable_trace_string,
    give_variables_names,
    hash_from_code,
    hash_from_file,
    hashtype,
    hist,
    memoize,
    object2,
    remove,
    simple_extract_stack,
    simple_types,
    toposort,
    undef,
    uniq,
    unique,
)
from theano_lite.program.old_names import hash_from_dict

__all__ = [
    "MetaObject", "MethodNotDefined", "add_tag_trace", "difference", "flatten", "get_variable_trace_string",
    "give_variables_names", "hash_from_code", "hash_from_dict", "hash_from_file", "hashtype", "hist", "memoize", "object2",
    "remove", "scratchpad", "simple_extract_stack", "simple_types", "toposort", "undef", "uniq", "unique",
]
