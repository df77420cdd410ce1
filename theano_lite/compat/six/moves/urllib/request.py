"""theano.compat.six.moves.urllib.request: the module urllib.request itself."""

import sys
import urllib.request

sys.modules[__name__] = urllib.request
