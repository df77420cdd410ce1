"""theano.compile.profilemode (Theano 0.6 to 0.8): a mode that profiles every function."""

from theano_lite.program.modes import ProfileMode

__all__ = ["ProfileMode"]
