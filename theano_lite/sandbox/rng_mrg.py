"""theano.sandbox.rng_mrg: random variables drawn by MRG31k3p."""

from theano_lite.core.graph import Apply, Variable
from theano_lite.ops.mrg import (
    M1,
    M2,
    MASK2,
    MASK12,
    MASK13,
    MULT2,
    NORM,
    A1p72,
    A1p134,
    A2p72,
    A2p134,
    ff_2p72,
    ff_2p134,
    matVecModM,
    mrg_next_value,
    mrg_uniform,
    mrg_uniform_base,
    multMatVect,
    np_int32_vals,
)
from theano_lite.program.mrg_streams import DotModulo, MRG_RandomStreams, MRG_RandomStreams2, guess_n_streams
from theano_lite.program.user_op import Op
from theano_lite.sandbox import multinomial

__all__ = [
    "A1p134", "A1p72", "A2p134", "A2p72", "Apply", "DotModulo", "M1", "M2", "MASK12", "MASK13", "MASK2",
    "MRG_RandomStreams", "MRG_RandomStreams2", "MULT2", "NORM", "Op", "Variable", "ff_2p134", "ff_2p72",
    "guess_n_streams", "matVecModM", "mrg_next_value", "mrg_uniform", "mrg_uniform_base", "multMatVect",
    "multinomial", "np_int32_vals",
]
