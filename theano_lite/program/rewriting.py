"""Rewrites that users write: they change a FunctionGraph when applied to one (`rewrite.optimize(fgraph)`).

Programs also register rewrites for compilation. Functions are compiled by XLA here, which does its own: what is
registered is kept by name and said once not to run.
"""

import logging
import sys
import time
import warnings

from theano_lite.core.config import config
from theano_lite.core.errors import InconsistencyError
from theano_lite.core.graph import Constant, Variable, toposort
from theano_lite.core.lower import node_key
from theano_lite.core.report import describe
from theano_lite.program.stabilize import stabilize

_logger = logging.getLogger("theano.gof.opt")


class Optimizer:
    """A rewrite of a whole graph. Subclasses give `apply(fgraph)` and perhaps `add_requirements(fgraph)`."""

    name: str | None = None

    def add_requirements(self, fgraph):
        """Attach the features that `apply` needs."""

    def apply(self, fgraph):
        raise NotImplementedError(f"{type(self).__name__}.apply")

    def optimize(self, fgraph, *args, **kwargs):
        """Change `fgraph`; returns what `apply` returns."""
        self.add_requirements(fgraph)
        return self.apply(fgraph, *args, **kwargs)

    __call__ = optimize

    def print_summary(self, stream=sys.stdout, level=0, depth=-1):
        """One line: class, name, number."""
        print(f"{' ' * level}{type(self).__name__} {self.name} id={id(self)}", file=stream)


class FromFunctionOptimizer(Optimizer):
    """A function of a FunctionGraph as an Optimizer."""

    def __init__(self, fn, requirements=()):
        self.apply, self.requirements = fn, requirements  # type: ignore[method-assign]
        self.__name__ = fn.__name__

    def add_requirements(self, fgraph):
        for requirement in self.requirements:
            requirement(fgraph)


def optimizer(f):
    """Decorator: a function of a FunctionGraph as an Optimizer."""
    return FromFunctionOptimizer(f)


inplace_optimizer = optimizer


class SeqOptimizer(list, Optimizer):
    """Several Optimizers, one after the other."""

    def __init__(self, *optimizers, **options):
        super().__init__(optimizers[0] if len(optimizers) == 1 and isinstance(optimizers[0], (list, tuple)) else optimizers)

    def apply(self, fgraph):
        for each in self:
            each.optimize(fgraph)

    __hash__ = object.__hash__


class LocalOptimizer:
    """A rewrite of one node. `transform(node)` gives the new outputs (a list, or a dict), or False for no change."""

    __name__ = "local"

    def tracks(self):
        """The ops, or classes of ops, of the nodes it looks at; None for all."""
        return None

    def transform(self, node):
        raise NotImplementedError(f"{type(self).__name__}.transform")

    def add_requirements(self, fgraph):
        """Attach the features that `transform` needs."""

    def __str__(self):
        return getattr(self, "__name__", type(self).__name__)


class FromFunctionLocalOptimizer(LocalOptimizer):
    """A function of a node as a LocalOptimizer."""

    def __init__(self, fn, tracks=None, requirements=()):
        self.transform, self._tracks, self.requirements = fn, tracks, requirements  # type: ignore[method-assign]
        self.__name__ = fn.__name__

    def tracks(self):
        return self._tracks

    def add_requirements(self, fgraph):
        for requirement in self.requirements:
            requirement(fgraph)


def local_optimizer(tracks, inplace=False, requirements=()):
    """Decorator: a function of a node as a LocalOptimizer that looks at nodes of the ops `tracks` (None: all)."""
    if tracks is not None and len(tracks) == 0:
        raise ValueError("Use None instead of an empty list to apply to all nodes.", tracks)
    return lambda fn: FromFunctionLocalOptimizer(fn, tracks, requirements)


class LocalOptGroup(LocalOptimizer):
    """The first of several LocalOptimizers that changes a node."""

    def __init__(self, *optimizers, **options):
        self.opts = list(optimizers)

    def transform(self, node):
        return next((found for found in (o.transform(node) for o in self.opts if _looks_at(o, node)) if found), False)


