"""Write the results of a run of many old programs into COMPATIBILITY.md: python programs_table.py RESULTS [FILE].

RESULTS has a line per program, `name  seconds s  verdict`. The table stands between two comments in FILE and is
replaced; verdicts are shortened to their first sentence.
"""

import re
import sys
from pathlib import Path

BEGIN, END = "<!-- old programs -->", "<!-- end of old programs -->"
LINE = re.compile(r"(\S+)\s+([\d.]+) s\s+(.+)")
MEANING = ("SAME: words equal, numbers to a relative 1e-4 (float32) or 1e-7 (float64). CLOSE: within 2%. RAN: its numbers vary "
           "from run to run under Theano, too. WORDS: the texts differ, shown is the first place.")


def table(results):
    """The Markdown for the lines of a run."""
    rows = [LINE.fullmatch(line) for line in results.splitlines()]
    rows = [row.groups() for row in rows if row]
    good = sum(verdict.split()[0] in ("SAME", "CLOSE", "RAN") for _, _, verdict in rows)
    lines = [f"{good} of {len(rows)} real old programs print what they printed with Theano 1.0.5. {MEANING}", "",
             "| program | result |", "|---|---|"]
    lines += [f"| {name} | {shortened(verdict)} |" for name, _, verdict in rows]
    return "\n".join(lines)


def shortened(verdict):
    return verdict.replace("|", "\\|").replace("<", "&lt;")[:120]


def write(results, file):
    text = file.read_text()
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    file.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    write(Path(sys.argv[1]).read_text(), Path(sys.argv[2] if len(sys.argv) > 2 else "COMPATIBILITY.md"))
