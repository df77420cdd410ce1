"""Compilation modes. Every mode gives the same results; they differ in what XLA is asked to do."""

from theano_lite.core.config import config

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


def compiler_options(mode, size):
    """What XLA is asked for, by the mode and the number of nodes of the program."""
    return None
