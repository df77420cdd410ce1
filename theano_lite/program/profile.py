"""What a function measures of itself: calls, seconds, compilations and their reasons, seconds of each op, memory."""

import atexit
import contextlib
import sys
import time
import warnings
from typing import Any

import jax
import numpy as np

from theano_lite.core.config import config

# After so many compilations of one function something varies that need not.
MANY_COMPILATIONS = 16


class Compilations:
    """Of each compilation of a function, what it was for: {what: its shape, or the value of a size}."""

    def __init__(self, function):
        self.function, self.keys = function, []

    def __len__(self):
        return len(self.keys)

    def add(self, host, values):
        """Note that the program is compiled for these host values and arrays; warn where that goes on and on."""
        program = self.function.program
        key = {f"the shape of {_name(v)}": tuple(a.shape for a in jax.tree.leaves(x)) if isinstance(x, (list, dict)) else
               getattr(x, "shape", None) for v, x in zip(program.leaves, values)}
        key.update((f"the size {_name(v)}", h) for v, h in zip(program.plan.host_roots, host))
        self.keys.append(key)
        if len(self.keys) == MANY_COMPILATIONS:
            varying = [what for what in key if len({repr(k.get(what)) for k in self.keys}) > 1]
            last = "; ".join(f"{what} was {[k[what] for k in self.keys[-3:]]} in the last calls" for what in varying)
            warnings.warn(
                f"The function {self.function.name} has been compiled {MANY_COMPILATIONS} times, which takes longer than "
                f"running it: {last}. Calls with the same shapes and sizes share one program: pad the data to a few sizes, "
                "or pass what varies as an array.", stacklevel=2)

    def reasons(self):
        """One line for each compilation."""
        lines = []
        for k, key in enumerate(self.keys):
            before = self.keys[k - 1] if k else {}
            changed = [f"{what} became {value}, was {before[what]}" for what, value in key.items()
                       if what in before and repr(before[what]) != repr(value)]
            lines.append("; ".join(changed) if k else "first call")
        return lines


def _name(v):
    return v.name if v.name else str(v)


