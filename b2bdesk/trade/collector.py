"""Pauses the garbage collector while very many small objects are built that all stay.

A list of 100,000 rows makes a million tuples; the collector would walk them again and again and
find nothing, which doubles the time (measured). Used around such loops only.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY = 50_000


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch cyclic collection off inside the block, unless somebody else already did."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:
            gc.freeze()  # what was built stays: no walk through all of it the moment we leave
        gc.enable()
