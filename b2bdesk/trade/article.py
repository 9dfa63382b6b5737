"""The levels on which a typed article is compared with the catalogue (PROTOCOL R9a).

The first level with exactly one hit wins; several hits on a level are `ambiguous`, because real
catalogues hold 35809A beside 35809a. The buyer's matching and the portal's `/resolve` share it.
"""

from __future__ import annotations

from typing import NamedTuple

from b2bdesk.trade.fold import fold_article, strip_zeros


class MatchKeys(NamedTuple):
    """One key per level, strictest first."""

    typed: str
    trimmed: str
    caseless: str
    folded: str
    bare: str


def trim_article(text: str) -> str:
    """An article without the blanks and marks around it (the second level)."""
    return text.strip().strip("\ufeff\u200b\u2060")


def match_keys(text: str) -> MatchKeys:
    """Keys of an article for the levels: as typed, trimmed, casefold, folded, without zeros."""
    trimmed = trim_article(text)
    folded = fold_article(trimmed)
    return MatchKeys(text, trimmed, trimmed.casefold(), folded, strip_zeros(folded))
