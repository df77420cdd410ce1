"""rebuild_collect_shared: a graph with parts replaced, and the shared variables and updates it needs."""

from theano_lite.core.graph import Variable, toposort
from theano_lite.program.building import read_outputs, read_updates
from theano_lite.program.function import function
from theano_lite.program.inputs import Out
from theano_lite.program.shared import SharedVariable, shared
from theano_lite.program.zip_pickles import StripPickler


class _Rebuild:
    """The copies made so far, and what was met while making them."""

    def __init__(self, strict, copy_inputs_over, no_default_updates):
        self.strict, self.copy_inputs_over, self.no_default_updates = strict, copy_inputs_over, no_default_updates
        self.copies, self.updates, self.update_list, self.shared = {}, {}, [], []

    def copied(self, v):
        """The copy of `v`, and of everything it is computed of."""
        for node in toposort([v], [w for w in self.copies if isinstance(w, Variable)]):
            if node in self.copies:
                continue
            inputs = [self._leaf(w) if w.owner is None else self.copies[w] for w in node.inputs]
            new = node.clone_with_new_inputs(inputs, strict=self.strict)
            self.copies[node] = new
            for old, out in zip(node.outputs, new.outputs):
                self.copies.setdefault(old, out)
        return self._leaf(v) if v.owner is None else self.copies.setdefault(v, v)

    def _leaf(self, v):
        if v in self.copies:
            return self.copies[v]
        if isinstance(v, SharedVariable):
            self._meet(v)
        return self.copies.setdefault(v, v if self.copy_inputs_over else v.clone())

    def _meet(self, v):
        if v not in self.shared:
            self.shared.append(v)
        barred = self.no_default_updates
        if barred is True or (isinstance(barred, list) and v in barred) or v in self.updates:
            return
        default = v.__dict__.get("default_update")
        if default is not None:
            self.add_update(v, v.type.filter_variable(default, allow_convert=False))

    def add_update(self, target, value):
        if target in self.updates:
            raise ValueError("this shared variable already has an update expression", (target, self.updates[target]))
        self.updates[target] = value
        self.update_list.append((target, value))


def rebuild_collect_shared(outputs, inputs=None, replace=None, updates=None, rebuild_strict=True, copy_inputs_over=True,
                           no_default_updates=False):
    """(inputs, outputs, [copies, updates, update list, shared variables]) of a copy of the graph of `outputs`.

    replace: what stands in the copy for which variables, as pairs or a dict. updates: new values of shared variables;
    their default updates join them unless no_default_updates (True, or a list of those left out). copy_inputs_over:
    leaves are kept, not copied. copies: {variable or node: its copy}. Raises TypeError and AssertionError.
    """
    rebuild = _Rebuild(rebuild_strict, copy_inputs_over, no_default_updates)
    for old, new in replace.items() if hasattr(replace, "items") else replace or []:
        if not isinstance(old, Variable):
            raise TypeError("given keys must be Variable", old)
        if old in rebuild.copies:
            raise AssertionError("When using 'givens' or 'replace' with several (old_v, new_v) replacement pairs, you can "
                                 f"not have a new_v variable depend on an old_v one: {old} is used to compute other "
                                 f"new_v's, but it is scheduled to be replaced by {new}.")
        rebuild.copies[old] = rebuild.copied(new if isinstance(new, Variable) else shared(new))
    input_copies = [rebuild.copies.setdefault(v, v if copy_inputs_over else v.clone()) for v in inputs or []]
    for v in input_copies:
        if isinstance(v, SharedVariable):
            raise TypeError(f"Cannot use a shared variable ({v}) as explicit input. Consider substituting a non-shared "
                            "variable via the `givens` parameter")
    for target, value in read_updates(updates).items():
        rebuild.add_update(target, value)
    output_copies = _copied_outputs(rebuild, outputs)
    _copy_updates(rebuild)
    return input_copies, output_copies, [rebuild.copies, rebuild.updates, rebuild.update_list, rebuild.shared]


def _copied_outputs(rebuild, outputs):
    chosen, shape = read_outputs(outputs)
    copies = [rebuild.copied(o.variable) for o in chosen]
    given = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    copies = [Out(c, borrow=o.borrow) if isinstance(g, Out) else c for c, o, g in zip(copies, chosen, given)]
    return copies[0] if shape == "one" else copies


def _copy_updates(rebuild):
    done = 0
    while done < len(rebuild.update_list):
        # Copying the new value of one may bring further shared variables, with updates of their own.
        target, value = rebuild.update_list[done]
        new = rebuild.copied(value)
        if new.type != target.type:
            raise TypeError("An update must have the same type as the original shared variable", (target, new))
        rebuild.update_list[done] = (target, new)
        rebuild.updates[target] = new
        if target not in rebuild.shared:
            rebuild.shared.append(target)
        done += 1


def pfunc(params, outputs=None, mode=None, updates=None, givens=None, no_default_updates=False, accept_inplace=False,
          name=None, rebuild_strict=True, allow_input_downcast=None, profile=None, on_unused_input=None):
    """`function`, whose first argument is called `params` here."""
    return function(params, outputs, mode, updates, givens, no_default_updates, accept_inplace, name, rebuild_strict,
                    allow_input_downcast, profile, on_unused_input)


def function_dump(filename, inputs, outputs=None, mode=None, updates=None, givens=None, no_default_updates=False,
                  accept_inplace=False, name=None, rebuild_strict=True, allow_input_downcast=None, profile=None,
                  on_unused_input=None, extra_tag_to_remove=None):
    """Write the arguments of a call of `function` to the file `filename`: `function(**pickle.load(file))` repeats it.

    extra_tag_to_remove: names of tags of variables that are left out.
    """
    arguments = dict(inputs=inputs, outputs=outputs, mode=mode, updates=updates, givens=givens,
                     no_default_updates=no_default_updates, accept_inplace=accept_inplace, name=name,
                     rebuild_strict=rebuild_strict, allow_input_downcast=allow_input_downcast, profile=profile,
                     on_unused_input=on_unused_input)
    with open(filename, "wb") as file:
        StripPickler(file, protocol=-1, extra_tag_to_remove=extra_tag_to_remove).dump(arguments)
