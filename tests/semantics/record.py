"""Records what the real Theano 1.0.5 answers:  cd tests/semantics && PYTHON_WITH_THEANO record.py"""

import json
import warnings

import theano
import theano.tensor
from cases import CASES
from evaluate import outcome

warnings.simplefilter('ignore')
recorded = {section: {e: outcome(theano, e) for e in expressions} for section, expressions in CASES.items()}
with open('recorded.json', 'w') as file:
    json.dump({'theano': theano.__version__, 'cases': recorded}, file, indent=1, sort_keys=True)
