"""python -m theano_lite: the command line."""

import sys

from theano_lite.cli.main import main

sys.exit(main())
