"""theano.misc.pkl_utils: pickles in zip files, and pickles of graphs."""

from theano_lite.program.shared import SharedVariable
from theano_lite.program.zip_pickles import (
    DEFAULT_PROTOCOL,
    CompatUnpickler,
    PersistentNdarrayID,
    PersistentNdarrayLoad,
    PersistentSharedVariableID,
    StripPickler,
    dump,
    load,
    load_reduce,
    zipadd,
)

__all__ = [
    "CompatUnpickler", "DEFAULT_PROTOCOL", "PersistentNdarrayID", "PersistentNdarrayLoad",
    "PersistentSharedVariableID", "SharedVariable", "StripPickler", "dump", "load", "load_reduce", "zipadd",
]
