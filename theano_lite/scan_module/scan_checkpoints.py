"""theano.scan_module.scan_checkpoints: loops that keep little for their gradients."""

from theano_lite.program.scan_checkpoints import scan_checkpoints

__all__ = ["scan_checkpoints"]
