"""Every exception class of the package, with the names and bases that Theano gives them."""


class MissingInputError(Exception):
    """A variable needed to compute an output is neither an input, a shared variable nor given a value."""


class UnusedInputError(Exception):
    """An input of `function` is not used by any output or update."""


class AsTensorError(TypeError):
    """A value cannot be turned into a tensor variable."""


class NotScalarConstantError(Exception):
    """A variable was asked for its constant value and has none."""


class EmptyConstantError(NotScalarConstantError):
    """A variable was asked for its scalar value and has no element."""


class ShapeError(Exception):
    """Two shapes that must agree do not."""


class NullTypeGradError(TypeError):
    """A gradient is undefined or not implemented and was used."""


class DisconnectedInputError(ValueError):
    """`grad` was asked for the gradient with respect to a variable the cost does not depend on."""


class GradientError(Exception):
    """`verify_grad` found a symbolic gradient that differs from the numeric one."""

    def __init__(self, arg, err_pos, shape, val1, val2, abs_err, rel_err, abs_tol, rel_tol):
        super().__init__(arg, err_pos, shape, val1, val2, abs_err, rel_err, abs_tol, rel_tol)
        self.arg, self.err_pos, self.shape, self.val1, self.val2 = arg, err_pos, shape, val1, val2
        self.abs_err, self.rel_err, self.abs_tol, self.rel_tol = abs_err, rel_err, abs_tol, rel_tol

    def __str__(self):
        return (
            f"verify_grad: the gradient of argument {self.arg} (shape {self.shape}) differs at position "
            f"{self.err_pos}: {self.val1} against {self.val2} numerically; absolute error {self.abs_err} "
            f"(tolerance {self.abs_tol}), relative error {self.rel_err} (tolerance {self.rel_tol})"
        )


class MethodNotDefined(Exception):
    """A user-written Op lacks a method that is needed."""


class InconsistencyError(Exception):
    """A graph was changed in a way that makes it invalid."""


class AliasedMemoryError(Exception):
    """Memory is aliased that should not be."""

    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b
