"""theano.version: the version of Theano whose behaviour this package has."""

version = "1.0.5"
full_version = version
short_version = version
release = True
__all__ = ["full_version", "release", "short_version", "version"]
