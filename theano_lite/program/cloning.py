"""theano.clone: a graph with some variables replaced."""

from theano_lite.core.graph import replace as replace_in_graph


def clone(output, replace=None, strict=True, share_inputs=True, copy_inputs=None):
    """Copies of `output` (a variable or a list) in which the keys of `replace` stand replaced by its values.

    strict: the types must agree, else TypeError. share_inputs: keep the leaves; otherwise they are copied too.
    """
    from theano_lite.core.graph import Constant, leaves
    from theano_lite.program.shared import SharedVariable

    if copy_inputs is not None:
        share_inputs = copy_inputs
    pairs = replace.items() if hasattr(replace, "items") else (replace or [])
    outputs = list(output) if isinstance(output, (list, tuple)) else [output]
    replacements = {}
    for old, new in pairs:
        if strict and new.type != old.type:
            new = old.type.filter_variable(new)
        replacements[old] = new
    if not share_inputs:
        for v in leaves(outputs, replacements):
            if not isinstance(v, (Constant, SharedVariable)) and v not in replacements:
                replacements[v] = v.clone()
    results = replace_in_graph(outputs, replacements)
    return results if isinstance(output, (list, tuple)) else results[0]
