"""Levels of matching for whoever resolves texts: from candidates to graded hits (PROTOCOL R9a).

A store finds candidates by folded keys in one query; which of them a typed text means is decided
here, the same for every store and for tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from b2bdesk.domain.bulk_rows import Match
from b2bdesk.trade.article import match_keys


class Coded(NamedTuple):
    """An item with one of its codes as the catalogue spells it."""

    item_id: str
    code: str
    kind: str = "article"


def grade(typed: str, candidates: Iterable[Coded]) -> list[Match]:
    """Keep the candidates of the strictest level that has any, as hits of that level.

    Args:
        typed: the text of the list.
        candidates: items whose code may be meant (equal folded without leading zeros, or more).

    Returns:
        One hit = found, several = ambiguous, none = not found.
    """
    keys = match_keys(typed)
    best: list[Match] = []
    strictest = len(keys)
    for one in candidates:
        for level, (mine, theirs) in enumerate(zip(keys, match_keys(one.code), strict=True)):
            if mine == theirs and mine:
                if level < strictest:
                    strictest, best = level, []
                if level == strictest:
                    best.append(Match(one.item_id, one.kind, level))
                break
    return list(dict.fromkeys(best))
