from __future__ import print_function
import sys

words = {"verbose": 1, "win": 7, "savemodel": False, "fold": 3, "seed": 345, "data": "atis", "lr": 0.0970806646812754}
print(words, 1 / 3., [1 / 3.], sep=" | ", end="!\n")
print("error", 7 / 2, file=sys.stdout)
print()
print(None, u"text", (1,), xrange(3)[1], 1e16)
