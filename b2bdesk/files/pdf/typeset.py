"""The printed faces with their widths, and breaking of text into lines.

PT Sans is what Russian offices expect of a form: it covers the rouble, №, minus and its digits are
of one width, so that right-aligned sums stand under each other. The faces are read once per
process, at the first print. Text comes from portals and files: control and direction marks are
dropped and a character the face lacks prints as «?», never silently left out.
"""

import re
import threading
import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from b2bdesk.texts.resources import resources_dir

_SUBSTITUTES = {
    **dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", "\xa0"),
    **dict.fromkeys("\u202f\u205f\u3000", "\xa0"),
    "\t": " ",
    "\u2300": "\u00d8",
    "\u2205": "\u00d8",
    "\u2010": "-",
    "\u2011": "-",
    "\u2015": "\u2014",
    "\u2033": '"',
    "\u2032": "'",
}
_MISSING = "?"
_BREAK_AFTER = "-/\\,;:_.+)]|×*"
_SPACE = re.compile("[ \n]+")
_load = threading.Lock()


class Face:
    """One font at any size: measures and breaks text in points."""

    def __init__(self, name: str, path: Path) -> None:
        font = TTFont(name, str(path), asciiReadable=False)  # only the letters in use
        pdfmetrics.registerFont(font)
        self.name = name
        self._widths = _Widths(font.face.charWidths)

    def width(self, text: str, size: float) -> float:
        """Return the width of cleaned text in points."""
        return sum(map(self._widths.__getitem__, text)) * size / 1000

    def clean(self, text: str) -> str:
        """Return text this face can print: one paragraph, no control marks, no missing glyphs."""
        if text.isascii() and text.isprintable():
            return text
        return "".join(map(self._printable, unicodedata.normalize("NFC", text)))

    def wrap(self, text: str, size: float, room: float) -> list[str]:
        """Break text into lines no wider than `room` points.

        Lines break at spaces and line feeds of the text; a word wider than the room breaks after
        a dash, slash or other sign when there is one, else between any two characters.
        """
        clean = self.clean(text)
        if "\n" not in clean and self.width(clean, size) <= room:
            return [clean]
        return [line for part in clean.split("\n") for line in self._wrap_part(part, size, room)]

    def _wrap_part(self, text: str, size: float, room: float) -> list[str]:
        lines: list[str] = []
        line = ""
        for word in filter(None, _SPACE.split(text)):
            candidate = f"{line} {word}" if line else word
            if self.width(candidate, size) <= room:
                line = candidate
                continue
            if line:
                lines.append(line)
            *full, line = self._break_word(word, size, room)
            lines += full
        return [*lines, line]

    def _break_word(self, word: str, size: float, room: float) -> list[str]:
        """Cut one word into pieces that fit; the last piece may take more words."""
        pieces: list[str] = []
        while word and self.width(word, size) > room:
            fits = self._fitting(word, size, room)
            cut = max((word.rfind(sign, 0, fits) for sign in _BREAK_AFTER), default=-1) + 1
            if cut <= fits // 3:
                cut = fits
            pieces.append(word[:cut])
            word = word[cut:]
        return [*pieces, word]

    def _fitting(self, word: str, size: float, room: float) -> int:
        """Return how many leading characters fit, at least one."""
        total = 0.0
        limit = room * 1000 / size
        for index, char in enumerate(word):
            total += self._widths[char]
            if total > limit:
                return max(index, 1)
        return len(word)

    def _printable(self, char: str) -> str:
        if ord(char) in self._widths.table:
            return char if char >= " " else ""
        if char == "\n":
            return char
        if char in _SUBSTITUTES:
            return _SUBSTITUTES[char]
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Mn", "Zl", "Zp"):
            return ""
        folded = unicodedata.normalize("NFKC", char)
        known = folded != char and all(ord(c) in self._widths.table for c in folded)
        return folded if known else _MISSING


class _Widths(dict[str, float]):
    """Widths by character in thousandths of the size, filled as characters are met."""

    def __init__(self, table: dict[int, float]) -> None:
        super().__init__()
        self.table = table

    def __missing__(self, char: str) -> float:
        width = self[char] = self.table.get(ord(char), 0.0)
        return width


@cache
def _face(name: str) -> Face:
    return Face(name, resources_dir() / "fonts" / f"{name}.ttf")


def face(name: str) -> Face:
    """Return a face by its file name: PTSans-Regular, PTSans-Bold, PTSansNarrow-Regular, -Bold."""
    with _load:
        return _face(name)


def regular() -> Face:
    """The face of running text."""
    return face("PTSans-Regular")


def bold() -> Face:
    """The face of titles, parties and totals."""
    return face("PTSans-Bold")
