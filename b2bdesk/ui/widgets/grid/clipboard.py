"""Copies a block of cells as TSV and HTML, so that it lands in Excel as cells.

Articles go out as text cells in HTML, otherwise leading zeros are lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData


def as_mime(lines: Sequence[Sequence[str]], text_columns: frozenset[int]) -> QMimeData:
    """Mime data of a block.

    Args:
        lines: rows of cell words.
        text_columns: numbers of the columns that must stay text.
    """
    mime = QMimeData()
    mime.setText("\n".join("\t".join(_flat(word) for word in line) for line in lines))
    rows: list[str] = []
    for line in lines:
        cells = "".join(
            f"<td style=\"mso-number-format:'\\@'\">{escape(word)}</td>"
            if number in text_columns
            else f"<td>{escape(word)}</td>"
            for number, word in enumerate(line)
        )
        rows.append(f"<tr>{cells}</tr>")
    mime.setHtml(f'<meta charset="utf-8"><table>{"".join(rows)}</table>')
    return mime


def _flat(word: str) -> str:
    """A number without no-break spaces, a text without tabs: what Excel takes as typed."""
    flat = word.replace("\t", " ").replace("\n", " ")
    bare = flat.replace("\u00a0", "").replace("\u202f", "").replace("−", "-")
    digits = bare.replace(",", "").removeprefix("-")
    return bare if digits.isdigit() else flat
