"""debugprint: a graph as an indented text, laid out as Theano lays it out."""

import hashlib
import io
import sys
from typing import Any

import numpy as np

from theano_lite.core import report
from theano_lite.core.graph import Apply, Variable
from theano_lite.ops.scan import Scan
from theano_lite.program.display import Display
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.function import Function
from theano_lite.program.inputs import SymbolicInput, SymbolicOutput

TIMING = """
Timing Info
-----------
--> <time> <% time> - <total time> <% total time>'

<time>         seconds spent in this node
<% time>       its share of the time of all calls
<total time>   this node and everything it depends on
<% total time> the share of that

"""


def char_from_number(number):
    """A, B, ..., Z, BA, BB, ...: `number` written with 26 letters as digits."""
    letters = ""
    while number or not letters:
        number, digit = divmod(number, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


class _Writer:
    """Writes lines for variables; what was printed once is only named when it comes again."""

    print_clients = None

    def __init__(self, file, depth, print_type, ids, stop_on_name, done):
        self.file, self.depth, self.print_type, self.ids = file, depth, print_type, ids
        self.stop_on_name, self.done, self.used_ids = stop_on_name, done, {}
        self.loops = []
        self.display = Display()

    def label(self, thing, printed=True):
        found = self.used_ids.get(thing)
        if found is None:
            number = len(self.used_ids)
            text = {"id": id(thing), "int": number, "CHAR": char_from_number(number), "": None}[self.ids]
            found = self.used_ids[thing] = "" if text is None else f"[id {text}]"
        if printed:
            self.done[thing] = found
        return found

    def write(self, root, order=None, storage=None, profile=None, prefix="", outer=None):
        """The lines for `root` and what it depends on. outer: {inner input of a loop: the outer variable}."""
        stack = [(self.display.variable(root), prefix, prefix, self.depth)]
        while stack:
            v, first, rest, depth = stack.pop()
            if depth == 0:
                continue
            if v.owner is None:
                self._leaf(v, first, storage, outer)
                continue
            seen = v.owner in self.done
            self._node(v, first, order, storage, profile)
            if seen or (self.stop_on_name and v.name is not None):
                continue
            children = self.display.inputs(v.owner)
            lines = []
            for k, child in enumerate(children):
                under = rest + ("  " if k == len(children) - 1 else " |")
                lines.append((child, rest + " |", under, depth - 1))
            self.loops += [c for c in children if c.owner is not None and inner_graph(c.owner) is not None]
            stack.extend(reversed(lines))

    def _type(self, v):
        return f" <{v.type}>" if self.print_type else ""

    def _leaf(self, v, prefix, storage, outer):
        data = f" {storage.get(v, '')}" if storage else ""
        label = self.label(v)
        if outer is not None and v in outer:
            target = outer[v]
            data = f" -> {self.label(target.owner if target.owner is not None else target)}"
        print(f"{prefix}{v} {label}{self._type(v)}{data}", file=self.file)

    def _node(self, v, prefix, order, storage, profile):
        node = v.owner
        label = self.label(node)
        data = f" {storage.get(node.outputs[0], '')}" if storage else ""
        clients = self.print_clients(v) if self.print_clients else ()
        if len(clients) > 1:
            shown = []
            for user, _ in sorted(clients, key=lambda client: client[0] != "output"):
                if user == "output":
                    shown.append((self.used_ids.setdefault("output", "output"), ""))
                else:
                    shown.append((self.label(user, printed=False), order[user]))
            data += f" clients:{shown}"
        timed = profile.node_line(node) if profile is not None else ""
        place = str(order[node]) if order else ""
        text = f"{prefix}{self.display.text(node)}{self.display.output(v)} {label}{self._type(v)} '{v.name or ''}'   "
        print(f"{text}{place}{data}{timed}", file=self.file)


def inner_graph(node):
    """(inputs, outputs, {inner input: outer variable}) of a node that loops over a graph of its own, else None."""
    if not isinstance(node.op, Scan):
        return None
    graph, place = node.op.graph, node.op.layout.outer_position
    return graph.inputs, graph.outputs, {v: node.inputs[place(k)] for k, v in enumerate(graph.inputs)}


def debugprint(obj, depth=-1, print_type=False, file=None, ids="CHAR", stop_on_name=False, done=None,
               print_storage=False, print_clients=False, used_ids=None):
    """Print the graph of `obj` (a variable, node, function, FunctionGraph, In, Out, number, or list of them).

    depth: how deep to go, -1 for all. ids: 'CHAR', 'int', 'id' or ''. file: None for stdout, 'str' to get the text
    returned, or an open file. stop_on_name: nothing below a variable with a name. done: a dict, to go on from an
    earlier call. print_storage: what a function keeps (see fn.allow_gc). print_clients: who uses a node, where it is
    more than one. Returns the text or the file. Raises TypeError for other objects.
    """
    if not isinstance(depth, (int, np.integer)):
        raise Exception("depth parameter must be an int")
    out: Any = io.StringIO() if file == "str" else sys.stdout if file is None else file
    writer = _Writer(out, depth, print_type, ids, stop_on_name, {} if done is None else done)
    roots = []
    for item in obj if isinstance(obj, (list, tuple, set)) else [obj]:
        roots += _roots(item, out, print_storage, writer.display)
    if any(profile is not None and profile.fct_callcount for _, _, _, profile, _ in roots):
        print(TIMING, file=out)
    for v, order, storage, profile, clients in roots:
        writer.print_clients = clients if print_clients else None
        if v.owner is not None and inner_graph(v.owner) is not None:
            writer.loops.append(v)
        writer.write(v, order, storage, profile)
    if writer.loops:
        _write_loops(writer)
    if file == "str":
        return out.getvalue()
    if file is None:
        out.flush()
        return None
    return file


def _places(fgraph, display):
    return {node: k for k, node in enumerate(display.order(fgraph.outputs))}


def _roots(item, out, print_storage, display):
    """(variable, order of nodes, storage, profile, function that tells who uses a variable) for each first line."""
    if isinstance(item, Variable):
        return [(item, None, None, None, None)]
    if isinstance(item, Apply):
        return [(v, None, None, None, None) for v in item.outputs]
    if isinstance(item, Function):
        fgraph = item.maker.fgraph
        storage = item.fn.storage_map if print_storage else None
        order = _places(fgraph, display)
        return [(v, order, storage, item.profile, fgraph.clients) for v in fgraph.outputs]
    if isinstance(item, FunctionGraph):
        order = _places(item, display)
        return [(v, order, None, None, item.clients) for v in item.outputs]
    if isinstance(item, (SymbolicInput, SymbolicOutput)):
        return [(item.variable, None, None, None, None)]
    if isinstance(item, (int, float, np.integer, np.ndarray)):
        print(item, file=out)
        return []
    raise TypeError("debugprint cannot print an object of this type", item)


def _write_loops(writer):
    """The inner graphs of the loops met, each under the line of its loop."""
    print("\nInner graphs of the scan ops:", file=writer.file)
    for loop in writer.loops:  # grows while inner loops are met
        print("", file=writer.file)
        _, outputs, outer = inner_graph(loop.owner)
        writer.write(loop, outer=outer)
        for v in outputs:
            if v.owner is not None and inner_graph(v.owner) is not None:
                writer.loops.append(v)
            writer.write(v, prefix=" >", outer=outer)


# --- a compact form --------------------------------------------------------------------------------


class _TagGenerator:
    """A, B, C, ...: a new letter at each call of `get_tag`."""

    def __init__(self):
        self.cur_tag_number = 0

    def get_tag(self):
        self.cur_tag_number += 1
        return char_from_number(self.cur_tag_number - 1)


def min_informative_str(obj, indent_level=0, _prev_obs=None, _tag_generator=None):
    """The graph of `obj` as lettered lines, down to the nearest names; what comes again stands as its letter."""
    tags = {} if _prev_obs is None else _prev_obs
    generator, display, lines = _tag_generator or _TagGenerator(), Display(), []
    stack = [(display.variable(obj) if isinstance(obj, Variable) else obj, indent_level)]
    while stack:
        v, indent = stack.pop()
        if id(v) in tags:
            lines.append(f"{' ' * indent}<{tags[id(v)]}>")
            continue
        tags[id(v)] = generator.get_tag()
        node, name = getattr(v, "owner", None), getattr(v, "name", None)
        if isinstance(v, np.ndarray):
            name = "<ndarray>"
        text = name if name is not None else display.text(node) if node is not None else str(v)
        lines.append(f"{' ' * indent}{tags[id(v)]}. {text}")
        if name is None and node is not None:
            stack += [(i, indent + 1) for i in reversed(display.inputs(node))]
    return "\n".join(lines)


def var_descriptor(obj, _prev_obs=None, _tag_generator=None):
    """How `obj` is computed, on one line, the same in every process; names count for leaves only."""
    tags = {} if _prev_obs is None else _prev_obs
    generator = _tag_generator or _TagGenerator()
    parts, stack = [], [obj]
    while stack:
        v = stack.pop()
        if isinstance(v, str):
            parts.append(v)
            continue
        if id(v) in tags:
            parts.append(f"<{tags[id(v)]}>")
            continue
        tags[id(v)] = generator.get_tag()
        node = getattr(v, "owner", None)
        if isinstance(v, np.ndarray):
            parts.append(f"{tags[id(v)]}=<ndarray:strides=[{','.join(map(str, v.strides))}],"
                         f"digest={hashlib.sha256(np.ascontiguousarray(v)).hexdigest()}>")
        elif node is not None:
            parts.append(f"{tags[id(v)]}={node.label}(")
            stack.append(")")
            for k, i in enumerate(reversed(node.inputs)):
                stack += [",", i] if k else [i]
        else:
            leaf = v.name if getattr(v, "name", None) is not None else str(v)
            parts.append(f"{tags[id(v)]}={f'theano_var{{type={v.type}}}' if ' at 0x' in leaf else leaf}")
    return "".join(parts)


def hex_digest(x):
    """A text that is the same for equal arrays of one dtype, shape and memory order."""
    digest = hashlib.sha256(np.ascontiguousarray(x)).hexdigest()
    return digest + "|strides=[" + ",".join(map(str, x.strides)) + "]|shape=[" + ",".join(map(str, x.shape)) + "]"


report.graph_text = lambda node: debugprint(node, file="str", print_type=True)
