"""Files that want to hurt a reader: bombs, far cells, entities, cut and flipped bytes, lies.

Every file is made here from a seed; none is a stranger's. `hostile_files` yields (name, bytes); the
tests feed them to the limited reading child, where each must end in rows or in one clear refusal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.support.hostile import containers, contents, noise, shapes, strangers
from tests.support.hostile.parts import plain_rows, workbook

__all__ = ["hostile_files", "plain_rows", "workbook"]


def hostile_files(seed: int = 5) -> Iterator[tuple[str, bytes]]:
    """All hostile files, at least 300, the same for the same seed."""
    rng = random.Random(seed)
    yield from containers.far_cells()
    yield from containers.bombs()
    yield from containers.entities()
    yield from containers.entries()
    yield from contents.formulas()
    yield from contents.lies()
    yield from contents.repeated_rows()
    yield from contents.markup()
    yield from shapes.painted()
    yield from shapes.deep()
    yield from shapes.repeated()
    yield from shapes.shared()
    yield from shapes.wide()
    yield from strangers.named_otherwise()
    yield from strangers.locked()
    yield from strangers.endless()
    yield from noise.texts(rng)
    yield from noise.damaged(rng)
    yield from noise.noise(rng)