def _looks_at(local, node):
    tracks = local.tracks()
    if not tracks:
        return True
    return any(node.op == t or (isinstance(t, type) or hasattr(t, "__instancecheck__")) and isinstance(node.op, t)
               for t in tracks)


class OpSub(LocalOptimizer):
    """op1(...) becomes op2(...)."""

    def __init__(self, op1, op2, transfer_tags=True):
        self.op1, self.op2 = op1, op2

    def tracks(self):
        return [self.op1]

    def transform(self, node):
        return self.op2.make_node(*node.inputs).outputs if node.op == self.op1 else False

    def __str__(self):
        return f"{self.op1} -> {self.op2}"


class OpRemove(LocalOptimizer):
    """op(x) becomes x."""

    def __init__(self, op):
        self.op = op

    def tracks(self):
        return [self.op]

    def transform(self, node):
        return list(node.inputs) if node.op == self.op else False

    def __str__(self):
        return f"{self.op}(x) -> x"


class PatternSub(LocalOptimizer):
    """What looks like one pattern becomes another: (op, pattern, ...), 'name' for anything, numbers for constants.

    A name that comes twice must stand for the same variable. {'pattern': p, 'constraint': f} asks f(variable) as well.
    """

    def __init__(self, in_pattern, out_pattern, allow_multiple_clients=False, skip_identities_fn=None, name=None,
                 tracks=(), get_nodes=None, values_eq_approx=None):
        self.in_pattern, self.out_pattern = in_pattern, out_pattern
        self.__name__ = name or f"{_pattern_text(in_pattern)} -> {_pattern_text(out_pattern)}"

    def tracks(self):
        return [self.in_pattern[0]]

    def transform(self, node):
        if len(node.outputs) != 1:
            return False
        found = self._match(self.in_pattern, node.outputs[0], {})
        return False if found is None else [self._build(self.out_pattern, found)]

    def _match(self, pattern, v, names):
        if isinstance(pattern, dict):
            if not pattern.get("constraint", lambda v: True)(v):
                return None
            return self._match(pattern["pattern"], v, names)
        if isinstance(pattern, str):
            return names if names.setdefault(pattern, v) is v else None
        if isinstance(pattern, (int, float)):
            value = getattr(v, "data", None) if isinstance(v, Constant) else None
            return names if value is not None and (value == pattern).all() else None
        if not isinstance(pattern, (tuple, list)) or v.owner is None or v.owner.op != pattern[0] or len(
                v.owner.inputs) != len(pattern) - 1:
            return None
        for part, x in zip(pattern[1:], v.owner.inputs):
            if self._match(part, x, names) is None:
                return None
        return names

    def _build(self, pattern, names):
        if isinstance(pattern, dict):
            return self._build(pattern["pattern"], names)
        if isinstance(pattern, str):
            return names[pattern]
        if isinstance(pattern, (tuple, list)):
            return pattern[0](*(self._build(part, names) for part in pattern[1:]))
        return pattern


def _pattern_text(pattern):
    if isinstance(pattern, (tuple, list)):
        return f"{pattern[0]}({', '.join(map(_pattern_text, pattern[1:]))})"
    if isinstance(pattern, dict):
        return f"{_pattern_text(pattern['pattern'])} subject to {pattern.get('constraint', 'no constraint')}"
    return str(pattern)


