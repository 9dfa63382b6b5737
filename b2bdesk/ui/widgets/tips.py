"""Tooltips of server text: Qt guesses markup in them, so anything suspicious goes out escaped."""

from __future__ import annotations

from html import escape


def plain_tip(words: str) -> str:
    """A tooltip that shows exactly these words, whatever they contain."""
    if "<" not in words and "&" not in words:
        return words
    return f"<qt>{escape(words, quote=False)}</qt>"
