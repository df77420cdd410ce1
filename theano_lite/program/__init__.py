"""What users call on a graph: gradients, shared variables, compiled functions."""
