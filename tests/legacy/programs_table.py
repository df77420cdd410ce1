"""Write the results of a run of many old programs into COMPATIBILITY.md: python programs_table.py RESULTS [FILE].

RESULTS has a line per program, `name  seconds s  verdict`. The table stands between two comments in FILE and is
replaced; verdicts are shortened to their first sentence.
"""

import re
import sys
from collections import Counter
from pathlib import Path

BEGIN, END = "<!-- old programs -->", "<!-- end of old programs -->"
LINE = re.compile(r"(\S+)\s+([\d.]+) s\s+(.+)")
MEANING = ("SAME: words equal, numbers to a relative 1e-4 (float32) or 1e-7 (float64). CLOSE: within 2%. RAN: its numbers vary "
           "from run to run under Theano, too. WORDS: the texts differ, shown is why.")
# Found by reading both outputs side by side.
UNOPTIMISED = "recorded with FAST_COMPILE, where log(1 - sigmoid) overflows to NaN; here it is stabilised in every mode"
WHY = {
    "dlt_rnnslu": "prints a dictionary in the order of Python 2 (its files, which use six, run as Python 3) and a relative path; "
                  "with `--python 2` only the path differs, all numbers agree",
    "doc_debug_faq": "NumPy's words for errors of shape, where ours are those of Theano's C code; a constant as the optimiser casts "
                     "it; a fused node",
    "doc_examples": UNOPTIMISED + "; with its optimiser on, Theano's output is the SAME",
    "doc_modes": UNOPTIMISED + "; text of the optimised graph",
    "doc_modes_solution_1": UNOPTIMISED + "; text of the optimised graph",
    "doc_extending_fibby": "asserts that its own rewrite was applied: rewrites of the user are kept, not run (its values agree)",
    "doc_extending_graphstructures": "`op.name` and the class of an op (one object for all its nodes); how to install pydot",
    "doc_printing_drawing": "texts of optimised graphs (`Dot22`, `1 / (1 + exp(-x))` where we have `sigmoid`); how to install pydot",
    "doc_shape_info": "NumPy's words for an error of shape",
    "doc_sparse": "the order of a printed set of texts, which is Python 3.7's own hash",
    "nb_ss15_debug": "NumPy's words for an error of shape; `f(...)` is a syntax error in Python 2 only; words of the breakpoint",
    "nb_ss15_intro": "texts of optimised graphs (`Dot22` with `DimShuffle`); how to install pydot",
    "nb_ss15_simple_rnn": "SciPy prints its warning to standard error today, and counts fewer evaluations; the errors agree",
}


def table(results):
    """The Markdown for the lines of a run."""
    rows = [LINE.fullmatch(line) for line in results.splitlines()]
    rows = [row.groups() for row in rows if row]
    counts = Counter(verdict.split()[0] for _, _, verdict in rows)
    found = ", ".join(f"{n} {word}" for word, n in counts.most_common())
    lines = [f"Of {len(rows)} real old programs, against what they printed with Theano 1.0.5: {found}. {MEANING}", "",
             "| program | result |", "|---|---|"]
    lines += [f"| {name} | {shown(name, verdict)} |" for name, _, verdict in rows]
    return "\n".join(lines)


def shown(name, verdict):
    """The verdict; why the words differ where that is known, else the first place."""
    if verdict.startswith("WORDS") and name in WHY:
        return f"WORDS: {WHY[name]}"
    return verdict.replace("|", "\\|").replace("<", "&lt;")[:120]


def write(results, file):
    text = file.read_text()
    if BEGIN not in text:
        text = f"{text.rstrip()}\n\n{BEGIN}\n{END}\n"
    before, rest = text.split(BEGIN)
    file.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    write(Path(sys.argv[1]).read_text(), Path(sys.argv[2] if len(sys.argv) > 2 else "COMPATIBILITY.md"))
