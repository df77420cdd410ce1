"""Processes that multiprocessing starts afresh ("spawn", "forkserver") belong to the program that starts them, too."""

from multiprocessing import spawn

from theano_lite.compat.programs.language import PYTHON3


class _Beginning:
    """What a child is sent first: unpickling it makes the child one of the program's."""

    def __init__(self, program):
        self.program = program

    def __reduce__(self):
        return begin, (self.program.roots, self.program.python, self.program.main)


def send_to_children(runtime):
    """From now on. runtime: a function that gives the runtime of the program that is running."""
    prepare = spawn.get_preparation_data

    def get_preparation_data(name):
        return {**prepare(name), "theano_lite": _Beginning(runtime().program)}

    spawn.get_preparation_data = get_preparation_data


def begin(roots, python, spoken):
    """In the child, before the main program is imported there."""
    import theano_lite
    from theano_lite.compat.programs import loader
    theano_lite.install()
    runtime = loader.start(roots, python)
    if spoken is not None:
        runtime.begin(spoken)
    spawn.runpy = runtime.world(PYTHON3).module("runpy")  # type: ignore[attr-defined] # which runs the main program again
