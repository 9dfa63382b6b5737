"""What buyers type, class by class, over a catalogue: queries with the goods they mean.

Everything is drawn from a seed out of the goods themselves, so the set describes a *kind* of
query and can be drawn anew over any catalogue. A query names what is meant: the article itself,
or any goods that fit it equally (the same name, the same piece of an article).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from b2bdesk.trade.fold import fold_article, fold_name
from tests.models.quality_kinds import KINDS, Good

__all__ = ["KINDS", "Asked", "Drawn", "Good", "report"]

ARTICLES = frozenset(kind for kind in KINDS if kind.startswith(("article", "barcode", "supplier")))
PIECES = frozenset(
    (
        "article, the front", "article, the middle", "article without its last sign",
        "article without its first signs",
    )
)  # fmt: skip
WRONG = frozenset(("article with a wrong digit", "article, two signs swapped"))
WORDS = frozenset(("brand and size",))
_PIECES_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: its class, the text, the good, and what else would do as well."""

    kind: str
    text: str
    good: Good
    fits: frozenset[int]


class Drawn:
    """Draws queries out of the goods of one catalogue."""

    def __init__(self, goods: Sequence[Good], seed: str, each: int) -> None:
        self._goods = goods
        self._seed = seed
        self._each = each
        self._by_name: dict[str, set[int]] = {}
        self._folded = [(good.n, fold_article(good.article)) for good in goods]
        self._worded = [
            (good.n, set(fold_name(f"{good.name} {good.brand}").split())) for good in goods
        ]
        for good in goods:
            self._by_name.setdefault(fold_name(good.name), set()).add(good.n)

    def all(self) -> list[Asked]:
        """Return every class in turn."""
        return [asked for kind in KINDS for asked in self.of(kind)]

    def of(self, kind: str) -> list[Asked]:
        """Return the queries of a class; fewer than wanted where the goods do not offer them."""
        chance = random.Random(f"{self._seed}:{kind}")
        pool = list(self._goods)
        chance.shuffle(pool)
        made: list[Asked] = []
        texts: set[str] = set()
        for good in pool:
            if len(made) == self._each:
                break
            text = KINDS[kind](good, chance)
            if not text or text in texts or not text.strip():
                continue
            fits = self._fits(kind, good, text)
            if fits is not None:
                texts.add(text)
                made.append(Asked(kind, text, good, fits))
        return made

    def _fits(self, kind: str, good: Good, text: str) -> frozenset[int] | None:
        if kind in PIECES:
            piece = fold_article(text)
            fits = frozenset(n for n, article in self._folded if piece in article)
            return fits if 0 < len(fits) <= _PIECES_AT_MOST else None
        if kind in WORDS:
            wanted = set(fold_name(text).split())
            return frozenset(n for n, words in self._worded if wanted <= words) | {good.n}
        if kind in WRONG:
            wrong = fold_article(text)
            fits = frozenset(
                n
                for n, article in self._folded
                if OSA.distance(wrong, article, score_cutoff=1) <= 1
            )
            return fits if good.n in fits and len(fits) <= _PIECES_AT_MOST else None
        if kind in ARTICLES:
            return frozenset({good.n})
        return frozenset(self._by_name[fold_name(good.name)])


def report(asked: Iterable[Asked], missed: Sequence[Asked]) -> str:
    """Return the classes with their hits, one a line."""
    total: dict[str, int] = {}
    lost: dict[str, int] = {}
    for each in asked:
        total[each.kind] = total.get(each.kind, 0) + 1
    for each in missed:
        lost[each.kind] = lost.get(each.kind, 0) + 1
    lines = []
    for kind, count in total.items():
        hits = count - lost.get(kind, 0)
        lines.append(f"{kind:<36}{hits:>4} of {count:<4}{hits / count:>5.0%}")
    return "\n".join(lines)
