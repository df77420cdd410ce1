"""Runs cases in one implementation: reads a case's name per line, prints the seconds of one round. Python 3.7 too."""

import importlib
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    which = sys.argv[1]
    from benchmarks.cases import CASES
    prepared = {}
    if which == 'jax':
        from benchmarks.jax_cases import CASES as OWN
    else:
        theano = importlib.import_module(which)
        T = importlib.import_module(which + '.tensor')
    print('ready', flush=True)
    for line in sys.stdin:
        name = line.strip()
        case, timed, _ = CASES[name]
        try:
            if which == 'jax' and name not in OWN:
                print('none', flush=True)
                continue
            if name not in prepared:
                prepared[name] = OWN[name]() if which == 'jax' else case(theano, T)
                if not timed:
                    prepared[name]()
                    prepared[name]()
            start = time.perf_counter()
            result = prepared[name]()
            seconds = result if timed else time.perf_counter() - start
            print(repr(float(seconds)), flush=True)
        except Exception as error:
            print('failed %s: %s' % (type(error).__name__, ' '.join(str(error).split())[:200]), flush=True)


main()
