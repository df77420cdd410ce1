"""Variables, constants and the nodes that connect them; walking, cloning and replacing, all without recursion."""

import itertools
import linecache
import os
import sys
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

from theano_lite.core.config import config
from theano_lite.core.shown_class import ShownAs

_serials = itertools.count()


def next_serial():
    """A number larger than the `serial` of every node made so far."""
    return next(_serials)


_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_LAUNCHER = os.path.join(_PACKAGE, "cli", "main.py")
_BELOW = ("runpy.py>", "<frozen runpy>", "<frozen importlib._bootstrap>")
# Directories of what runs a notebook's cells, and the function below which nothing is the user's any more.
_NOTEBOOK = tuple(f"{os.sep}{name}{os.sep}" for name in ("IPython", "ipykernel"))
_RUNS_CELLS = (f"{_NOTEBOOK[0]}core{os.sep}interactiveshell.py", "run_code")
_USERS = {}  # {file: whether its lines are the user's}


class scratchpad:
    """A bag of attributes: what `variable.tag` holds."""

    trace: list

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any): ...

    def clear(self):
        self.__dict__.clear()

    def __str__(self):
        return "scratchpad" + str(self.__dict__)


def user_frames():
    """The calling frames of the user's code, innermost last, as (file, line, function) tuples.

    Those of this package, of its command and of what runs the cells of a notebook are left out.
    """
    limit = config.traceback.limit
    frames, frame = [], sys._getframe(1)
    while frame is not None and len(frames) < limit:
        code = frame.f_code
        file = code.co_filename
        users = _USERS.get(file)
        if users is None:
            users = _USERS[file] = not (file.startswith(_PACKAGE) or file in _BELOW
                                        or any(part in file for part in _NOTEBOOK))
        if users:
            frames.append((file, frame.f_lineno, code.co_name))
        elif file == _LAUNCHER or code.co_name == _RUNS_CELLS[1] and file.endswith(_RUNS_CELLS[0]):
            break
        frame = frame.f_back
    frames.reverse()
    return frames


def with_source(frames):
    """`frames` with each line's text, as Theano keeps them: (file, line, function, text) tuples."""
    return [(*frame[:3], linecache.getline(frame[0], frame[1]).strip() or None) for frame in frames]


