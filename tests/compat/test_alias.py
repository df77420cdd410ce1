"""`import theano` after install() gives the very modules of this package."""

import subprocess
import sys

CODE = """
import theano_lite
theano_lite.install(); theano_lite.install()
import theano, theano.tensor as T, theano.tensor.nnet.nnet
from theano.tensor.extra_ops import repeat
from theano.gof.graph import Variable
assert theano is theano_lite and T is theano_lite.tensor
assert theano.tensor.nnet.nnet is theano_lite.tensor.nnet.nnet
assert theano.__name__ == "theano_lite" and T.__spec__.name == "theano_lite.tensor"
assert Variable is theano_lite.Variable and theano.__version__ == "1.0.5"
try:
    import theano.no_such_module
except ModuleNotFoundError as error:
    assert error.name == "theano.no_such_module"
else:
    raise SystemExit("a module that does not exist was imported")
"""


def test_the_alias_gives_the_same_modules():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_another_theano_is_not_overwritten():
    code = ("import sys, types; sys.modules['theano'] = types.ModuleType('theano')\nimport theano_lite\n"
            "try: theano_lite.install()\nexcept ImportError: print('refused')")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "refused", done.stderr
