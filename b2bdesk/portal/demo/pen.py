"""The pen of the demo's pictures: drawn with Pillow at four times the size, then reduced."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

SCALE = 4
UNIT = 128
Colour = tuple[int, int, int, int]
Points = Sequence[tuple[float, float]]


class Pen:
    """Draws in units of a 128 × 128 field, whatever the size of the picture."""

    def __init__(self, size: int, tint: Colour) -> None:
        self.size = size
        self.tint = tint
        self._side = size * SCALE
        self._image = Image.new("RGBA", (self._side, self._side), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, points: Points, fill: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon([self._at(x, y) for x, y in points], fill=fill)

    def slab(self, box: tuple[float, float, float, float], fill: Colour, radius: float = 0) -> None:
        """Fill a rectangle with rounded corners."""
        left, top, right, bottom = box
        self._draw.rounded_rectangle(
            [self._at(left, top), self._at(right, bottom)], self._length(radius), fill=fill
        )

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        """Fill a circle."""
        self._draw.ellipse(
            [self._at(x - radius, y - radius), self._at(x + radius, y + radius)], fill=fill
        )

    def line(self, points: Points, fill: Colour, width: float) -> None:
        """Draw a line with round joints."""
        self._draw.line(
            [self._at(x, y) for x, y in points], fill, round(self._length(width)), joint="curve"
        )

    def hole(self, x: float, y: float, radius: float) -> None:
        """Cut a round hole."""
        self.disc(x, y, radius, (0, 0, 0, 0))

    def png(self, *, turned: bool = False) -> bytes:
        """Return the finished picture, or the same thing seen from its other side."""
        buffer = io.BytesIO()
        image = self._image.transpose(Image.Transpose.ROTATE_180) if turned else self._image
        image.resize((self.size, self.size), Image.Resampling.LANCZOS).save(buffer, "PNG")
        return buffer.getvalue()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (self._length(x), self._length(y))

    def _length(self, value: float) -> float:
        return value * self._side / UNIT
