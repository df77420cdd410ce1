"""Which inputs and outputs of a loop's node belong to which of the graph inside it, as Theano tells it."""


def mappings(layout, inner_inputs):
    """{"inner_inp_from_outer_inp": {0: [], 1: [0], ...}, ...}: a position outside is one number (-1: none).

    layout: of ops/scan.py. inner_inputs: how many inputs the graph inside has.
    """
    rows = [(0, [], [], -1)]  # (outer input, inner inputs, inner outputs, outer output)
    outer = 1
    inner = 0

    def add(taps, inner_out, outer_out, at=None):
        nonlocal outer, inner
        rows.append((outer if at is None else at, list(range(inner, inner + taps)),
                     [] if inner_out is None else [inner_out], outer_out))
        inner += taps
        outer += at is None

    for _ in range(layout.sequences):
        add(1, None, -1)
    for k, taps in enumerate(layout.taps):
        add(len(taps), k, k)
    # What is only stacked comes after the opaque states among the outer inputs, before them elsewhere.
    counts = outer + layout.opaque
    for k in range(layout.stacked):
        add(0, layout.states + k, layout.states + k, counts + k)
    for k in range(layout.opaque):
        add(1, layout.visible + k, layout.visible + k)
    outer += layout.stacked
    while inner < inner_inputs:
        add(1, None, -1)
    return _by_name(rows)


def _by_name(rows):
    names = {f"{a}_{b}_from_{c}_{d}": {} for a, b, c, d in (
        ("outer", "inp", "outer", "out"), ("inner", "inp", "outer", "out"), ("inner", "out", "outer", "out"),
        ("inner", "inp", "outer", "inp"), ("inner", "out", "outer", "inp"), ("outer", "out", "outer", "inp"),
        ("outer", "inp", "inner", "inp"), ("inner", "out", "inner", "inp"), ("outer", "out", "inner", "inp"),
        ("outer", "inp", "inner", "out"), ("inner", "inp", "inner", "out"), ("outer", "out", "inner", "out"))}
    for outer_in, inner_in, inner_out, outer_out in rows:
        value = {"outer_inp": outer_in, "inner_inp": inner_in, "inner_out": inner_out, "outer_out": outer_out}
        keys = {"outer_inp": [outer_in], "inner_inp": inner_in, "inner_out": inner_out,
                "outer_out": [outer_out] if outer_out != -1 else []}
        for name, table in names.items():
            wanted, given = name.split("_from_")
            table.update((key, value[wanted]) for key in keys[given])
    return names
