"""Settings of the test run."""

import sys
from pathlib import Path

# The helpers of the tests are imported by name, e.g. `from programs import run`.
sys.path.insert(0, str(Path(__file__).parent))
