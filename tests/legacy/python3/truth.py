"""The truth of arrays where NumPy 1 knew it: an empty one is False."""
import numpy as np

empty, one, none = np.zeros(0), np.ones(1), np.zeros((2, 0))
assert not empty and not one[one < 0], "empty"
if empty:
    print("if")
elif one[one > 0]:
    print("elif")
else:
    print("else")
while none:
    print("while")
print("then" if empty else "otherwise", [x for x in (1, 2) if empty], [x for x in (1, 2) if one and x > 1], not empty, not none)
print(empty or "or", one or "or", (empty or one or "or"), "yes" if one and not empty else "no", None or empty, (one and empty).shape)
print("yes" if empty < 3 else "no", "yes" if empty == 0 else "no", "yes" if empty is not None else "no", "yes" if 1 in one else "no")
x = [] or {} or 0 or "" or None or (one if empty or one else 3)
print(x, all(v for v in [one] if v), [k for k in "ab" if k if not empty], (lambda a: 1 if a else 0)(empty))
for bad in (np.ones(2), np.zeros((2, 2))):
    for ask in (lambda a: not a, lambda a: 1 if a else 2, lambda a: a or 3):
        try:
            ask(bad)
        except ValueError as error:
            print(error)
try:
    assert empty, "an empty array"
except AssertionError as error:
    print(error)


class Twice(object):
    """Its truth is asked once."""
    asked = 0

    def __bool__(self):
        Twice.asked += 1
        return True


y = Twice()
print(bool(y), 1 if y else 2, not y, (y or 3) is y, (y and 3), Twice.asked)
