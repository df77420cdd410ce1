"""Evaluates one expression with fresh variables and describes the outcome in JSON; runs on Python 3.7 with Theano too."""

from importlib import import_module

import numpy as np


def variables(theano):
    """The names an expression may use."""
    T = theano.tensor
    x, y = T.dmatrix('x'), T.dmatrix('y')
    v, w = T.dvector('v'), T.dvector('w')
    fv, fm, iv = T.fvector('fv'), T.fmatrix('fm'), T.ivector('iv')
    bv, lv = T.bvector('bv'), T.lvector('lv')
    i, j, s, fs = T.iscalar('i'), T.iscalar('j'), T.dscalar('s'), T.fscalar('fs')
    u8, bo = T.vector('u8', dtype='uint8'), T.vector('bo', dtype='bool')
    sh, shf = theano.shared(np.zeros(2), 'sh'), theano.shared(np.zeros(2, 'float32'), 'shf')
    a0, A = np.zeros(2), np.arange(6.).reshape(2, 3)
    shc, shb = theano.shared(a0), theano.shared(a0, borrow=True)
    ctr = theano.shared(0)
    ctr.default_update = ctr + 1
    srs = import_module(theano.__name__ + '.tensor.shared_randomstreams')
    rng_mrg = import_module(theano.__name__ + '.sandbox.rng_mrg')
    rs = srs.RandomStreams(234)
    ru = rs.uniform((2,))
    F = theano.function
    t3, r = T.dtensor3('t3'), T.drow('r')
    slices = import_module(theano.__name__ + '.tensor.type_other')
    sl, make_slice = slices.slicetype(), slices.make_slice
    ctr_f = F([], ctr)
    names = dict(locals())
    names.update(np=np)
    return names


def describe(value):
    """What is compared: arrays by dtype, shape and elements, types by what they print, the rest by class or text."""
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [describe(item) for item in value]}
    if isinstance(value, dict):
        return {'dict': {str(k): describe(item) for k, item in value.items()}}
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
        if array.dtype == object:
            return {'object array': list(array.shape)}
        return {'array': [str(array.dtype), list(array.shape), [repr(item) for item in array.ravel().tolist()]]}
    if value is None or isinstance(value, (bool, int, float, str)):
        return {'plain': repr(value)}
    if hasattr(value, 'type') and hasattr(value, 'owner'):
        return {'variable': str(value.type)}
    if hasattr(value, 'dtype') and hasattr(value, 'broadcastable'):
        return {'type': str(value)}
    if isinstance(value, type):
        return {'class': value.__name__}
    return {'object': True}


def outcome(theano, expression):
    """{'gives': ...} or {'raises': class name, 'bases': names of its base classes}."""
    try:
        return {'gives': describe(eval(expression, variables(theano)))}
    except Exception as error:
        names = [c.__name__ for c in type(error).__mro__]
        return {'raises': names[0], 'bases': names[1:-2]}
