"""A disk that fails, or a kill, at the n-th write of the real command line (RELIABILITY S4)."""
