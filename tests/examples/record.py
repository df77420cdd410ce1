"""Records what the examples print on the real Theano 1.0.5:  cd tests/examples && PYTHON_WITH_THEANO record.py"""

import json
import os
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
examples = os.path.join(here, '..', '..', 'examples')
recorded = {name: subprocess.check_output([sys.executable, name], cwd=examples).decode().splitlines()
            for name in ('mlp.py', 'logistic_regression.py', 'rbm.py', 'denoising_autoencoder.py', 'lstm.py',
                         'convolutional_mlp.py')}
with open(os.path.join(here, 'recorded.json'), 'w') as file:
    json.dump(recorded, file, indent=1)
