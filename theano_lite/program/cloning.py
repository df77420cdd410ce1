"""theano.clone: a graph with some variables replaced."""

from theano_lite.core.graph import Constant, leaves
from theano_lite.core.graph import replace as replace_in_graph


def clone(output, replace=None, strict=True, share_inputs=True, copy_inputs=None):
    """Copies of `output` (a variable or a list) in which the keys of `replace` stand replaced by its values.

    strict: the types must agree, else TypeError. share_inputs: keep the leaves; otherwise they are copied too.
    """
    if copy_inputs is not None:
        share_inputs = copy_inputs
    if replace is not None and not isinstance(replace, (dict, list, tuple)):
        raise ValueError(f"replace is neither a dictionary, list, tuple or None ! The value provided is {replace},of type "
                         f"{type(replace)}")
    pairs = replace.items() if isinstance(replace, dict) else (replace or [])
    outputs = list(output) if isinstance(output, (list, tuple)) else [output]
    replacements = {}
    for old, new in pairs:
        if strict and new.type != old.type:
            new = old.type.filter_variable(new)
        replacements[old] = new
    results = replace_in_graph(outputs, replacements)
    if not share_inputs:
        copies = {v: v.clone() for v in leaves(results) if not isinstance(v, Constant)}
        results = replace_in_graph(results, copies)
    return results if isinstance(output, (list, tuple)) else results[0]
