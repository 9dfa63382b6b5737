"""Pictures of demo goods: one clean drawing per family, tinted by brand, made when first asked for.

Drawn on a transparent back, so that light and dark themes show them alike.
"""

import hashlib
import math
from collections.abc import Callable, Mapping
from typing import Any

from b2bdesk.portal.demo.catalogue import FAMILIES
from b2bdesk.portal.demo.pen import Colour, Pen, Points

_BACK = 2

STEEL: Colour = (148, 156, 168, 255)
STEEL_LIGHT: Colour = (196, 203, 212, 255)
STEEL_DARK: Colour = (104, 112, 124, 255)
WHITE: Colour = (236, 239, 243, 255)
SHADE: Colour = (212, 217, 224, 255)
DARK: Colour = (66, 72, 82, 255)
_TINTS: tuple[Colour, ...] = (
    (47, 111, 222, 255),
    (12, 127, 115, 255),
    (162, 84, 59, 255),
    (122, 79, 194, 255),
    (190, 132, 20, 255),
    (191, 63, 122, 255),
    (76, 122, 30, 255),
    (196, 64, 52, 255),
)
_SHAPE_OF_LEAF = {family.path[-1]: family.shape for family in FAMILIES}


def picture(facts: Mapping[str, Any], size: int) -> bytes:
    """Return the PNG of an item.

    Args:
        facts: `brand` and `group_path` (names from the root) decide the drawing; `view` 2 shows it
            from the other side, 3 the box it comes in.
        size: width and height in pixels, 16 to 1024.

    Raises:
        ValueError: when the size is outside those limits.
    """
    if not 16 <= size <= 1024:
        raise ValueError("size must be 16 to 1024")
    path = facts.get("group_path") or [""]
    shape = _SHAPE_OF_LEAF.get(path[-1], "box")
    mark = hashlib.md5(str(facts.get("brand", "")).encode(), usedforsecurity=False).digest()[0]
    pen = Pen(size, _TINTS[mark % len(_TINTS)])
    view = int(facts.get("view") or 1)
    (_box if view > _BACK else SHAPES.get(shape, _box))(pen)
    return pen.png(turned=view == _BACK)


def _polygon(x: float, y: float, radius: float, corners: int, turn: float = 0.0) -> Points:
    return [
        (
            x + radius * math.cos(turn + math.tau * corner / corners),
            y + radius * math.sin(turn + math.tau * corner / corners),
        )
        for corner in range(corners)
    ]


def _thread(pen: Pen, left: float, right: float, top: float, bottom: float) -> None:
    pen.slab((left, top, right, bottom), STEEL_LIGHT, 2)
    x = left + 4
    while x < right - 2:
        pen.line([(x, top), (x - 3, bottom)], STEEL, 1.6)
        x += 5


def _bolt(pen: Pen) -> None:
    _thread(pen, 44, 114, 53, 75)
    pen.slab((20, 40, 44, 88), STEEL, 4)
    pen.slab((20, 40, 44, 56), STEEL_LIGHT, 4)
    pen.slab((20, 72, 44, 88), STEEL_DARK, 4)


def _ring(pen: Pen) -> None:
    pen.shape(_polygon(64, 64, 46, 6), STEEL)
    pen.disc(64, 64, 38, STEEL_LIGHT)
    pen.disc(64, 64, 26, STEEL_DARK)
    pen.hole(64, 64, 22)


def _rod(pen: Pen) -> None:
    _thread(pen, 10, 118, 42, 56)
    _thread(pen, 10, 118, 70, 84)


def _screw(pen: Pen) -> None:
    pen.shape([(24, 44), (38, 52), (38, 76), (24, 84), (18, 64)], STEEL_DARK)
    pen.shape([(38, 56), (102, 58), (118, 64), (102, 70), (38, 72)], STEEL_LIGHT)
    for x in range(44, 104, 8):
        pen.line([(x + 4, 53), (x - 2, 75)], STEEL, 2.4)


def _cable(pen: Pen) -> None:
    for radius, colour in ((48, DARK), (40, pen.tint), (32, DARK), (24, pen.tint)):
        pen.disc(60, 68, radius, colour)
    pen.hole(60, 68, 16)
    pen.slab((60, 16, 104, 28), DARK, 6)
    for y, colour in ((17, (196, 122, 60, 255)), (22, pen.tint), (27, WHITE)):
        pen.line([(104, y), (118, y)], colour, 3)


def _breaker(pen: Pen) -> None:
    pen.slab((36, 12, 92, 116), WHITE, 5)
    pen.slab((36, 34, 92, 94), SHADE, 0)
    pen.slab((52, 48, 76, 82), DARK, 3)
    pen.slab((55, 51, 73, 65), pen.tint, 2)
    pen.disc(64, 23, 5, STEEL_DARK)
    pen.disc(64, 105, 5, STEEL_DARK)


def _socket(pen: Pen) -> None:
    pen.slab((18, 18, 110, 110), WHITE, 10)
    pen.slab((28, 28, 100, 100), SHADE, 6)
    pen.disc(64, 64, 30, WHITE)
    for x in (52, 76):
        pen.disc(x, 64, 5, DARK)
    pen.slab((60, 36, 68, 42), pen.tint, 2)


def _lamp(pen: Pen) -> None:
    pen.disc(64, 50, 34, WHITE)
    pen.shape([(40, 74), (88, 74), (78, 92), (50, 92)], SHADE)
    pen.slab((51, 90, 77, 112), STEEL, 4)
    for y in (96, 103):
        pen.line([(51, y), (77, y - 2)], STEEL_DARK, 2)
    pen.disc(54, 40, 8, (255, 250, 224, 255))