def cell_name(file):
    """`Cell In[3]` for the file that IPython made of a notebook's cell, else None."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    cell = shell.compile.format_code_name(file) if shell is not None else None
    return " ".join(cell) if cell else None


class Node:
    """What a graph is made of, variables and applications of ops: gives `tag`, made when first asked for."""

    _tag: scratchpad

    @property
    def tag(self):
        tag = self.__dict__.get("_tag")
        if tag is None:
            tag = self.__dict__["_tag"] = scratchpad()
            owner = self.__dict__.get("owner")
            frames = self.__dict__.get("_trace") or self.__dict__.get("trace")
            tag.trace = [with_source(frames or (owner.trace if owner is not None else []))]
        return tag

    @tag.setter
    def tag(self, value):
        self.__dict__["_tag"] = value


class Variable(Node):
    """A value in the graph: a leaf (`owner` is None) or output number `index` of the node `owner`."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # operators and methods are attached by ops/methods.py

        def _operator(self, *others: Any) -> Any: ...

        __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _operator
        __pow__ = __rpow__ = __mod__ = __neg__ = __invert__ = __getitem__ = __iter__ = __len__ = _operator

    # NumPy must hand `array * variable` to us instead of building an object array.
    __array_priority__ = 1000
    __count__ = itertools.count()  # Theano's name for what numbers `auto_name`
    construction_observers: list = []
    eval: Callable  # set by program/function.py, which compiles

    def __init__(self, type, owner=None, index=None, name=None):
        self.type, self.owner, self.index, self.name = type, owner, index, name
        if owner is None:
            self._trace = user_frames()
        if self.construction_observers:
            self.notify_construction_observers(self)

    @classmethod
    def append_construction_observer(cls, observer):
        """Call `observer(variable)` for every variable made from now on."""
        Variable.construction_observers.append(observer)

    @classmethod
    def remove_construction_observer(cls, observer):
        Variable.construction_observers.remove(observer)

    @classmethod
    def notify_construction_observers(cls, instance):
        for observer in Variable.construction_observers:
            observer(instance)

    @property
    def creation(self):
        """Where the user created this variable, or what `tag.trace` was set to: (file, line, function, ...), innermost last."""
        told = getattr(self.__dict__.get("_tag"), "trace", None)
        return told[0] if told else self._trace if self.owner is None else self.owner.trace

    def __str__(self):
        if self.name is not None:
            return self.name
        if self.owner is not None:
            return f"{self.owner.label}.{self.index}"
        return f"<{self.type}>"

    def __repr__(self, firstPass=True):
        """The variable's text; with config.print_test_value its test value below it."""
        if not (config.print_test_value and firstPass):
            return str(self)
        from theano_lite.core.test_values import get_test_value

        try:
            return f"{self}\n{get_test_value(self)!r}"
        except AttributeError:
            return str(self)

    @property
    def auto_name(self):
        """A name unique in this process, given when first asked for."""
        if "_auto_name" not in self.__dict__:
            self._auto_name = f"auto_{next(Variable.__count__)}"
        return self._auto_name

    def clone(self):
        """A new leaf of the same type and name."""
        return self.type.make_variable(self.name)

    def get_parents(self):
        return [self.owner] if self.owner is not None else []

    @property
    def clients(self):
        """Where the FunctionGraph that this variable belongs to uses it: (node, position) pairs.

        Raises AttributeError for a variable of no FunctionGraph.
        """
        if "fgraph" not in self.__dict__:
            raise AttributeError(f"{self} belongs to no FunctionGraph: those of f.maker.fgraph and of "
                                 "theano.gof.FunctionGraph(inputs, outputs) have clients")
        return self.fgraph.clients(self)

    def __lt__(self, other):
        raise NotImplementedError(f"Subclasses of Variable must provide __lt__: {self.__class__.__name__}")

    __le__ = __gt__ = __ge__ = __lt__

    def __getstate__(self):
        from theano_lite.core.deep_state import below

        further_down = below(self)
        state = {**({} if further_down is None else {"_below": further_down}), **self.__dict__}
        if "_tag" in state:
            tag = scratchpad()
            tag.__dict__.update({k: v for k, v in state["_tag"].__dict__.items() if k != "trace"})
            state["_tag"] = tag
        for key in ("_adjoints", "_rewritten", "_auto_name", "_fn_cache", "fgraph"):
            state.pop(key, None)
        return state

    def __setstate__(self, state):
        state.pop("_below", None)
        self.__dict__.update(state)


class Constant(Variable):
    """A leaf whose value `data` is known."""

    def __init__(self, type, data, name=None):
        super().__init__(type, None, None, name)
        self.data = type.filter(data)

    @property
    def value(self):
        return self.data

    def signature(self):
        """What tells equal constants: (type, value)."""
        return (self.type, self.data)

    def equals(self, other):
        """Whether `other` is a constant of the same type and value."""
        return (isinstance(other, Constant) and self.type == other.type
                and bool(self.type.values_eq(self.data, other.data)))

    def clone(self):
        return self.__class__(self.type, self.data, self.name)

    def __str__(self):
        return self.name if self.name is not None else f"{self.__class__.__name__}{{{short(self.data)}}}"


def short(data):
    """`data` in at most about 20 characters, the way Theano prints constants."""
    text = str(data)
    if getattr(data, "ndim", 0) and data.size:
        first = data.flat[0]
        if (data == first).all():
            text = f"{data.shape} of {first}"
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:10] + ".." + text[-10:]


