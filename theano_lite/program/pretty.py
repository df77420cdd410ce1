"""pprint, or pp: an expression as a formula in one line, by printers that programs may add to."""

from copy import copy

from theano_lite.core.graph import scratchpad, toposort
from theano_lite.core.op import Elemwise
from theano_lite.ops import creation, elementwise, indexing, joining, linalg, shapes
from theano_lite.program.display import Display, kind_text

GREEK = {name: "\\" + name for name in ("alpha", "beta", "gamma", "delta", "epsilon")}


class PrinterState(scratchpad):
    """What the printers of one text share: `pprinter` and `memo`, {variable: its text}."""

    def __init__(self, props=None, **more_props):
        self.__dict__.update(props.__dict__ if isinstance(props, scratchpad) else props or {})
        self.__dict__.update(more_props)
        self.memo = {}
        self.display = Display()


class Printer:
    """The base of the printers: `text(node, inputs)` from the texts of a node's inputs, kept in the state's memo."""

    def process(self, output, pstate):
        """The text of the variable `output`. Raises TypeError for a leaf that the printer cannot show."""
        found = pstate.memo.get(output)
        if found is None:
            if output.owner is None:
                raise TypeError(f"{self} cannot represent a variable that is not the result of an operation")
            inputs = pstate.display.inputs(output.owner)
            found = pstate.memo[output] = self.text(output, [pstate.pprinter.process(v, pstate) for v in inputs])
        return found

    def text(self, output, inputs):
        raise NotImplementedError


class OperatorPrinter(Printer):
    """(a + b); the precedence is taken and not used, for everything is put into parentheses, as in Theano."""

    def __init__(self, operator, precedence, assoc="left"):
        self.operator, self.precedence, self.assoc = operator, precedence, assoc
        if assoc not in ("left", "right", "either"):
            raise AssertionError(f"assoc must be 'left', 'right' or 'either', not {assoc!r}")

    def text(self, output, inputs):
        if len(inputs) == 1:
            return f"({self.operator}{inputs[0]})"
        return "(" + f" {self.operator} ".join(inputs) + ")"


class PatternPrinter(Printer):
    """A pattern such as '|%(0)s|' for each output, with the texts of the inputs put in by their number."""

    def __init__(self, *patterns):
        self.patterns = [(p, ()) if isinstance(p, str) else (p[0], tuple(p[1:])) for p in patterns]

    def text(self, output, inputs):
        return self.patterns[output.index][0] % {str(k): s for k, s in enumerate(inputs)}


class FunctionPrinter(Printer):
    """name(a, b), with a name for each output."""

    def __init__(self, *names):
        self.names = names

    def text(self, output, inputs):
        return f"{self.names[output.index]}({', '.join(inputs)})"


class IgnorePrinter(Printer):
    """The first input alone."""

    def text(self, output, inputs):
        return inputs[0]


class LeafPrinter:
    """The name of a variable, Greek where it is that of a letter."""

    def process(self, output, pstate):
        return pstate.memo.setdefault(output, GREEK.get(output.name, str(output)))


class DefaultPrinter(Printer):
    """Op(a, b), or a leaf."""

    def process(self, output, pstate):
        if output.owner is None:
            return leaf_printer.process(output, pstate)
        return super().process(output, pstate)

    def text(self, output, inputs):
        return f"{Display().text(output.owner)}({', '.join(inputs)})"


class DimShufflePrinter(Printer):
    """Nothing for new dimensions in front, x.T for a transposition, else DimShuffle{order}(x)."""

    def text(self, output, inputs):
        order = output.owner.params["order"]
        kept = [d for d in order if d != "x"]
        if kept == list(range(output.owner.inputs[0].type.ndim)) and list(order)[len(order) - len(kept):] == kept:
            return inputs[0]
        if list(order) == list(range(len(order)))[::-1]:
            return f"{inputs[0]}.T"
        return f"DimShuffle{{{', '.join(map(str, order))}}}({', '.join(inputs)})"


class SubtensorPrinter(Printer):
    """x[...]; in slices only the dtypes of the bounds are told, as in Theano."""

    def text(self, output, inputs):
        text = kind_text(output.owner)
        numbers, places = iter(inputs[1:]), []
        for place in text[text.index("{") + 1:-1].split(", "):
            if place == "None":
                places.append("None")
            elif ":" in place:
                places.append(place.rstrip(":") if place.count(":") == 2 and place.rstrip(":") and
                              ":" in place.rstrip(":") else place[:-1] if place.endswith(":") else place)
                for part in place.split(":"):
                    if part:
                        next(numbers)
            else:
                places.append(next(numbers))
        return f"{inputs[0]}[{', '.join(places)}]"


class ElemwisePrinter(Printer):
    """name(a, b), with the names that Theano gives; a cast is named by its dtype."""

    def text(self, output, inputs):
        name = output.owner.params.get("dtype") or {"second": "fill"}.get(output.owner.op.name, output.owner.op.name)
        return f"{name}({', '.join(inputs)})"


