"""theano.misc.strutil: text of C code."""


def render_string(string, sub):
    """`string % sub`. The Exception raised where that fails names the place."""
    try:
        return string % sub
    except Exception as error:
        for end in range(len(string) + 1):
            try:
                _ = string[:end] % sub
            except Exception as shorter:
                if str(shorter) == str(error):
                    raise Exception(f"{string[:end]}<<<< caused exception {shorter}") from error
        raise


def pretty_format(string):
    """Lines of C code, indented by their braces."""
    lines, depth = [], 0
    for line in string.split("\n"):
        line = strip_leading_white_space(line)
        depth = max(0, depth - line.count("}"))
        lines.append("    " * depth + line)
        depth += line.count("{")
    return "\n".join(lines)


def strip_leading_white_space(line):
    """`line` without spaces and tabs in front."""
    return line.lstrip(" \t")
