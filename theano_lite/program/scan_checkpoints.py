"""theano.scan_checkpoints: a loop that keeps every N-th step only, and runs the others again for a gradient."""

from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import elementwise, indexing, shapes
from theano_lite.ops.creation import arange
from theano_lite.program.scan import run_loop, scan


def scan_checkpoints(fn, sequences=(), outputs_info=None, non_sequences=(), name="checkpointscan_fn", n_steps=None,
                     save_every_N=10, padding=True):  # noqa: N803  (Theano's name)
    """`scan` of which only the values after every `save_every_N` steps, and the last ones, are kept and returned.

    A gradient runs the steps between them again: memory grows with their square root at best, not with their number.
    All sequences have as many elements as there are steps. padding: accepted; nothing needs to be padded here.
    Raises RuntimeError for taps.
    """
    sequences = [as_tensor_variable(s) for s in _as_list(sequences)]
    infos = _as_list(outputs_info) or [None]
    if any(isinstance(info, dict) and "taps" in info for info in infos):
        raise RuntimeError("scan_checkpoints doesn't work with taps.")
    n = as_tensor_variable(n_steps) if n_steps is not None else shapes.shape_i(sequences[0], i=0)
    blocks = elementwise.int_div(n + (save_every_N - 1), save_every_N)
    starts = arange(blocks) * save_every_N
    lengths = elementwise.minimum(n - starts, save_every_N)

    def block(start, length, *args):
        inner = [dict(input=indexing.getitem(s, slice(start, start + length))) for s in sequences]
        given = list(args[:sum(info is not None for info in infos)])
        fixed = args[len(given):]
        results, updates = scan(fn, inner, [None if info is None else given.pop(0) for info in infos], list(fixed),
                                n_steps=length, name=f"{name}_inner", return_list=True)
        return [indexing.getitem(r, -1) for r in results], updates

    return run_loop(block, [starts, lengths], infos, _as_list(non_sequences), blocks, name=f"{name}_outer",
                    checkpoint=True)


def _as_list(x):
    return [] if x is None else list(x) if isinstance(x, (list, tuple)) else [x]
