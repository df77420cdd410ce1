"""Python 2 programs: their text, their meaning, their builtins, on Python 3."""