class NavigatorOptimizer(Optimizer):
    """Applies a LocalOptimizer to the nodes of a graph.

    failure_callback(error, navigator, [(old, new), ...], local_opt, node) is called for an error of the rewrite, which
    otherwise is raised.
    """

    def __init__(self, local_opt, ignore_newtrees="auto", failure_callback=None):
        self.local_opt, self.failure_callback = local_opt, failure_callback

    def __str__(self):
        return self.name or f"{type(self).__name__}({self.local_opt})"

    @staticmethod
    def warn(exc, nav, repl_pairs, local_opt, node):
        """A failure_callback: log the error and go on; where the flag on_opt_error is 'raise', raise it."""
        if config.on_opt_error == "raise":
            raise exc
        if config.on_opt_error != "ignore":
            _logger.error("Optimization failure due to: %s\n%s", local_opt, describe(node), exc_info=exc)

    @staticmethod
    def warn_inplace(exc, nav, repl_pairs, local_opt, node):
        """As `warn`, but silent about a graph that must not be changed that way."""
        if not isinstance(exc, InconsistencyError):
            NavigatorOptimizer.warn(exc, nav, repl_pairs, local_opt, node)

    @staticmethod
    def warn_ignore(exc, nav, repl_pairs, local_opt, node):
        """A failure_callback: go on."""

    def add_requirements(self, fgraph):
        add = getattr(self.local_opt, "add_requirements", None)
        if add is not None:
            add(fgraph)

    def process_node(self, fgraph, node):
        """Replace the outputs of `node` by what the rewrite gives; whether it gave anything."""
        if not _looks_at(self.local_opt, node):
            return False
        try:
            found = self.local_opt.transform(node)
        except Exception as error:
            if self.failure_callback is None:
                raise
            self.failure_callback(error, self, [(v, None) for v in node.outputs], self.local_opt, node)
            return False
        if found is False or found is None:
            return False
        if isinstance(found, dict):
            pairs = [(old, new) for old, new in found.items() if isinstance(old, Variable)]
        else:
            if len(found) != len(node.outputs):
                raise ValueError(f"Local optimizer {self.local_opt} gave {len(found)} outputs for {node}")
            pairs = [(old, new) for old, new in zip(node.outputs, found) if new is not None and new is not old]
        try:
            fgraph.replace_all_validate(pairs, reason=self.local_opt)
        except Exception as error:
            if self.failure_callback is None:
                raise
            self.failure_callback(error, self, pairs, self.local_opt, node)
            return False
        return bool(pairs)


class TopoOptimizer(NavigatorOptimizer):
    """Goes through the graph once, from the outputs to the inputs ('out_to_in') or the other way."""

    def __init__(self, local_opt, order="in_to_out", ignore_newtrees=False, failure_callback=None):
        super().__init__(local_opt, ignore_newtrees, failure_callback)
        if order not in ("out_to_in", "in_to_out"):
            raise ValueError("order must be 'out_to_in' or 'in_to_out'")
        self.order = order

    def apply(self, fgraph):
        started = time.time()
        order = fgraph.toposort()
        count, before = 0, len(order)
        for node in reversed(order) if self.order == "out_to_in" else order:
            count += self.process_node(fgraph, node)
        return self, count, before, len(fgraph.toposort()), 0.0, time.time() - started, 0.0, self.local_opt


def in2out(*local_opts, **options):
    """A TopoOptimizer from the inputs on, of one or several LocalOptimizers."""
    return _navigated("in_to_out", local_opts, options)


def out2in(*local_opts, **options):
    """A TopoOptimizer from the outputs on, of one or several LocalOptimizers."""
    return _navigated("out_to_in", local_opts, options)


def _navigated(order, local_opts, options):
    made = TopoOptimizer(local_opts[0] if len(local_opts) == 1 else LocalOptGroup(*local_opts), order)
    made.name = options.get("name")
    return made


class EquilibriumOptimizer(Optimizer):
    """Applies rewrites again and again until none changes anything. Raises AssertionError if that has no end."""

    MOST_ROUNDS = 100

    def __init__(self, optimizers, failure_callback=None, ignore_newtrees=True, tracks_on_change_inputs=False,
                 max_use_ratio=None, final_optimizers=None, cleanup_optimizers=None):
        self.optimizers, self.max_use_ratio = list(optimizers), max_use_ratio

    def apply(self, fgraph):
        for _ in range(self.MOST_ROUNDS):
            before = str(fgraph)
            for each in self.optimizers:
                (TopoOptimizer(each) if isinstance(each, LocalOptimizer) else each).optimize(fgraph)
            if str(fgraph) == before:
                return
        raise AssertionError(f"EquilibriumOptimizer: the graph still changes after {self.MOST_ROUNDS} rounds")


def merged(outputs, inputs):
    """`outputs` with one node in place of equal ones; what does not depend on one that goes is not copied."""
    same, first = {}, {}
    for node in toposort(outputs, inputs):
        given = [same.get(v, v) for v in node.inputs]
        known = first.setdefault(node_key(node, given), node)
        if known is not node:
            same.update(zip(node.outputs, [same.get(v, v) for v in known.outputs]))
        elif any(a is not b for a, b in zip(given, node.inputs)):
            same.update(zip(node.outputs, node.clone_with_new_inputs(given).outputs))
    return [same.get(v, v) for v in outputs]


