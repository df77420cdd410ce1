"""theano.gof.optdb: rewrites by name and tags."""

from theano_lite.program.rewriting import DB, EquilibriumDB, LocalGroupDB, ProxyDB, Query, SequenceDB

__all__ = ["DB", "EquilibriumDB", "LocalGroupDB", "ProxyDB", "Query", "SequenceDB"]
