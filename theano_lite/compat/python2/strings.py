"""String literals of Python 2 written as literals of Python 3 with the same value.

A `str` of Python 2 is bytes. Here it is a str whose characters are those bytes (code points below 256), so that
indexing, lengths, order and sets of characters are what they were; `unicode` is a str as well.
"""

import re

_LITERAL = re.compile(r"([a-zA-Z]*)('''|\"\"\"|'|\")(.*)\2\Z", re.DOTALL)


def literal(text, encoding, unicode_literals):
    """The literal `text` of a file in `encoding`, for Python 3; it spans the same lines."""
    prefix, quote, body = _LITERAL.match(text).groups()
    prefix = prefix.lower()
    is_unicode = "u" in prefix or (unicode_literals and "b" not in prefix)
    raw = "r" in prefix
    if is_unicode:
        if raw and re.search(r"\\[uU]", body):
            body, raw = _unraw(body, quote, keep_unicode=True), False
    else:
        ascii_only = body.isascii()
        if raw and not ascii_only:
            body, raw = _unraw(body, quote), False
        elif not raw:
            body = re.sub(r"\\(.)", lambda m: "\\" + m[0] if m[1] in "uUN" else m[0], body, flags=re.DOTALL)
        if not ascii_only:
            body = "".join(c if c.isascii() else "".join(f"\\x{b:02x}" for b in c.encode(encoding)) for c in body)
    return ("r" if raw else "") + quote + body + quote


def _unraw(body, quote, keep_unicode=False):
    """The body of a raw literal, for a literal that is not raw."""
    def escape(match):
        if keep_unicode and match[1] in "uU":
            return match[0]
        return "\\\\" + ("\\" if match[1] in "'\"\\" else "") + match[1]
    return re.sub(r"\\(.)", escape, body, flags=re.DOTALL)
