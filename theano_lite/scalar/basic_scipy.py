"""theano.scalar.basic_scipy: the special functions of numbers."""

from theano_lite.ops.scalars import (
    I0,
    I1,
    J0,
    J1,
    Chi2SF,
    Erf,
    Erfc,
    Erfcinv,
    Erfcx,
    Erfinv,
    Gamma,
    GammaInc,
    GammaIncC,
    GammaL,
    GammaLn,
    GammaU,
    Iv,
    Jv,
    Psi,
    TriGamma,
)

__all__ = [
    "Chi2SF", "Erf", "Erfc", "Erfcinv", "Erfcx", "Erfinv", "Gamma", "GammaInc", "GammaIncC", "GammaL", "GammaLn",
    "GammaU", "I0", "I1", "Iv", "J0", "J1", "Jv", "Psi", "TriGamma",
]
