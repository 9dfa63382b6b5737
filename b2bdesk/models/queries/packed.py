"""Very many item numbers out of SQLite as one text.

A row at a time takes and gives back the interpreter's lock at every row: beside a busy window that
is many times slower, and what is read meanwhile waits as well. SQLite joins the numbers by itself;
the text is cut into pieces, so that no single call holds the lock for long.
"""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from b2bdesk.models.queries.view import View

PIECE = 1 << 15
"""Letters of a text that are read at a time: less than a millisecond."""


def packed(view: View, statement: str, values: Sequence[Any] = ()) -> str:
    """Return the column `n` of a statement as numbers with commas between, in its order.

    SQLite keeps the order of an ordered subquery below an aggregate (it is not flattened).
    """
    [(text,)] = view.rows(f"SELECT group_concat(n) FROM ({statement})", values)
    return text or ""


def unpacked(text: str) -> "array[int]":
    """Return the numbers of such a text."""
    ns = array("q")
    for piece in _pieces(text):
        ns.extend(map(int, piece.split(",")))
    return ns


def as_set(text: str) -> set[int]:
    """Return the numbers of such a text, however ordered."""
    ns: set[int] = set()
    for piece in _pieces(text):
        ns.update(map(int, piece.split(",")))
    return ns


def _pieces(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        end = text.find(",", at + PIECE)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end + 1
