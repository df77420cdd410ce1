"""theano.sandbox.multinomial: choices by given uniform numbers."""

from theano_lite.core.graph import Apply
from theano_lite.ops.multinomial import ChoiceFromUniform, MultinomialFromUniform, MultinomialWOReplacementFromUniform
from theano_lite.program.user_op import Op

__all__ = ["Apply", "ChoiceFromUniform", "MultinomialFromUniform", "MultinomialWOReplacementFromUniform", "Op"]
