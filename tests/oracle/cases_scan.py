"""theano.scan and its kin: values, lengths, dtypes, gradients, exceptions.

`until` with a recurrent output is left out: Theano shifts the gradient of its sequences by one place.
"""

from .case import add, array, uniform

X, S, W = array([0.5, -1.0, 2.0, 1.5, -0.75]), array(0.5), array([2.0, -0.5, 1.0])
ROWS, SQUARE = uniform(4, 3, seed=1), uniform(3, 3, seed=2)

add("scan", """
    theano.scan(lambda a: a * 2 + 1, sequences=x)[0]
    theano.scan(lambda a: [a * 2, a ** 2], sequences=x)[0]
    theano.scan(lambda a: a * 2, sequences=x, go_backwards=True)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=3)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=np.int32(3))[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=3, go_backwards=True)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=1)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=-1)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=7)[0]
    theano.scan(lambda a: a * 2, sequences=x, n_steps=-2)[0]
    theano.scan(lambda a: a * 2, sequences=x[:0])[0]
    theano.scan(lambda a, b: a + b, sequences=dict(input=x, taps=[0, 1]))[0]
    theano.scan(lambda a, b: a * 10 + b, sequences=dict(input=x, taps=[-2, 1]))[0]
    theano.scan(lambda a, b: a * 10 + b, sequences=dict(input=x, taps=[1, 3]))[0]
    theano.scan(lambda a, b: a * 10 + b, sequences=dict(input=x, taps=[1, -1]))[0]
    theano.scan(lambda a, b: a * 10 + b, sequences=dict(input=x, taps=[-1, 0]), go_backwards=True)[0]
    theano.scan(lambda a, b: a * 10 + b, sequences=dict(input=x, taps=[-1, 0]), n_steps=2)[0]
    theano.scan(lambda a: a, sequences=dict(input=x, taps=-1))[0]
    theano.scan(lambda a, b: a * b, sequences=[x, x[1:]])[0]
    theano.scan(lambda a, b: a * b, sequences=[x, dict(input=x, taps=[2])])[0]
    theano.scan(lambda a, i: a * i, sequences=[x, T.arange(9)])[0]
    theano.scan(lambda a: (a ** 2, theano.scan_module.until(a > 1)), sequences=x)[0]
    theano.scan(lambda a: (a ** 2, theano.scan_module.until(a > 1)), sequences=x, truncate_gradient=2)[0]
    theano.scan(lambda a: (a ** 2, theano.scan_module.until(a > 100)), sequences=x)[0]
    theano.map(lambda a, b: a - b, x, non_sequences=[2.0], go_backwards=True)[0]
    theano.map(lambda a: [a, a * 3], [x])[0]
    theano.scan(lambda j: x[j:j + 2], sequences=T.arange(3))[0]
    theano.scan(lambda j: x[:j + 1].sum(), sequences=T.arange(3))[0]
    theano.scan(lambda j: x[j], sequences=T.arange(9))[0]
    theano.scan(lambda j: x[j], sequences=T.arange(3))[0].sum() * theano.scan(lambda a: a, sequences=x)[0][-1]
    """, x=X)
