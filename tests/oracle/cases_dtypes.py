"""The dtypes that the other tables leave out, through most ops."""

from .case import add, array

for dtype in ("int16", "uint16", "uint32", "uint64", "complex64", "complex128"):
    add("dtypes", """
        x + x
        x * 2
        -x
        abs(x)
        x ** 2
        x / 2
        T.sqr(x)
        T.exp(x)
        T.sqrt(x)
        x.sum()
        x.prod(axis=0)
        x.mean()
        x.sum(axis=1, dtype='float64')
        T.zeros_like(x)
        x.T
        x[::-1, 0]
        x.flatten()
        T.concatenate([x, x])
        T.eq(x, x.T)
        T.switch(T.eq(x, 1), x, 0)
        x.astype('float64')
        x.astype('int8')
        x.any()
        x.all(axis=0)
        x.nonzero()
        """, x=array([[1, 2], [0, 3]], dtype))
for dtype in ("int16", "uint16", "uint32", "uint64"):
    add("dtypes", """
        x // 2
        x % 2
        x & 1
        x | 4
        x ^ 1
        ~x
        x > 1
        T.maximum(x, 2)
        T.clip(x, 1, 2)
        x.max()
        x.min(axis=0)
        x.argmax(axis=1)
        x.var()
        x.std(axis=0)
        x - 3
        3 - x
        x / x.sum()
        T.sgn(x)
        T.floor(x)
        T.round(x)
        T.log(x)
        T.nnet.sigmoid(x)
        T.dot(x, x)
        x.cumsum()
        """, x=array([[1, 2], [0, 3]], dtype))
