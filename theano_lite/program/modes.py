"""Compilation modes. Every mode gives the same results; they differ in what XLA is asked to do."""

import jax

from theano_lite.core.config import config
from theano_lite.core.op import Elemwise, Reduction
from theano_lite.core.pullback import Derivative
from theano_lite.ops import shapes

_LATER = ("DebugMode", "DEBUG_MODE", "NanGuardMode", "ProfileMode", "MonitorMode")


class Mode:
    """linker and optimizer as Theano names them; 'fast_compile' or 'None' asks XLA for its quickest compilation."""

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
predefined_modes = {"FAST_RUN": FAST_RUN, "FAST_COMPILE": FAST_COMPILE}


def get_mode(mode=None):
    """The Mode that `mode` (a Mode, a name, or None for config.mode) stands for.

    Raises NotImplementedError for the inspecting modes, Exception for an unknown name.
    """
    if mode is None:
        mode = config.mode
    if isinstance(mode, Mode):
        return mode
    if mode == "Mode":
        return Mode()
    if mode in predefined_modes:
        return predefined_modes[mode]
    if mode in _LATER:
        raise NotImplementedError(f"mode {mode} is not available in this version of theano_lite: use FAST_RUN")
    raise Exception(f"No predefined mode exist for string: {mode}")


def get_default_mode():
    """The mode of functions compiled without one."""
    return get_mode(None)


def register_mode(name, mode):
    """Make `mode` known as `name`. Raises ValueError if the name is taken."""
    if name in predefined_modes:
        raise ValueError(f"Mode name already taken: {name}")
    predefined_modes[name] = mode


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
