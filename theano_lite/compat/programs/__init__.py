"""Loading the modules of an old program: which language they are in, their code, their builtins, the cache."""
