"""theano.compat.six.moves.urllib.error: the module urllib.error itself."""

import sys
import urllib.error

sys.modules[__name__] = urllib.error
