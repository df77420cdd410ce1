"""Files read as bytes, pickles of every kind, StringIO, gzip."""
import bz2, cPickle, cStringIO, csv, gzip, json, marshal, os, pickle, shutil, StringIO, tempfile
import cPickle as pkl
import numpy as np
folder = tempfile.mkdtemp()
name = os.path.join(folder, "file")
f = open(name, "w")
f.write("one\r\ntwo\xff\n")
print >>f, "three", 4
f.writelines(["five\n"])
f.close()
print repr(open(name).read()), len(open(name, "rb").read()), [repr(line) for line in open(name)], open(name).readlines()[-1],
f = open(name, "rb")
print repr(f.read(4)), f.tell(), repr(f.readline()), repr(f.next()), f.name == name, f.mode, f.closed
f.seek(0)
print f.read(3), [line.strip() for line in f.xreadlines()][-1]
f.close()
print f.closed, open(name, "U").readline() == "one\n", file(name).read(1)
with open(name, "a") as f:
    f.write("end")
print open(name).read()[-3:], os.path.getsize(name)
data = {"a": [1, 2.5, None, True], "u": u"\u20ac", "s": "\xff\x00", "x": np.arange(3), 1L: (1, 2)}
for protocol in (0, 1, 2, -1, cPickle.HIGHEST_PROTOCOL):
    back = cPickle.loads(cPickle.dumps(data, protocol))
    print back["a"], back["s"] == "\xff\x00", back["u"] == u"\u20ac", back["x"].tolist(), back[1],
    print cPickle.loads(cPickle.dumps("x", protocol)) == "x"
cPickle.dump(data, open(name, "w"))
print sorted(cPickle.load(open(name))["a"]), pickle.load(open(name, "rb"))["x"].sum()
f = open(name, "wb")
pkl.dump([1, 2], f, protocol=pkl.HIGHEST_PROTOCOL)
pkl.dump("second", f, -1)
pkl.dump(np.ones(2), f, 2)
f.close()
f = open(name, "rb")
print pkl.load(f), pkl.load(f), pkl.load(f).tolist()
try:
    pkl.load(f)
except EOFError:
    print "EOFError"
f.close()
f = gzip.open(name + ".gz", "wb")
cPickle.dump((np.zeros((2, 2)), np.arange(2)), f)
f.close()
f = gzip.open(name + ".gz", "rb")
x, y = cPickle.load(f)
f.close()
print x.shape, y.tolist(), len(gzip.open(name + ".gz").read()) > 10
f = gzip.open(name + ".gz", "w")
f.write("text\nlines\n")
f.close()
print [line for line in gzip.open(name + ".gz")], gzip.GzipFile(name + ".gz").read() == "text\nlines\n"
f = bz2.BZ2File(name + ".bz2", "w")
f.write("packed")
f.close()
print bz2.BZ2File(name + ".bz2").read(), bz2.decompress(bz2.compress("a" * 9))
out = StringIO.StringIO()
print >>out, "a", 1
out.write("b")
print repr(out.getvalue()), StringIO.StringIO("x\ny").readlines(), cStringIO.StringIO("abc").read(2)
out = cStringIO.StringIO()
cPickle.dump([3], out)
out.seek(0)
print cPickle.load(out), pickle.Unpickler(StringIO.StringIO(pickle.dumps({1: 2}))).load()
np.arange(4, dtype="uint8").tofile(name)
print np.fromfile(open(name), dtype=np.uint8).tolist(), np.fromfile(file=open(name, "rb"), dtype="uint8", count=2).tolist()
print np.fromstring("\x01\x02", dtype="uint8").tolist(), np.frombuffer(open(name, "rb").read(), "uint8").tolist()
print repr(np.array([1, 255], "uint8").tostring()), np.fromstring(np.arange(2).tostring(), int).tolist()
f = open(name, "rb")
f.read(1)
print np.fromfile(f, np.uint8, 2).tolist()
np.save(open(name, "wb"), np.arange(3))
print np.load(open(name)).tolist(), np.load(name).tolist()
np.savez(name + ".npz", a=np.ones(2))
print np.load(name + ".npz")["a"].tolist()
np.save(name + ".npy", np.array([{"k": 1}], dtype=object))
np.savetxt(name, np.eye(2))
print np.loadtxt(name).tolist(), np.loadtxt(open(name)).sum()
writer = csv.writer(open(name, "wb"))
writer.writerow([1, "a b", 2.5])
del writer
print repr(open(name).read()), list(csv.reader(open(name, "rb")))
json.dump({"a": [1, 2]}, open(name, "w"))
print json.load(open(name))["a"], json.loads('{"k": 1.5}')["k"], marshal.loads(marshal.dumps([1]))
execfile_name = name + ".py"
open(execfile_name, "w").write("made = 7 / 2\nprint 'executed', made\n")
execfile(execfile_name)
print made
space = {}
execfile(execfile_name, space)
print space["made"]
try:
    open(name + ".missing")
except IOError, e:
    print e.errno, e.strerror, os.path.basename(e.filename)
shutil.rmtree(folder)
print os.path.exists(folder), os.getcwdu() == os.getcwd()
f = tempfile.NamedTemporaryFile()
f.write("abc\xff")
f.flush()
print repr(open(f.name).read())
r, w = os.pipe()
out = os.fdopen(w, "w", 0)
out.write("through")
print os.read(r, 7)
from scipy import io
name = tempfile.mktemp()
io.savemat(open(name, "wb"), {"a": np.arange(3)})
print io.loadmat(open(name, "rb"))["a"].tolist()
os.remove(name)
f = open(name, "wb")
f.write("header\n")
pkl.dump([1, 2], f, 2)
f.write("tail\n")
pkl.dump("x", f)
f.close()
f = open(name, "rb")
print f.readline(), pkl.load(f), f.readline(), pkl.load(f), repr(f.read())
f.close()
os.remove(name)