class Apply(Node, metaclass=ShownAs):
    """One application of `op` to `inputs`; `params` are its constants.

    outputs: the types of the outputs or, as user-written ops give them, the output variables themselves.
    """

    shown_as = "theano.gof.graph.Apply"

    def __init__(self, op, inputs, outputs, params=None):
        self.op, self.inputs, self.params = op, list(inputs), params or {}
        self.trace = user_frames()
        self.serial = next(_serials)
        self.outputs = [self._adopt(t, i) if isinstance(t, Variable) else t.make_variable_of(self, i)
                        for i, t in enumerate(outputs)]
        if config.compute_test_value != "off":
            from theano_lite.core.test_values import compute

            compute(self)

    def _adopt(self, variable, index):
        if variable.owner is not None and (variable.owner is not self or variable.index != index):
            raise ValueError("All output variables passed to Apply must belong to it.", variable)
        variable.owner, variable.index = self, index
        return variable

    @property
    def label(self):
        """The op with the constants of this node, as Theano prints it."""
        return self.op.describe(self.params)

    def __str__(self):
        return f"{self.label}({', '.join(map(str, self.inputs))})"

    __repr__ = __str__

    @property
    def nin(self):
        return len(self.inputs)

    @property
    def nout(self):
        return len(self.outputs)

    @property
    def out(self):
        """The only output."""
        return self.outputs[0]

    def default_output(self):
        """The output that stands for the node. Raises AttributeError if that is open."""
        chosen = getattr(self.op, "default_output", None)
        if chosen is None:
            if len(self.outputs) == 1:
                return self.outputs[0]
            raise AttributeError(f"{self}.default_output should be an output index.")
        if not isinstance(chosen, int) or not 0 <= chosen < len(self.outputs):
            raise AttributeError(f"{self}.default_output is out of range or no index: {chosen}")
        return self.outputs[chosen]

    def get_parents(self):
        return list(self.inputs)

    def __getstate__(self):
        return {key: value for key, value in self.__dict__.items() if key not in ("_rewritten", "_depth", "fgraph")}

    def clone(self):
        """The same application of the same inputs."""
        return self.clone_with_new_inputs(self.inputs)

    def clone_with_new_inputs(self, inputs, strict=True):
        """The same application of other inputs; the output types follow if the input types differ."""
        if all(new.type == old.type for new, old in zip(inputs, self.inputs)):
            node = Apply.__new__(Apply)
            node.op, node.inputs, node.params, node.trace = self.op, list(inputs), self.params, self.trace
            node.serial = next(_serials)
            node.outputs = [v.type.make_variable_of(node, i, v.name) for i, v in enumerate(self.outputs)]
            if "_tag" in self.__dict__:
                node._tag = self._tag
            for old, new in zip(self.outputs, node.outputs):
                if "_tag" in old.__dict__:
                    new._tag = copy(old._tag)
            return node
        node = self.op.remake(self, inputs)
        node.trace = self.trace
        return node


# --- walking --------------------------------------------------------------------------------------


def toposort(outputs, blockers=(), last_first=False, needs=lambda node: node.inputs):
    """All nodes that `outputs` need, each after the nodes it needs; nothing above `blockers`.

    last_first: whether what the last input of a node needs comes before what its first input needs, which is the order
    of Theano's functions. needs: the inputs of a node.
    """
    order, done, blocked = [], set(), set(blockers)
    stack = [v.owner for v in reversed(outputs) if v.owner is not None and v not in blocked]
    opened = set()
    while stack:
        node = stack[-1]
        if node in done:
            stack.pop()
            continue
        if node in opened:
            stack.pop()
            done.add(node)
            order.append(node)
            continue
        opened.add(node)
        for v in needs(node) if last_first else reversed(needs(node)):
            if v.owner is not None and v.owner not in done and v not in blocked:
                stack.append(v.owner)
    return order


def leaves(outputs, blockers=()):
    """The variables without owner (and the blockers) that `outputs` depend on, in order of first use."""
    blocked, found = set(blockers), {}
    for node in toposort(outputs, blockers):
        for v in node.inputs:
            if v.owner is None or v in blocked:
                found[v] = None
    for v in outputs:
        if v.owner is None or v in blocked:
            found[v] = None
    return list(found)


def ancestors(outputs, blockers=()):
    """Every variable that `outputs` depend on, themselves included."""
    found = dict.fromkeys(leaves(outputs, blockers))
    for node in toposort(outputs, blockers):
        found.update(dict.fromkeys(node.inputs))
        found.update(dict.fromkeys(node.outputs))
    return list(found)


def replace(outputs, replacements):
    """Copies of `outputs` in which each key of `replacements` stands replaced by its value.

    Only what depends on a replaced variable is copied.
    """
    memo = dict(replacements)
    for node in toposort(outputs, replacements):
        inputs = [memo.get(v, v) for v in node.inputs]
        if all(a is b for a, b in zip(inputs, node.inputs)):
            continue
        new = node.clone_with_new_inputs(inputs)
        for old_out, new_out in zip(node.outputs, new.outputs):
            memo.setdefault(old_out, new_out)
    return [memo.get(v, v) for v in outputs]
