# -*- coding: utf-8 -*-
"""str is bytes and unicode is text."""
import base64, binascii, codecs, hashlib, string, struct, zlib
s = "héllo"
print len(s), s[0], s == "h\xc3\xa9llo", s.decode("utf-8") == u"héllo", len(s.decode("utf8")), u"héllo".encode("utf-8") == s
print "abc".encode("hex"), "616263".decode("hex"), "abc".encode("base64").strip(), "YWJj".decode("base64"), "abc".encode("rot13")
print "abc".decode("ascii"), u"abc".encode("ascii"), "a,b".split(","), "abc".translate(None, "b"), "a.b!".translate(None, string.punctuation)
print "abc".translate(string.maketrans("ab", "xy")), string.letters, string.lowercase[:3], string.uppercase[-3:]
print string.join(["a", "b"], "-"), string.split("a b"), string.replace("aXb", "X", "-"), string.atoi("12"), string.upper("a"), string.zfill(5, 3)
print struct.pack(">IB", 1, 255) == "\x00\x00\x00\x01\xff", struct.unpack(">IB", "\x00\x00\x00\x01\xff"), struct.calcsize("<if")
print struct.unpack("3s", "abc"), repr(struct.pack("<f", 1.5)), ord(struct.pack("B", 200))
print zlib.decompress(zlib.compress("a" * 50)) == "a" * 50, base64.b64encode("\xff\x00"), repr(base64.b64decode("/wA=")), binascii.hexlify("\x01\xff")
print hashlib.md5("abc").hexdigest(), len(hashlib.sha1("abc").digest()), hashlib.new("md5", "a").hexdigest()
print sorted(set("hello")), sorted(set(s))[-1] == "\xc3", [ord(c) for c in "\xe9\xff"], map(ord, "ab")
print "%s|%5s|%-5s|%c" % ("a", "b", "c", "d"), "abc".find("c"), "abc" * 2, "a" "b", "x".join("abc"), "abc"[::-1]
print u"%s" % "a", "%s" % u"a", "a" + u"b", "a" == u"a", isinstance("a", str), isinstance(u"a", unicode), str(u"a") == "a"
print "{}-{}".format("a", 1), "{a}".format(a="x"), "a{{}}".format(), "abc".upper().lower().title(), "a\tb".expandtabs(4)
print repr("a\n\x00\xff'"), repr('"'), "\101\x41\u0041", len("\N{dash}")
print codecs.getencoder("utf-8")(u"a")[1], "é".decode("utf-8").encode("latin-1") == "\xe9", u"\u20ac".encode("utf-8") == "\xe2\x82\xac"
print "abc".startswith("a"), "a b".split(None, 1), " a ".strip(), "abc".count("b"), "1".isdigit(), "a\nb".splitlines()
print "abc" in "xabcx", "b" not in "abc", "a" < "b", "Z" < "a", min("hello"), max("hello"), cmp("a", "b"), "".join(reversed("abc"))
print int("12"), float("1.5"), int("ff", 16), int("0777", 8), str(12L), repr("1"), bool(""), "3" * 3
import datetime
import numpy as np
class New(object): pass
print int, str, type(1.5), type([]), [int, float], {'a': dict}, (type(None), 1), ValueError, type(len), type(lambda: 0), New
print np.ndarray, np.float32, type(np.float64(1)), type(np), datetime.datetime, '%s %r' % (int, np.ndarray), '{}'.format(list)
print repr(type(np.array(1))), str(type(True)), type(New().__class__), type((x for x in [])), KeyError, object, type