class MergeOptimizer(Optimizer):
    """Nodes that do the same to the same inputs become one, and so do equal constants."""

    def apply(self, fgraph):
        started, merged, constants, nodes = time.time(), 0, {}, {}
        for v in list(fgraph.variables):
            if isinstance(v, Constant) and hasattr(v.data, "tobytes"):
                first = constants.setdefault((v.type, v.data.tobytes(), v.data.shape), v)
                if first is not v:
                    fgraph.replace(v, first, reason="merge")
        for node in fgraph.toposort():
            first = nodes.setdefault(node_key(node, node.inputs), node)
            if first is not node:
                for old, new in zip(node.outputs, first.outputs):
                    fgraph.replace(old, new, reason="merge")
                merged += 1
        return 0, time.time() - started, None, None, {}, merged, 0


class Stabilizer(Optimizer):
    """The rewrites that every function gets before it is compiled: Theano's stabilising ones."""

    def apply(self, fgraph):
        for k, new in enumerate(stabilize(list(fgraph.outputs))):
            if new is not fgraph.outputs[k]:
                fgraph.change_input("output", k, new, reason=self)


def check_stack_trace(f_or_fgraph, ops_to_check="last", bug_print="raise"):
    """Whether the nodes in question know the lines of the user's program that made them.

    ops_to_check: 'last' (the nodes of the outputs), 'all', an op or class of ops, a list of them, or a function that tells
    of an op whether it counts. bug_print: what happens where no node counts: 'raise' ValueError, 'warn' or 'ignore'.
    """
    fgraph = getattr(getattr(f_or_fgraph, "maker", None), "fgraph", f_or_fgraph)
    if ops_to_check == "last":
        nodes = [v.owner for v in fgraph.outputs if v.owner is not None]
    elif ops_to_check == "all":
        nodes = fgraph.toposort()
    else:
        wanted = ops_to_check if callable(ops_to_check) and not hasattr(ops_to_check, "make_node") and not isinstance(
            ops_to_check, type) and not hasattr(ops_to_check, "__instancecheck__") else _counts(ops_to_check)
        nodes = [n for n in fgraph.toposort() if wanted(n.op)]
    if not nodes:
        message = f"Provided op instances/classes are not in the graph or the graph is empty: {ops_to_check}"
        if bug_print == "raise":
            raise ValueError(message)
        if bug_print == "warn":
            warnings.warn(message, stacklevel=2)
    return all(bool(n.outputs[0].tag.trace) for n in nodes)


def _counts(ops):
    listed = ops if isinstance(ops, (list, tuple)) else [ops]

    def counts(op):
        return any(op == o or (isinstance(o, type) or hasattr(o, "__instancecheck__")) and isinstance(op, o) for o in listed)
    return counts


# --- names under which rewrites are kept -----------------------------------------------------------

_said = False


def _say():
    global _said
    if not _said:
        _said = True
        _logger.warning("A rewrite was registered: it is kept, but functions are compiled by XLA here, which does its own. "
                        "Apply it yourself to a FunctionGraph with .optimize(fgraph).")


class DB:
    """Rewrites by name and tags."""

    def __init__(self):
        self._rewrites, self._tags = {}, {}

    def register(self, name, obj, *tags, **options):
        """Keep `obj` under `name`. Raises ValueError if the name is taken."""
        _say()
        self.keep(name, obj, *tags)

    def keep(self, name, obj, *tags):
        """As `register`, for what does run."""
        if name in self._rewrites:
            raise ValueError(f"You can't register another optimizer with the same name. Please use a different name: {name}")
        if getattr(obj, "name", None) is None:
            try:
                obj.name = name
            except AttributeError:
                pass
        self._rewrites[name], self._tags[name] = obj, {str(t) for t in tags}

    def add_tags(self, name, *tags):
        self._tags[name].update(tags)

    def remove_tags(self, name, *tags):
        self._tags[name].difference_update(tags)

    def __getitem__(self, name):
        return self._rewrites[name]

    def __contains__(self, name):
        return name in self._rewrites

    def query(self, *tags, **options):
        """The rewrites that have one of `tags` ('+tag' and plain), and none of '-tag', as one Optimizer."""
        if tags and isinstance(tags[0], Query):
            wanted, without = set(tags[0].include), set(tags[0].exclude)
        else:
            wanted = {t.lstrip("+") for t in tags if not t.startswith("-")}
            without = {t[1:] for t in tags if t.startswith("-")}
        return self._made([o for name, o in self._rewrites.items()
                           if self._tags[name] & wanted and not self._tags[name] & without])

    def _made(self, found):
        return SeqOptimizer([o if not isinstance(o, LocalOptimizer) else TopoOptimizer(o) for o in found])


