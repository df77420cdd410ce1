"""The table of oracle cases, by family; each family is recorded in recorded/FAMILY.json."""

from . import (  # noqa: F401
    cases_conv,
    cases_creation,
    cases_dtypes,
    cases_elementwise,
    cases_errors,
    cases_extra,
    cases_indexing,
    cases_linalg,
    cases_nnet,
    cases_pool,
    cases_reduction,
    cases_scan,
    cases_shape,
)
from .case import TABLE

CASES = TABLE.cases
FAMILIES = sorted({case.family for case in CASES.values()})
