"""b2bdesk: the desk of a purchasing department, and the reference portal that comes with it.

The layers are described in docs/ARCHITECTURE.md; a package imports only what is below it there.
"""

__version__ = "0.1.0"