add("scan", """
    theano.scan(lambda p: p * s, outputs_info=T.constant(1.0, dtype='float64'), n_steps=3)[0]
    theano.scan(lambda p, q: p * q, outputs_info=s, non_sequences=s, n_steps=3)[0]
    theano.scan(lambda p: p * 2, outputs_info=s, n_steps=4)[0][-1]
    theano.scan(lambda p: p * 2, outputs_info=s, n_steps=4)[0][1:3]
    theano.scan(lambda p: p * 2, outputs_info=[s], n_steps=4, return_list=True)[0]
    theano.scan(lambda p: p * 2, outputs_info=s, n_steps=1)[0]
    theano.scan(lambda p: [p * 2, p + 1], outputs_info=[s, None], n_steps=3)[0]
    theano.scan(lambda p, q: [q * 2, p + q], outputs_info=[s, s * 2], n_steps=3)[0]
    theano.scan(lambda p, q: [q * 2, p * q], outputs_info=[None, s, dict(initial=s)][1:], n_steps=3)[0]
    theano.scan(lambda p: (p + 1, theano.scan_module.until(p > 2)), outputs_info=s, n_steps=10)[0][-1]
    theano.scan(lambda p: (p + 1, theano.scan_module.until(p > 2)), outputs_info=s, n_steps=10)[0].shape[0]
    theano.scan(lambda p, i: [p * s, i + 1], outputs_info=[s, np.int64(0)], n_steps=3)[0]
    theano.scan(lambda p: p * 2, outputs_info=s)
    theano.scan(lambda p: p * 2, outputs_info=s, n_steps=0)[0]
    theano.scan(lambda p: p * 2, outputs_info=s, n_steps=s)
    theano.scan(lambda p: T.cast(p * 2, 'float32'), outputs_info=s, n_steps=2)
    theano.scan(lambda p: T.stack([p, p]), outputs_info=s, n_steps=2)
    theano.scan(lambda p: 2.0, outputs_info=s, n_steps=2)
    theano.scan(lambda p: [p, p], outputs_info=s, n_steps=2)
    theano.scan(lambda p: None, outputs_info=s, n_steps=2)
    theano.scan(lambda p: p, outputs_info=dict(taps=[-1]), n_steps=2)
    theano.scan(lambda p: p, outputs_info=dict(initial=s, taps=[0]), n_steps=2)
    theano.scan(lambda p: p, outputs_info=dict(initial=s, taps=[-1, -1]), n_steps=2)
    theano.scan(lambda p: p, outputs_info=dict(initial=s, return_steps=1), n_steps=2)
    theano.scan(lambda p: p, outputs_info=s, n_steps=2.5)
    theano.scan(lambda a: a, sequences=s)
    theano.scan(lambda p: T.grad((p - 1) ** 2, p) * 0.1 + p, outputs_info=s, n_steps=3)[0]
    theano.scan(lambda j: theano.scan(lambda p: p * s, outputs_info=s, n_steps=j)[0][-1], sequences=T.arange(2, 5))[0]
    """, s=S)
add("scan", """
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s)[0]
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s, truncate_gradient=2)[0]
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s, truncate_gradient=20)[0]
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s, truncate_gradient=1)[0][-1]
    theano.scan(lambda a, p: a * p * s, sequences=x, outputs_info=s, truncate_gradient=3, go_backwards=True)[0]
    theano.scan(lambda a, p: T.switch(a > 0, a * p, p), sequences=x, outputs_info=s)[0]
    theano.reduce(lambda a, p: a * p, x, s)[0]
    theano.reduce(lambda a, p, q: [a * p, q + a], x, [s, s])[0]
    theano.foldl(lambda a, p: a - p, x, s)[0]
    theano.foldr(lambda a, p: a - p, x, s)[0]
    T.Rop(theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s, truncate_gradient=2)[0], x, x ** 2)
    T.jacobian(theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s)[0], x)
    T.hessian(theano.scan(lambda a, p: T.tanh(a * p), sequences=x, outputs_info=s)[0][-1], x)
    """, x=X, s=S)
add("scan", """
    theano.scan(lambda p, q: p * q, outputs_info=dict(initial=w, taps=[-2, -1]), n_steps=4)[0]
    theano.scan(lambda p, q: p - q, outputs_info=dict(initial=w, taps=[-1, -3]), n_steps=4)[0]
    theano.scan(lambda p: p * 2, outputs_info=dict(initial=w, taps=[-3]), n_steps=4)[0]
    theano.scan(lambda p: p * 2, outputs_info=w, n_steps=2)[0]
    theano.scan(lambda p: p.sum() * T.ones_like(p), outputs_info=w, n_steps=2)[0]
    theano.scan(lambda p: T.concatenate([p, p]), outputs_info=w, n_steps=2)[0]
    theano.scan(lambda i: w[i] * T.arange(3).sum(), sequences=T.arange(w.shape[0]))[0]
    theano.scan(lambda a: a, sequences=w, strict=True)[0]
    theano.scan(lambda a: theano.scan(lambda b: a * b, sequences=w)[0], sequences=w)[0]
    theano.scan(lambda a: theano.scan(lambda b, p: a * b + p, sequences=w, outputs_info=a)[0][-1], sequences=w)[0]
    theano.clone(theano.scan(lambda a: a * 2, sequences=w)[0], {w: w + 1})
    T.grad(theano.scan(lambda a: a * 2, sequences=w)[0].sum(), T.dscalar())
    T.grad(theano.scan(lambda a, b: a * 2, sequences=w, non_sequences=w)[0].sum(), w)
    """, w=W)
