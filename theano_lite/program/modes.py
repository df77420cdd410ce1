"""Compilation modes. Every mode gives the same results; they differ in what XLA is asked to do."""

from typing import Any

import jax

from theano_lite.core.config import config
from theano_lite.core.op import Elemwise, Reduction
from theano_lite.core.pullback import Derivative
from theano_lite.core.shown_class import ShownAs
from theano_lite.ops import shapes


class Mode(metaclass=ShownAs):
    """linker and optimizer as Theano names them; 'fast_compile' or 'None' asks XLA for its quickest compilation."""

    shown_as = "theano.compile.mode.Mode"

    profile: Any = None  # what functions of this mode measure of themselves: see `function`

    def __init__(self, linker=None, optimizer="default"):
        self.linker = linker if linker is not None else config.linker
        self.optimizer = config.optimizer if optimizer == "default" else optimizer
        self.provided_linker, self.provided_optimizer = linker, optimizer

    def including(self, *tags):
        """This mode: rewrites are XLA's own."""
        return self

    excluding = requiring = including

    def clone(self, link_kwargs=None, optimizer="", **kwargs):
        return Mode(self.linker, self.optimizer if optimizer == "" else optimizer)

    def register(self, *optimizations):
        return self

    def watch(self, function):
        """What looks at every op of `function` while it is computed op by op; None for one compiled program."""
        return None

    @property
    def quick_compile(self):
        return self.optimizer in ("fast_compile", "None", None, "merge")

    def __eq__(self, other):
        return type(self) is type(other) and (self.linker, self.optimizer) == (other.linker, other.optimizer)

    def __hash__(self):
        return hash((type(self), str(self.linker), str(self.optimizer)))

    def __str__(self):
        return f"Mode(linker = {self.provided_linker}, optimizer = {self.provided_optimizer})"


FAST_RUN = Mode("cvm", "fast_run")
FAST_COMPILE = Mode("py", "fast_compile")
# Modes made anew for each function, by name; program/watching.py adds its own.
watching_modes: dict = {}
predefined_modes = {"FAST_RUN": FAST_RUN, "FAST_COMPILE": FAST_COMPILE}


def get_mode(mode=None):
    """The Mode that `mode` (a Mode, a name, or None for config.mode) stands for.

    Raises Exception for an unknown name.
    """
    if mode is None:
        mode = config.mode
    if isinstance(mode, Mode):
        return mode
    if mode == "Mode":
        return Mode()
    if mode in predefined_modes:
        return predefined_modes[mode]
    if mode in watching_modes:
        return watching_modes[mode]()
    raise Exception(f"No predefined mode exist for string: {mode}")


def get_default_mode() -> Mode:
    """The mode of functions compiled without one."""
    return get_mode(None)


# Names that `Mode` takes; the compiler is XLA whichever is chosen.
predefined_linkers: dict = dict.fromkeys(("py", "c", "c|py", "c|py_nogc", "vm", "cvm", "vm_nogc", "cvm_nogc"))
predefined_optimizers: dict = dict.fromkeys((None, "None", "merge", "o4", "o3", "o2", "o1", "unsafe", "fast_run",
                                             "fast_run_stable", "fast_compile", "stabilize"))


def register_linker(name, linker):
    """Make `name` known as a linker; functions are compiled by XLA all the same. Raises ValueError if it is taken."""
    if name in predefined_linkers:
        raise ValueError(f"Linker name already taken: {name}")
    predefined_linkers[name] = linker


def register_optimizer(name, opt):
    """Make `name` known as an optimizer; functions are compiled by XLA all the same. Raises ValueError if it is taken."""
    if name in predefined_optimizers:
        raise ValueError(f"Optimizer name already taken: {name}")
    predefined_optimizers[name] = opt


def register_mode(name, mode):
    """Make `mode` known as `name`. Raises ValueError if the name is taken."""
    if name in predefined_modes:
        raise ValueError(f"Mode name already taken: {name}")
    predefined_modes[name] = mode


class ProfileMode(Mode):
    """Profiles every function compiled with it; `print_summary()` prints what was measured (Theano 0.6 to 0.8)."""

    profile = True

    def print_summary(self, **options):
        from theano_lite.program.profile import print_summaries

        print_summaries()


watching_modes["ProfileMode"] = ProfileMode

# Beyond this many reductions in a row XLA's fusion of each into the next takes minutes to compile and makes a slower
# program: 1,000 operations with 250 reductions take 23 s with it, 0.3 s without.
_REDUCTIONS_IN_A_ROW = 24
# One kernel of thousands of operations takes LLVM minutes: 5,000 of tanh and its gradient 80 s.
_MANY_NODES = 2000


def compiler_options(mode, plan):
    """What XLA is asked for, by the mode and the nodes of the program; None for its defaults."""
    options = {}
    if mode.quick_compile:
        options.update(xla_backend_optimization_level=0, xla_llvm_disable_expensive_passes=True)
    if jax.default_backend() == "cpu" and (
            len(plan.steps) > _MANY_NODES or _reductions_in_a_row(plan) > _REDUCTIONS_IN_A_ROW):
        options["xla_disable_hlo_passes"] = "fusion"
    return options or None


def _reductions_in_a_row(plan):
    """The most reductions on a path of nodes that XLA would fuse; products and the like end a path."""
    depth = {}
    for step in plan.steps:
        node = step.node.params["node"] if isinstance(step.node.op, Derivative) else step.node
        if isinstance(node.op, (Elemwise, Reduction)) or node.op in (shapes._dimshuffle, shapes._rebroadcast):
            # The pullback of a stretched input is a sum.
            stretched = step.node is not node and any(any(v.type.broadcastable) for v in node.inputs)
            here = max((depth.get(s, 0) for s in step.in_slots), default=0) + (
                isinstance(node.op, Reduction) or stretched)
        else:
            here = 0
        for s in step.out_slots:
            depth[s] = here
    return max(depth.values(), default=0)
