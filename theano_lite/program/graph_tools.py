"""Small functions that Theano keeps in gof.utils and old programs import from there."""

import contextlib
import hashlib
from functools import wraps

from theano_lite.core.graph import Variable, user_frames, with_source
from theano_lite.core.report import frames_text

undef = object()


class object2:  # noqa: N801  (Theano's name)
    """The base of Theano's classes."""

    def __ne__(self, other):
        return not self == other


class MetaObject(type):
    """The metaclass of Theano's classes of ops and types."""


def simple_types():
    """The types of what counts as a plain number or string."""
    return int, float, str, bool, type(None)


def simple_extract_stack(f=None, limit=None, skips=()):
    """The calling frames outside this package as (file, line, function, source) tuples, innermost last."""
    frames = with_source(user_frames())
    return frames[-limit:] if limit else frames


def add_tag_trace(thing, user_line=None):
    """`thing`, with the calling frames in `thing.tag.trace`."""
    thing.tag.trace = [with_source(user_frames())]
    return thing


def get_variable_trace_string(v):
    """Where the user made the variable `v`, as text."""
    frames = v.tag.trace
    if not frames or not frames[0]:
        return ""
    return f" \nBacktrace when that variable is created:\n\n{frames_text(frames[0])}\n"


def copy_stack_trace(from_var, to_var):
    """`to_var` (or each of them, in a list), which now also has the traces of `from_var` (or each of them)."""
    traces = [trace for v in (from_var if isinstance(from_var, list) else [from_var]) for trace in v.tag.trace]
    for v in to_var if isinstance(to_var, list) else [to_var]:
        v.tag.trace = [*v.tag.trace, *traces]
    return to_var


@contextlib.contextmanager
def inherit_stack_trace(from_var):
    """What is made in the `with` block also has the traces of `from_var`."""
    def inherit(v):
        copy_stack_trace(from_var, v)

    Variable.append_construction_observer(inherit)
    try:
        yield
    finally:
        Variable.remove_construction_observer(inherit)


def memoize(f):
    """`f`, remembering its results by its positional arguments."""
    known = {}

    @wraps(f)
    def remembering(*args):
        if args not in known:
            known[args] = f(*args)
        return known[args]

    return remembering


def remove(predicate, collection):
    """The items of `collection` for which `predicate` is false."""
    return [item for item in collection if not predicate(item)]


def uniq(seq):
    """The items of `seq`, each the first time it occurs."""
    found = []
    for item in seq:
        if item not in found:
            found.append(item)
    return found


def unique(x):
    """Whether no two items of `x` are equal."""
    return len(set(x)) == len(x)


def difference(seq1, seq2):
    """The items of `seq1` that are not in `seq2`."""
    return [item for item in seq1 if item not in seq2]


def flatten(a):
    """The items of nested tuples, lists and sets as one list."""
    if not isinstance(a, (tuple, list, set)):
        return [a]
    return [leaf for item in a for leaf in flatten(item)]


def hist(coll):
    """{item: how often it occurs}."""
    counts = {}
    for item in coll:
        counts[item] = counts.get(item, 0) + 1
    return counts


def toposort(prereqs_d):
    """The keys of {thing: set of things it needs}, each after what it needs. Raises Exception for a cycle."""
    order, done = [], set()
    rest = dict(prereqs_d)
    while rest:
        ready = [thing for thing, needs in rest.items() if not set(needs).difference(done)]
        if not ready:
            raise Exception("Cannot find Topological Sort: there is a cycle")
        for thing in ready:
            order.append(thing)
            done.add(thing)
            del rest[thing]
    return order


def give_variables_names(variables):
    """`variables`, each now with a name that no other one has. Raises ValueError if that cannot be."""
    counts = hist([v.name for v in variables])
    for k, v in enumerate([v for v in variables if not v.name or counts[v.name] > 1]):
        v.name = f"{v.name or ''}_{k}"
    if not unique([str(v) for v in variables]):
        raise ValueError("Not all variables have unique names. Maybe you've given some of the variables identical "
                         "names?")
    return variables


def hash_from_code(msg):
    """A string that is the same for equal texts."""
    return "m" + hashlib.sha256(msg if isinstance(msg, bytes) else msg.encode()).hexdigest()


def hash_from_file(file_path):
    """`hash_from_code` of a file's content."""
    with open(file_path, "rb") as file:
        return hash_from_code(file.read())


def hashtype(self):
    """A hash of the type of `self` by its name."""
    kind = type(self)
    return hash(kind.__name__) ^ hash(kind.__module__)
