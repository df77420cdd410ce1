"""Dictionaries and sets are iterated over in the order of their hash tables."""
import random
random.seed(1)
def rs(n): return ''.join(random.choice('abcdefghijklmnopqrstuvwxyz_ABC') for _ in range(n))
for n in range(1,40,3):
    d = {}
    for i in range(n): d[rs(random.randint(1,8))] = i
    print d.keys(), [v for v in d.itervalues()]
    s = set(rs(random.randint(1,5)) for i in range(n)); print list(s)
    s = set([random.randint(-100,1000) for i in range(n)]); print list(s), [x for x in s]
    d = dict((random.randint(0,10**6), i) for i in range(n)); print list(d)
    s = set([(random.randint(0,100), rs(2)) for i in range(n)]); print list(s)
    s = set([random.random()*10 for i in range(n)]); print list(s)
print {'fold':3,'lr':0.1,'verbose':1,'decay':False,'win':7,'bs':9,'nhidden':100,'seed':345,'emb_dimension':100,'nepochs':50}
print {'a':1,'b':2,'c':3,'dd':4}, {'x':{'k1':1,'k2':2,'k3':3}, 'y':set(['q','w','e','r','t'])}, str({'bb':1,'aa':2}), '%s' % {'bb':1,'aa':2}
text = 'the quick brown fox jumps over the lazy dog. Hello World, 1234567890!'
chars = list(set(text)); print chars
print sorted(set(text.split()), key=len), [w for w in set(text.split())]
from collections import defaultdict, Counter
c = Counter(text.split() * 2 + ['fox', 'a', 'b']); print c.most_common(), c.most_common(3)
dd = defaultdict(int)
for w in text: dd[w] += 1
print dd.items()
def f(**kw): print kw, kw.keys()
f(alpha=1, beta=2, gamma=3, delta=4)
class A: pass
a = A(); a.zeta=1; a.eta=2; a.theta=3
print a.__dict__, vars(a).items(), tuple(set([3,1,2])), dict(a=1,b=2,c=3).keys(), {x: 1 for x in 'hello'}.keys(), {'m','n','o'}
for i, x in enumerate(set('xyz')): print i, x,
print
print map(str, set(['a','b','c','d'])), zip(set('pqr'), [1,2,3]), reduce(lambda p, q: p + q, set('mno')), frozenset('abc'), set(['a','b']) | set(['c','d'])
print '{0[a]}'.format({'a': 1}), '{}'.format({'b': 1, 'a': 2}), '%(a)s' % {'a': [1 / 3.], 'b': 2}, '%s %r' % ({'b': 1, 'a': 2}, set('ab'))
import json
print json.dumps({'bb': 1, 'aa': [1, {'d': 1.5, 'c': None}], 'zz': (1, 2)}), repr(json.dumps({'b': 1, 'a': 2}, indent=1)), json.dumps({'b': 1, 'a': 2}, sort_keys=True)
big, small = {'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'f': 6, 'g': 7}, {'a': 1}
print type(big) is dict, type(small) is dict, type(big) == type(small), type(big), isinstance(big, dict), type('T', (), {})().__class__.__name__
