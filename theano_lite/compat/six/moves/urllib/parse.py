"""theano.compat.six.moves.urllib.parse: the module urllib.parse itself."""

import sys
import urllib.parse

sys.modules[__name__] = urllib.parse
