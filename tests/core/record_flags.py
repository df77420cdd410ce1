"""Records the flags of the real Theano 1.0.5: their defaults, and what assignments to them do.

cd tests/core && THEANORC=/nowhere PYTHON_WITH_THEANO record_flags.py
"""
import json
import os

import theano
from theano.configparser import _config_var_list

# These depend on the machine.
MACHINE = ['base_compiledir', 'blas.ldflags', 'compiledir', 'compiledir_format', 'cxx', 'gcc.cxxflags',
           'gpuarray.cache_path', 'optdb.position_cutoff']
ASSIGNED = [(name, value)
            for name, values in [
                ('floatX', ['float128', 'float32', 'FLOAT32', 32, None, 'float16']),
                ('allow_gc', ['maybe', 'False', '0', 0, 1, 1.0, 'true', 'TRUE', 'yes', 'on', 2, None, '', True]),
                ('profiling.n_ops', ['x', '7', 7.9, -1, None]), ('gpuarray.preallocate', [0.5]),
                ('tensor.local_elemwise_fusion', [False, 'no']), ('unittests.rseed', [7, '7', 'random', 'zzz', '', -1]),
                ('profiling.n_apply', [0, 1]), ('profiling.min_memory_size', [-1, 0]), ('DebugMode.patience', [0, 1]),
                ('profiling.output_line_width', [0, 1]), ('DebugMode.check_strides', [-1, 0]),
                ('DebugMode.check_preallocated_output_ndim', [0, 1]),
                ('mode', ['nonsense', 'FAST_RUN', 'FAST_COMPILE', 'DebugMode', 'fast_run', None]),
                ('linker', ['bad', 'py', 'c|py']), ('optimizer', ['bad', None, 'None', 'fast_compile']),
                ('compute_test_value', ['raise', True, 'off']), ('exception_verbosity', ['medium', 'high']),
                ('on_unused_input', ['nope', 'ignore']), ('int_division', ['floatX', 'float']),
                ('cast_policy', ['numpy', 'numpy+floatX']), ('warn_float64', ['bad', 'pdb']),
                ('traceback.limit', ['20', 'all']), ('vm.lazy', ['bad', True, False, 'None', 'True']),
                ('base_compiledir', ['/tmp/x']), ('numpy.seterr_all', ['raise', 'bad']),
                ('warn.ignore_bug_before', ['all', '9.9']), ('compile.timeout', [3]), ('optdb.max_use_ratio', ['2.5']),
                ('dnn.conv.algo_fwd', ['bad', 'winograd']), ('profiling.destination', [3]), ('cxx', ['']),
            ] for value in values]


def section(config, name):
    for part in name.split('.')[:-1]:
        config = getattr(config, part)
    return config, name.split('.')[-1]


def outcome(config, name, value):
    """What is stored, or the class of the exception."""
    holder, last = section(config, name)
    try:
        setattr(holder, last, value)
    except Exception as error:
        return {'raises': type(error).__name__}
    return {'stored': getattr(holder, last)}


if __name__ == '__main__':
    names = sorted(flag.fullname for flag in _config_var_list if flag.fullname not in MACHINE)
    recorded = {'defaults': {name: getattr(*section(theano.config, name)) for name in names},
                'assigned': [[name, value, outcome(theano.config, name, value)] for name, value in ASSIGNED]}
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'recorded_flags.json'), 'w') as file:
        json.dump(recorded, file, indent=1, sort_keys=True)
