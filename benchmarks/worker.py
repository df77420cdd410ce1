"""One side of a comparison: a process that prepares cases and measures them when told to (Python 3.7 on).

python worker.py PACKAGE: reads one JSON list a line, ["prepare", case, arguments] or ["sample"] or ["version"],
and answers with one line of JSON.
"""
import importlib
import json
import os
import sys


def main(package):
    # Whatever a case prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    # The folder of this file would hide nothing, but the repository must be there to find `benchmarks`.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    cases = importlib.import_module('benchmarks.jax_cases' if package == 'jax' else 'benchmarks.theano_cases')
    version = cases.use(package)
    sample = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command[0] == 'version':
                answer = version
            elif command[0] == 'prepare':
                sample = None
                sample, answer = getattr(cases, command[1])(**command[2])
            else:
                answer = sample()
            answer = {'answer': answer}
        except Exception as error:
            answer = {'error': '%s: %s' % (type(error).__name__, str(error)[:500])}
        answers.write(json.dumps(answer) + '\n')
        answers.flush()


if __name__ == '__main__':
    main(sys.argv[1])
