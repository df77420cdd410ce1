"""Names that programs import and that a later version brings: using one raises."""


def missing(name):
    """A callable that raises NotImplementedError naming `name`."""
    def use(*args, **kwargs):
        raise NotImplementedError(f"{name} is not available in this version of theano_lite (see COMPATIBILITY.md)")
    use.__name__ = name.rsplit(".", 1)[-1]
    use.__doc__ = f"{name}: raises NotImplementedError, it is not available yet."
    return use


scan = missing("theano.scan")
map = missing("theano.map")
reduce = missing("theano.reduce")
foldl = missing("theano.foldl")
foldr = missing("theano.foldr")

matrix_inverse = missing("theano.tensor.nlinalg.matrix_inverse")
