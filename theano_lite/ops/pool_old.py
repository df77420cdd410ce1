"""The ops of pooling as Theano 0.6 to 0.8 has them: an op knows its windows, and takes arrays alone.

Source: theano.tensor.signal.pool of Theano 0.8.2.
"""

from numbers import Integral

from theano_lite.ops import pool


class PoolGrad:
    """What the old ops share: ds, the sizes of a window, st (ds if None) and padding. Raises ValueError for other ds."""

    def __init__(self, ds, ignore_border, st=None, padding=(0, 0), mode="max"):
        self.ds = tuple(ds)
        if not all(isinstance(n, Integral) for n in self.ds):
            raise ValueError(f"{type(self).__name__}: the lengths of a window must be ints, got {ds}")
        self.ignore_border, self.mode = ignore_border, mode
        self.st, self.padding = self.ds if st is None else tuple(st), tuple(padding)

    def _of(self, op, *arrays):
        return op(*arrays, self.ds, self.st, self.padding)

    @staticmethod
    def out_shape(imgshape, ds, ignore_border=False, st=None, padding=(0, 0)):
        """The shape of what was pooled of an array of shape `imgshape`, as a list; lengths may be variables."""
        return pool.Pool.out_shape(imgshape, ds, ignore_border, st, padding)


class DownsampleFactorMax(PoolGrad):
    """Pooling: DownsampleFactorMax((2, 2))(x)."""

    def __init__(self, ds, ignore_border=False, st=None, padding=(0, 0), mode="max"):
        super().__init__(ds, ignore_border, st, padding, mode)
        self.op = pool.Pool(ignore_border, mode, len(self.ds))

    def __call__(self, x):
        return self._of(self.op, x)


class MaxPoolGrad(PoolGrad):
    """The gradient of maxima: MaxPoolGrad((2, 2), True)(x, maxout, gz)."""

    def __init__(self, ds, ignore_border, st=None, padding=(0, 0)):
        super().__init__(ds, ignore_border, st, padding)

    def __call__(self, x, maxout, gz):
        return self._of(pool.MaxPoolGrad(self.ignore_border, len(self.ds)), x, maxout, gz)


class AveragePoolGrad(PoolGrad):
    """The gradient of sums and averages: AveragePoolGrad((2, 2), True, mode="sum")(x, gz)."""

    def __init__(self, ds, ignore_border, st=None, padding=(0, 0), mode="average_inc_pad"):
        super().__init__(ds, ignore_border, st, padding, mode)
        self.op = pool.AveragePoolGrad(ignore_border, mode, len(self.ds))

    def __call__(self, x, gz):
        return self._of(self.op, x, gz)


class DownsampleFactorMaxGradGrad(PoolGrad):
    """The derivative of MaxPoolGrad by gz: DownsampleFactorMaxGradGrad((2, 2), True)(x, maxout, gz)."""

    def __call__(self, x, maxout, gz):
        return self._of(pool.DownsampleFactorMaxGradGrad(self.ignore_border, self.mode, len(self.ds)), x, maxout, gz)


def DownsampleFactorMaxGrad(ds, ignore_border, st=None, padding=(0, 0), mode="max"):
    """The gradient of DownsampleFactorMax: of (x, maxout, gz), or of (x, gz) in the other modes."""
    if mode == "max":
        return MaxPoolGrad(ds, ignore_border, st, padding)
    return AveragePoolGrad(ds, ignore_border, st, padding, mode)
