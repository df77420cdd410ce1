"""What old programs expect of NumPy, SciPy, the standard library and other packages, for their own modules only."""
