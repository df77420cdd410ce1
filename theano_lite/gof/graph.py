"""theano.gof.graph: variables, nodes and walks."""

from theano_lite.core.graph import Apply, Constant, Node, Variable
from theano_lite.program.comparing import equal_computations, is_same_graph, is_same_graph_with_merge
from theano_lite.program.inspection import ancestors, general_toposort, inputs, io_toposort, stack_search, variables
from theano_lite.program.walks import (
    as_string,
    clone,
    clone_get_equiv,
    default_leaf_formatter,
    default_node_formatter,
    io_connection_pattern,
    is_in_ancestors,
    list_of_nodes,
    nodes_constructed,
    op_as_string,
    ops,
    orphans,
    variables_and_orphans,
    view_roots,
)

__all__ = [
    "Apply", "Constant", "Node", "Variable", "ancestors", "as_string", "clone", "clone_get_equiv", "default_leaf_formatter",
    "default_node_formatter", "equal_computations", "general_toposort", "inputs", "io_connection_pattern",
    "io_toposort", "is_in_ancestors", "is_same_graph", "is_same_graph_with_merge", "list_of_nodes",
    "nodes_constructed", "op_as_string", "ops", "orphans", "stack_search", "variables", "variables_and_orphans",
    "view_roots",
]
