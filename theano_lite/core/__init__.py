"""The symbolic graph: types, variables, ops, lowering to JAX. It knows no particular op."""
