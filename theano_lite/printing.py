"""theano.printing: graphs and values as text and drawings."""

from theano_lite.core.graph import Apply
from theano_lite.program.debugprint import (
    _TagGenerator,
    debugprint,
    hex_digest,
    min_informative_str,
    var_descriptor,
)
from theano_lite.program.pretty import (
    DefaultPrinter,
    FunctionPrinter,
    IgnorePrinter,
    LeafPrinter,
    OperatorPrinter,
    PatternPrinter,
    PPrinter,
    PrinterState,
    default_printer,
    leaf_printer,
    pp,
    pprint,
)
from theano_lite.program.print_op import Print, _print_fn
from theano_lite.program.pydot_drawing import pydotprint, pydotprint_variables
from theano_lite.program.user_op import Op

__all__ = [
    "Apply", "DefaultPrinter", "FunctionPrinter", "IgnorePrinter", "LeafPrinter", "Op", "OperatorPrinter", "PPrinter",
    "PatternPrinter", "Print", "PrinterState", "_TagGenerator", "_print_fn", "debugprint", "default_printer",
    "hex_digest", "leaf_printer", "min_informative_str", "pp", "pprint", "pydotprint", "pydotprint_variables",
    "var_descriptor",
]