add("scan", """
    theano.scan(lambda a, p, q: a * p * q, sequences=x, outputs_info=dict(initial=w, taps=[-2, -1]))[0]
    theano.scan(lambda a, p, q: a * p * q, sequences=x, outputs_info=dict(initial=w, taps=[-2, -1]), truncate_gradient=2)[0]
    theano.scan(lambda a, p, q: a * p * q, sequences=x, outputs_info=dict(initial=w, taps=[-3, -1]), truncate_gradient=4)[0]
    theano.scan(lambda a, p, h: [a * h, p + a, h * p], [x], [None, w, dict(initial=w, taps=[-2])][:2] + [w])[0]
    theano.scan(lambda a, u, p: [a * p.sum(), u * a], [x], [dict(initial=w, taps=[-2]), w])[0]
    """, x=X, w=W)
add("scan", """
    theano.scan(lambda r, h: T.tanh(r + T.dot(h, m)), sequences=x, outputs_info=T.zeros_like(x[0]))[0]
    theano.scan(lambda r, h, u: T.tanh(r + T.dot(h, u)), x, T.zeros_like(x[0]), m, truncate_gradient=2)[0]
    theano.scan(lambda r, h: T.tanh(r + T.dot(h, m)), sequences=x, outputs_info=T.zeros_like(x[0]))[0][-1]
    theano.scan(lambda r: T.dot(m, r), sequences=x)[0]
    theano.scan(lambda r: T.nnet.softmax(T.dot(m, r))[0], sequences=x)[0]
    theano.scan(lambda p: T.dot(p, m), outputs_info=x, n_steps=2)[0]
    theano.scan(lambda p: x, outputs_info=x[:1], n_steps=2)[0]
    theano.scan(lambda p: p.sum(axis=0, keepdims=True), outputs_info=x, n_steps=2)[0]
    """, x=ROWS, m=SQUARE)
add("scan", """
    theano.scan(lambda a: a * 2, sequences=i)[0]
    theano.scan(lambda a, p: p + a, sequences=i, outputs_info=np.int64(0))[0]
    theano.scan(lambda a, p: p + a, sequences=i, outputs_info=0)[0]
    theano.scan(lambda a, p: p + 1.0, sequences=i, outputs_info=0)[0]
    theano.scan(lambda p: p * 2, outputs_info=np.int64(1), n_steps=i[0])[0]
    theano.scan(lambda p: p * 2, outputs_info=np.int64(1), n_steps=i[0])[0][-1]
    theano.scan(lambda p: p * 2, outputs_info=np.int64(1), n_steps=i.shape[0])[0]
    theano.scan(lambda p: p * 2, sequences=i, n_steps=i[0])[0]
    theano.scan(lambda p: [p + 1, T.arange(p).sum()], outputs_info=[np.int64(1), None], n_steps=3)[0]
    T.grad(theano.scan(lambda a: a * 2.5, sequences=i)[0].sum(), i)
    """, i=array([3, 5, 1, 2], "int64"))
add("scan", """
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=s)[0]
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=T.constant(1.0))[0]
    theano.scan(lambda a, p: a * p, sequences=x, outputs_info=np.float32(1))[0]
    theano.scan(lambda a: a * np.float64(2), sequences=x)[0]
    theano.scan(lambda a, p: T.cast(a * p, 'float64'), sequences=x, outputs_info=T.cast(s, 'float64'))[0]
    """, x=array(X.array, "float32"), s=array(0.5, "float32"), floatX="float32")
add("scan", """
    theano.scan(lambda a, p: T.tanh(a * p), sequences=x, outputs_info=s)[0]
    theano.scan(lambda a, p, q: p + T.sin(a * q), sequences=x, outputs_info=dict(initial=x, taps=[-2, -1]))[0]
    theano.scan(lambda a: theano.scan(lambda b, p: T.tanh(a * b + p), sequences=x, outputs_info=s)[0][-1], sequences=x)[0]
    """, x=X, s=array(0.25), second=True)
