"""Names and prices under headings nobody knows, by content.

Called by `lists.choose_content`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from b2bdesk.trade.lists.choose_bare import Features
from b2bdesk.trade.lists.features import ColumnFeatures
from b2bdesk.trade.lists.headings import Heading

_COUNTS = re.compile(
    r"№|номер|number|\bid\b|порядок|сорт|sort|^стр|page|год|year|чел|тел|phone|инн\b|план|возраст",
    re.I,
)
_CHEAP = 10  # a median below it is a number of something, unless it has kopecks


def price_by_content(
    chosen: dict[str, int],
    roles: Mapping[int, Heading],
    features: Features,
    headed: Mapping[int, str],
) -> None:
    """A column of fractions under a heading nobody knows («€ без ПДВ», «DDP») is the price.

    Beside a quantity or a stock it must have no heading at all, and hardly a whole number. Where
    there is neither, whole numbers behind the names are the price, too («Базовая»).
    """
    open_ = [f for c, f in features.items() if c not in roles and c not in chosen.values()]
    numbers = [f for f in open_ if f.numeric >= 80 and f.bare >= 60 and f.largest >= 1]
    numbers = [f for f in numbers if not f.running and f.barcode < 60 and f.hits < 30]
    money = [f for f in numbers if f.filled >= 60 and f.whole < 75]
    if {"quantity", "stock"} & set(chosen):
        money = [f for f in money if not headed.get(f.column, "").strip() and f.whole < 40]
    elif not money and "name" in chosen:
        behind = [f for f in numbers if f.column > chosen["name"] and f.filled >= 40]
        behind = [f for f in behind if not _COUNTS.search(headed.get(f.column, ""))]
        money = [f for f in behind if f.middle >= _CHEAP and f.distinct >= 10 and f.length < 10]
    if money:
        chosen["price"] = money[0].column


def name_by_content(
    chosen: dict[str, int], features: Features, free: Sequence[ColumnFeatures]
) -> None:
    prose = [f for f in free if f.prose >= 50 and f.length >= 8]
    prose = [f for f in prose if f.filled >= 20] or prose
    if prose:
        chosen["name"] = max(prose, key=lambda f: f.length).column
    elif not {"article", "barcode"} & set(chosen):
        texts = [f for c, f in features.items() if c not in chosen.values() and f.numeric < 30]
        if texts:
            chosen["name"] = max(texts, key=lambda f: (f.prose, f.distinct, f.length)).column


def name_under_other(
    chosen: dict[str, int], roles: Mapping[int, Heading], features: Features
) -> None:
    """«Ссылка» or «Фото» over the very names: a heading that moved by a column."""
    other = [features[c] for c, h in roles.items() if h.role == "other" and c in features]
    names = [f for f in other if f.prose >= 70 and f.distinct >= 80 and f.filled >= 60]
    names = [f for f in names if f.column not in chosen.values() and f.length >= 15]
    if names:
        chosen["name"] = max(names, key=lambda f: f.length).column