class ProfileStats:
    """The measurements of one function, printed by `summary` and, unless told otherwise, when the process ends.

    fct_callcount, fct_call_time (s): calls; compile_time (s): of building and of XLA's compilation; compile_count;
    apply_time {node: s} and apply_callcount: of each op by itself, measured op by op with the arguments of the first
    call, since the compiled program has no ops any more; memory: bytes of the compiled program, with the flag
    profile_memory.
    """

    def __init__(self, atexit_print=True, flag_time_thunks=None, gpu_checks=True, message=None, **kwargs):
        self.function: Any = None
        self.message, self.atexit_print = message, atexit_print
        self.time_thunks = config.profiling.time_thunks if flag_time_thunks is None else flag_time_thunks
        self.fct_callcount, self.fct_call_time, self.compile_time, self.build_time = 0, 0.0, 0.0, 0.0
        self.apply_time, self.apply_callcount, self.memory = {}, {}, None
        self.__dict__.update(kwargs)
        _all.append(self)

    @classmethod
    def of(cls, profile, function, started):
        """The statistics for `profile` as given to `function()`: None or False, True, a message or a ProfileStats."""
        if profile is None or profile is False:
            return None
        stats = profile if isinstance(profile, cls) else cls(message=profile if isinstance(profile, str) else None)
        stats.function = function
        if started is not None:
            stats.build_time += time.perf_counter() - started
        return stats

    def called(self, seconds):
        self.fct_callcount += 1
        self.fct_call_time += seconds

    @property
    def compile_count(self):
        return len(self.function.compilations) if self.function is not None else 0

    # --- measuring --------------------------------------------------------------------------------

    def wrap(self, jitted):
        """The compiled program, with each compilation timed, and each op at the first call."""
        function = self.function

        def run(host, inputs, read, donated, constants):
            if self.time_thunks and not self.apply_time:
                self._measure(host, inputs, read, donated, constants)
            known, started = len(function.compilations), time.perf_counter()
            if self.memory is None and config.profile_memory:
                self.memory = function.jitted.lower(host, inputs, read, donated, constants).compile().memory_analysis()
            results = jax.block_until_ready(jitted(host, inputs, read, donated, constants))
            if len(function.compilations) > known:
                self.compile_time += time.perf_counter() - started
            return results
        return run

    def _measure(self, host, inputs, read, donated, constants):
        arrays = jax.tree.map(jax.numpy.asarray, (list(inputs), list(read), list(donated)))

        def watch(node, values, compute):
            started = time.perf_counter()
            jax.block_until_ready([x for x in compute() if isinstance(x, jax.Array)])
            self.apply_time[node] = time.perf_counter() - started
            self.apply_callcount[node] = 1

        # The first round compiles the ops.
        for _ in range(2):
            self.function.computed(host, *arrays, constants, watch)

    # --- telling ----------------------------------------------------------------------------------

    def op_time(self):
        """{op: seconds}, summed over its nodes."""
        return _summed(self.apply_time, lambda node: node.label)

    def class_time(self):
        """{class of ops: seconds}."""
        return _summed(self.apply_time, lambda node: _family(node.op))

    def node_line(self, node):
        """What debugprint adds to the line of a node."""
        if node not in self.apply_time:
            return ""
        whole = sum(self.apply_time.values()) or 1.0
        seconds = self.apply_time[node]
        from theano_lite.core.graph import toposort

        below = sum(self.apply_time.get(n, 0.0) for n in toposort(node.outputs))
        return f" --> {seconds:8.2e}s {seconds * 100 / whole:4.1f}% {below:8.2e}s {below * 100 / whole:4.1f}%"

    def summary(self, file=None, n_ops_to_print=None, n_apply_to_print=None):
        """Print the measurements, by default to stderr."""
        file = sys.stderr if file is None else file
        say = lambda *words: print(*words, file=file)  # noqa: E731
        say("Function profiling\n==================")
        say(f"  Message: {self.message or (self.function.name if self.function is not None else None)}")
        say(f"  Time in {self.fct_callcount} calls to Function.__call__: {self.fct_call_time:e}s")
        say(f"  Time to build the function: {self.build_time:e}s")
        say(f"  Time in the {self.compile_count} calls that compiled: {self.compile_time:e}s")
        for line in self.function.compilations.reasons() if self.function is not None else ():
            say(f"    compiled: {line}")
        if self.memory is not None:
            m = self.memory
            say(f"  Memory of the program: arguments {m.argument_size_in_bytes} bytes, outputs {m.output_size_in_bytes} "
                f"bytes ({m.alias_size_in_bytes} of them in place of arguments), between {m.temp_size_in_bytes} bytes")
        if self.apply_time:
            say("\n(op by op, with the arguments of the first call; the compiled program fuses ops and takes less)")
            self._table("Class", self.class_time(), config.profiling.n_ops, file)
            self._table("Ops", self.op_time(), n_ops_to_print or config.profiling.n_ops, file)
            self._table("Apply", {str(n): t for n, t in self.apply_time.items()},
                        n_apply_to_print or config.profiling.n_apply, file)

    def _table(self, title, seconds, count, file):
        whole = sum(seconds.values()) or 1.0
        print(f"{title}\n---\n<% time> <sum %> <time> <{title} name>", file=file)
        total, rows = 0.0, sorted(seconds.items(), key=lambda item: -item[1])
        for name, t in rows[:count]:
            total += t
            line = f"{t * 100 / whole:5.1f}%   {total * 100 / whole:5.1f}%   {t:8.2e}s   {name}"
            print(line[:config.profiling.output_line_width], file=file)
        print(f"   ... (remaining {max(len(rows) - count, 0)} account for {(whole - total) * 100 / whole:5.2f}%)\n", file=file)


def _family(op):
    family = getattr(op, "family", op)
    return type(family).__name__ if type(family).__name__ not in ("Op",) else family.name


def _summed(seconds, key):
    found = {}
    for node, t in seconds.items():
        found[key(node)] = found.get(key(node), 0.0) + t
    return found


# --- at the end of the process ---------------------------------------------------------------------

_all: list[ProfileStats] = []


def print_summaries(file=None):
    """The summaries of all functions that were profiled and called, the slowest first."""
    for stats in sorted(_all, key=lambda s: -s.fct_call_time):
        if stats.fct_callcount and stats.function is not None:
            stats.summary(file)


@atexit.register
def _at_exit():
    wanted = [s for s in _all if s.atexit_print and s.fct_callcount and s.function is not None]
    if not wanted:
        return
    destination = config.profiling.destination
    with contextlib.ExitStack() as stack:
        file = {"stderr": sys.stderr, "stdout": sys.stdout}.get(destination)
        if file is None:
            file = stack.enter_context(open(destination, "w"))
        for stats in sorted(wanted, key=lambda s: -s.fct_call_time):
            stats.summary(file)
            print(file=file)
        total = np.sum([s.fct_call_time for s in wanted])
        print(f"Time in calls of all {len(wanted)} profiled functions: {total:e}s", file=file)
