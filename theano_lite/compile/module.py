"""theano.compile.module of Theano 0.6: making one of its classes raises."""

from theano_lite.program.old_names import Component, FancyModule, Member, Method, Module

__all__ = ["Component", "FancyModule", "Member", "Method", "Module"]