def _tie(pen: Pen) -> None:
    pen.line([(26, 38), (88, 38), (104, 54), (88, 88), (40, 92), (22, 108)], DARK, 7)
    pen.slab((16, 28, 36, 48), pen.tint, 4)


def _coil(pen: Pen) -> None:
    for radius in range(50, 25, -6):
        pen.disc(64, 64, radius, SHADE if radius % 4 else STEEL)
    pen.hole(64, 64, 22)
    for corner in range(24):
        angle = math.tau * corner / 24
        x, y = math.cos(angle), math.sin(angle)
        pen.line([(64 + 26 * x, 64 + 26 * y), (64 + 49 * x, 64 + 49 * y)], STEEL, 1.4)


def _drill(pen: Pen) -> None:
    pen.slab((10, 55, 50, 73), STEEL_DARK, 3)
    pen.shape([(50, 55), (106, 57), (118, 64), (106, 71), (50, 73)], STEEL_LIGHT)
    for x in range(54, 104, 12):
        pen.line([(x, 72), (x + 12, 56)], STEEL_DARK, 3.5)


def _disc(pen: Pen) -> None:
    pen.disc(64, 64, 52, DARK)
    pen.disc(64, 64, 34, pen.tint)
    pen.disc(64, 64, 17, STEEL_LIGHT)
    pen.hole(64, 64, 9)


def _sheet(pen: Pen) -> None:
    pen.shape([(22, 26), (92, 18), (106, 100), (36, 110)], pen.tint)
    pen.shape([(92, 18), (106, 100), (84, 92)], (232, 222, 200, 255))


def _wrench(pen: Pen) -> None:
    pen.line([(36, 92), (94, 34)], STEEL, 14)
    pen.disc(36, 92, 20, STEEL_LIGHT)
    pen.hole(36, 92, 10)
    pen.disc(94, 34, 21, STEEL_LIGHT)
    pen.shape([(88, 26), (104, 10), (122, 26), (104, 42)], (0, 0, 0, 0))


def _driver(pen: Pen) -> None:
    pen.slab((8, 50, 58, 78), pen.tint, 10)
    pen.slab((16, 56, 50, 62), DARK, 3)
    pen.slab((58, 60, 110, 68), STEEL_LIGHT, 1)
    pen.shape([(110, 60), (120, 63), (120, 65), (110, 68)], STEEL_DARK)


def _glove(pen: Pen) -> None:
    for x, top in ((38, 34), (52, 22), (66, 20), (80, 28)):
        pen.slab((x, top, x + 13, 78), WHITE, 6)
        pen.slab((x, top, x + 13, top + 18), pen.tint, 6)
    pen.shape([(26, 66), (38, 58), (50, 84), (42, 92)], WHITE)
    pen.slab((38, 62, 93, 98), WHITE, 8)
    pen.slab((40, 96, 91, 114), pen.tint, 4)


def _power(pen: Pen) -> None:
    pen.slab((16, 30, 86, 64), pen.tint, 8)
    pen.slab((86, 38, 104, 56), DARK, 3)
    pen.line([(104, 47), (120, 47)], STEEL, 4)
    pen.shape([(28, 62), (56, 62), (50, 96), (24, 96)], DARK)
    pen.slab((14, 94, 58, 112), pen.tint, 5)


def _paper(pen: Pen) -> None:
    pen.slab((20, 44, 108, 102), WHITE, 3)
    pen.shape([(20, 46), (36, 30), (122, 30), (108, 46)], SHADE)
    pen.shape([(108, 46), (122, 30), (122, 88), (108, 102)], STEEL_LIGHT)
    pen.slab((20, 58, 108, 84), pen.tint, 0)


def _pen(pen: Pen) -> None:
    pen.line([(30, 98), (96, 32)], pen.tint, 15)
    pen.line([(84, 44), (104, 24)], DARK, 15)
    pen.shape([(20, 108), (26, 92), (36, 102)], STEEL)


def _binder(pen: Pen) -> None:
    pen.slab((28, 16, 100, 112), pen.tint, 3)
    pen.slab((28, 16, 46, 112), DARK, 3)
    pen.slab((58, 34, 90, 58), WHITE, 2)
    pen.hole(37, 92, 6)


def _bottle(pen: Pen) -> None:
    pen.slab((40, 40, 88, 114), pen.tint, 10)
    pen.slab((52, 24, 76, 44), WHITE, 3)
    pen.slab((46, 14, 82, 26), DARK, 3)
    pen.slab((46, 60, 82, 94), WHITE, 3)


def _box(pen: Pen) -> None:
    pen.shape([(64, 14), (112, 36), (64, 58), (16, 36)], (222, 190, 146, 255))
    pen.shape([(16, 36), (64, 58), (64, 114), (16, 92)], (200, 163, 114, 255))
    pen.shape([(112, 36), (64, 58), (64, 114), (112, 92)], (178, 140, 92, 255))
    pen.shape([(58, 55), (64, 58), (64, 78), (58, 75)], pen.tint)


SHAPES: Mapping[str, Callable[[Pen], None]] = {
    "bolt": _bolt,
    "ring": _ring,
    "rod": _rod,
    "screw": _screw,
    "cable": _cable,
    "breaker": _breaker,
    "socket": _socket,
    "lamp": _lamp,
    "tie": _tie,
    "coil": _coil,
    "drill": _drill,
    "disc": _disc,
    "sheet": _sheet,
    "wrench": _wrench,
    "driver": _driver,
    "glove": _glove,
    "power": _power,
    "paper": _paper,
    "pen": _pen,
    "binder": _binder,
    "bottle": _bottle,
    "box": _box,
}