class EquilibriumDB(DB):
    """A DB whose query gives an EquilibriumOptimizer."""

    def __init__(self, ignore_newtrees=True, tracks_on_change_inputs=False):
        super().__init__()

    def _made(self, found):
        return EquilibriumOptimizer(found)


class SequenceDB(DB):
    """A DB whose rewrites have positions."""

    def __init__(self, failure_callback=None):
        super().__init__()
        self.__position__ = {}

    def register(self, name, obj, position, *tags, **options):
        super().register(name, obj, *tags)
        self.__position__[name] = position


class LocalGroupDB(DB):
    """A DB of rewrites of one node, whose query gives a LocalOptGroup."""

    def _made(self, found):
        return LocalOptGroup(*found)


class ProxyDB(DB):
    """Another DB."""

    def __init__(self, db):
        super().__init__()
        self.db = db

    def query(self, *tags, **options):
        return self.db.query(*tags, **options)


class Query:
    """What to take from a DB: tags to include, to require, to exclude."""

    def __init__(self, include, require=None, exclude=None, subquery=None, position_cutoff=None, extra_optimizations=None):
        self.include, self.require, self.exclude = set(include), set(require or ()), set(exclude or ())
        self.subquery, self.position_cutoff = subquery or {}, position_cutoff

    def including(self, *tags):
        return Query(self.include | set(tags), self.require, self.exclude, self.subquery, self.position_cutoff)

    def excluding(self, *tags):
        return Query(self.include, self.require, self.exclude | set(tags), self.subquery, self.position_cutoff)

    def requiring(self, *tags):
        return Query(self.include, self.require | set(tags), self.exclude, self.subquery, self.position_cutoff)


optdb = SequenceDB()
OPT_NONE, OPT_MERGE = Query([]), Query(["merge"])
OPT_FAST_RUN, OPT_FAST_COMPILE, OPT_STABILIZE = Query(["fast_run"]), Query(["fast_compile"]), Query(["stabilize"])
OPT_O2, OPT_O3, OPT_UNSAFE, OPT_FAST_RUN_STABLE = OPT_FAST_RUN, OPT_FAST_RUN, OPT_FAST_RUN, OPT_FAST_RUN
optdb.keep("merge", MergeOptimizer(), "merge", "fast_run", "fast_compile")
optdb.keep("stabilize", Stabilizer(), "stabilize", "fast_run", "fast_compile")
_databases = {name: EquilibriumDB() for name in ("canonicalize", "stabilize", "specialize", "uncanonicalize",
                                                 "specialize_device", "useless", "gpu")}


def _register_in(database):
    def register(lopt, *tags, **kwargs):
        """Keep a rewrite for this phase; also as a decorator, with or without tags. See `DB.register`."""
        if isinstance(lopt, str):
            return lambda inner: register(inner, lopt, *tags, **kwargs)
        name = kwargs.pop("name", None) or getattr(lopt, "__name__", None) or type(lopt).__name__
        _databases[database].register(name, lopt, "fast_run", *tags)
        return lopt
    register.__name__ = f"register_{database}"
    return register


register_canonicalize = _register_in("canonicalize")
register_stabilize = _register_in("stabilize")
register_specialize = _register_in("specialize")
register_uncanonicalize = _register_in("uncanonicalize")
register_specialize_device = _register_in("specialize_device")
register_useless = _register_in("useless")
register_opt = _register_in("gpu")
