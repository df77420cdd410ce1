"""The table of oracle cases, by family; each family is recorded in recorded/FAMILY.json."""

from . import (  # noqa: F401
    cases_creation,
    cases_elementwise,
    cases_errors,
    cases_indexing,
    cases_nnet,
    cases_reduction,
    cases_shape,
)
from .case import TABLE

CASES = TABLE.cases
FAMILIES = sorted({case.family for case in CASES.values()})