class MakeVectorPrinter(Printer):
    """[a, b, c]."""

    def text(self, output, inputs):
        return f"[{', '.join(inputs)}]"


class PPrinter:
    """Chooses a printer for each variable: by its op, by the class of its op, or by a condition(state, variable)."""

    def __init__(self):
        self.printers = []
        self.printers_dict = {}

    def assign(self, condition, printer):
        """Let `printer` show what meets `condition`: an op, a class of ops, or a function of (state, variable)."""
        if isinstance(condition, type) or hasattr(condition, "make_node") or hasattr(condition, "__instancecheck__"):
            self.printers_dict[condition] = printer
        else:
            self.printers.insert(0, (condition, printer))

    def printer_of(self, variable, pstate):
        if getattr(variable, "owner", None) is not None:
            op = variable.owner.op
            for key in (op, getattr(op, "family", None), *type(op).__mro__):
                if key in self.printers_dict:
                    return self.printers_dict[key]
        return next((printer for condition, printer in self.printers if condition(pstate, variable)), default_printer)

    def process(self, r, pstate=None):
        """The text of the variable `r`."""
        if pstate is None or isinstance(pstate, dict):
            pstate = PrinterState(pstate or {}, pprinter=self)
        r = pstate.display.variable(r)
        # From the leaves up, so that a deep expression needs no deep recursion.
        stack, opened = [r], set()
        while stack:
            v = stack[-1]
            printer = self.printer_of(v, pstate)
            if v.owner is None or v in pstate.memo or v in opened or printer is leaf_printer:
                printer.process(stack.pop(), pstate)
                continue
            opened.add(v)
            stack += [i for i in pstate.display.inputs(v.owner) if i not in pstate.memo]
        return pstate.memo[r]

    def clone(self):
        new = copy(self)
        new.printers, new.printers_dict = list(self.printers), dict(self.printers_dict)
        return new

    def clone_assign(self, condition, printer):
        """A copy with one more printer."""
        new = self.clone()
        new.assign(condition, printer)
        return new

    def process_graph(self, inputs, outputs, updates=None, display_inputs=False):
        """The lines of a program: named variables, outputs ("return ..." if there is one) and updates ("w <- ...")."""
        inputs = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
        outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        updates = dict(updates or {})
        targets = {new: old for old, new in updates.items()}
        lines = [(0, "inputs: " + ", ".join(map(str, inputs + list(updates))))] if display_inputs else []
        for node in toposort(outputs + list(updates.values()), inputs + list(updates)):
            for v in node.outputs:
                named = self.clone_assign(lambda pstate, r, v=v: r.name is not None and r is not v, leaf_printer)
                if v in targets:
                    lines.append((1000 + len(lines), f"{targets[v]} <- {named.process(v)}"))
                if v.name is None and v not in outputs:
                    continue
                place = 2000 + outputs.index(v) if v in outputs else len(lines)
                if outputs == [v]:
                    lines.append((place, f"return {named.process(v)}"))
                else:
                    lines.append((place, f"{v.name or f'out[{outputs.index(v)}]'} = {named.process(v)}"))
        return "\n".join(text for _, text in sorted(lines))

    def __call__(self, *args):
        if len(args) == 1 or (len(args) == 2 and isinstance(args[1], (PrinterState, dict))):
            return self.process(*args)
        if len(args) > 2:
            return self.process_graph(*args)
        raise TypeError("Not enough arguments to call.")


leaf_printer = LeafPrinter()
default_printer = DefaultPrinter()
pprint = PPrinter()
pprint.assign(lambda pstate, r: True, default_printer)
pprint.assign(Elemwise, ElemwisePrinter())
for _operator, _precedence, _assoc, _ops in (
        ("+", -2, "either", [elementwise.add]), ("*", -1, "either", [elementwise.mul]),
        ("-", -2, "left", [elementwise.sub]), ("-", 0, "either", [elementwise.neg]),
        ("/", -1, "left", [elementwise.true_div]), ("//", -1, "left", [elementwise.int_div]),
        ("**", 1, "right", [elementwise.pow]), ("\\dot", -1, "left", [linalg._dot])):
    for _op in _ops:
        pprint.assign(_op, OperatorPrinter(_operator, _precedence, _assoc))
pprint.assign(elementwise.identity, IgnorePrinter())
pprint.assign(elementwise.abs_, PatternPrinter(("|%(0)s|", -1000)))
pprint.assign(creation._alloc, FunctionPrinter("alloc"))
pprint.assign(joining._join, FunctionPrinter("join"))
pprint.assign(joining._make_vector, MakeVectorPrinter())
pprint.assign(shapes._dimshuffle, DimShufflePrinter())
pprint.assign(indexing.subtensor, SubtensorPrinter())
pp = pprint
