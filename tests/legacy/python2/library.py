"""The standard library under its names of Python 2."""
import ConfigParser, collections, copy_reg, exceptions, inspect, itertools, math, md5, operator, os, Queue, random, sets
import string, subprocess, sys, thread, time, types, urllib, urllib2, urlparse, UserDict
from itertools import izip, imap, ifilter, izip_longest
from collections import Iterable, Mapping, OrderedDict
from StringIO import StringIO
print list(izip([1, 2], "ab")), list(imap(lambda x: x + 1, [1])), list(itertools.ifilterfalse(None, [0, 1])), list(izip_longest([1], [2, 3]))
print isinstance([], Iterable), isinstance({}, Mapping), OrderedDict([(2, 1), (1, 2)]).keys(), OrderedDict(a=1).items()[0]
print urllib.quote("a b/c"), urllib.unquote("a%20b"), urllib.urlencode({"a": 1}), urlparse.urlparse("http://h/p?q=1").path
print urllib2.URLError("x").reason, callable(urllib2.urlopen), urllib.quote_plus("a b")
parser = ConfigParser.ConfigParser()
parser.readfp(StringIO("[s]\nk = 3\n"))
print parser.get("s", "k"), parser.getint("s", "k"), parser.sections(), parser.has_option("s", "z")
queue = Queue.Queue()
queue.put(1)
print queue.get(), queue.empty()
print math.floor(2.7), math.ceil(2.1), math.sqrt(16), int(math.floor(-2.5)), math.pow(2, 3), math.log(1)
print types.StringType is str, types.ListType is list, isinstance(1, types.IntType), isinstance(None, types.NoneType)
print sys.maxint, sys.version_info[0] > 1, time.clock() >= 0, sys.getsizeof(1) > 0, operator.isCallable(len), operator.itemgetter(1)([1, 2])
print inspect.getargspec(lambda a, b=2, *c, **d: 0), 1 in sets.Set([1]), md5.new("a").hexdigest(), exceptions.ValueError is ValueError
print subprocess.check_output(["echo", "hi"]), subprocess.Popen("echo out; cat", shell=True, stdin=subprocess.PIPE,
                                                                 stdout=subprocess.PIPE).communicate("in")[0]
class D(UserDict.UserDict): pass
d = D()
d["a"] = 1
print d["a"], d.has_key("a"), thread.get_ident() != 0
reload(sys)
sys.setdefaultencoding("utf-8")
random.seed(1)
print random.random(), random.randint(1, 100), random.choice("abcdef"), random.uniform(1, 2), random.gauss(0, 1), random.randrange(10)
values = range(12)
random.shuffle(values)
print values, random.sample(range(100), 5), random.sample(xrange(10), 3), random.sample("abc", 2), random.randrange(2, 20, 3)
random.seed("text")
print random.random()
random.seed(0)
print [random.randint(0, 9) for _ in range(20)], random.sample(range(1000), 30)[-1], random.expovariate(2), random.betavariate(1, 2)
r = random.Random(5)
print r.random(), r.choice(range(100)), r.sample(range(50), 4), r.randint(1, 6)
values = list("abcdef")
r.shuffle(values)
print values, r.getrandbits(8), random.Random("s").random()
random.setstate(random.getstate())
