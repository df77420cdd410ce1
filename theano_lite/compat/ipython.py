"""%load_ext theano_lite: the cells of old notebooks run as they are, also those in Python 2.

IPython's own lines are translated by IPython first. A cell in Python 2 is then translated in memory; from the first one on,
cells without a sign are Python 2, too. `%theano_lite 2` (or 3) says it outright.
"""

import numpy as np

from theano_lite.compat.alias import install

_sessions = {}


def load_ipython_extension(shell):
    """Make `import theano` give this package in this session, and run the session's cells as those of an old program."""
    install()
    if id(shell) in _sessions:
        return
    from theano_lite.compat.programs.cells import Session  # the tables of old names take time to make

    session = _sessions[id(shell)] = Session(shell)
    shell.input_transformers_post.append(session.translate)
    shell.ast_transformers.append(session)
    shell.register_magic_function(session.choose, "line", "theano_lite")
    np.set_printoptions(legacy="1.21")  # 3.0 and not np.float64(3.0), as NumPy 1 showed it


def unload_ipython_extension(shell):
    """Let the session's cells be Python 3 again; `import theano` stays."""
    session = _sessions.pop(id(shell), None)
    if session is not None:
        shell.input_transformers_post.remove(session.translate)
        shell.ast_transformers.remove(session)
        shell.user_ns["__builtins__"] = __builtins__
