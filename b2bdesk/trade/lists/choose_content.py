"""Fills what headings left open by what the cells hold; catalogue hits overrule a heading.

Called by `lists.choose` after the headed columns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from b2bdesk.trade.lists.choose_bare import Features, codelike
from b2bdesk.trade.lists.choose_words import name_by_content, name_under_other, price_by_content
from b2bdesk.trade.lists.headings import Heading

_TELLING = 4  # shorter texts are the article of something in any big catalogue
_GRADES = frozenset({"Марка", "марка", "МАРКА"})


def by_content(
    chosen: dict[str, int],
    roles: Mapping[int, Heading],
    features: Features,
    headed: Mapping[int, str],
) -> None:
    """Fill what headings left open, and let catalogue hits overrule a wrong heading."""
    taken = set(chosen.values())
    free = [f for c, f in features.items() if c not in taken and c not in roles]
    key = _known_key(chosen, features)
    if key is not None:
        if chosen.get("own_code") == key:
            del chosen["own_code"]
        chosen["article"] = key
        free = [f for f in free if f.column != key]
    _number_is_code(chosen, features)
    _model_is_code(chosen, roles, features)
    if "own_code" in chosen and "price" in chosen and not {"article", "quantity"} & set(chosen):
        chosen["article"] = chosen.pop("own_code")  # a price list tells the supplier's codes
    brand = chosen.get("brand", -1)
    if "name" not in chosen and "article" not in chosen and headed.get(brand, "")[:5] in _GRADES:
        chosen["name"] = chosen.pop("brand")  # metal: grade, diameter, price
    if "name" not in chosen:
        name_by_content(chosen, features, free)
    if "name" not in chosen:
        name_under_other(chosen, roles, features)
    if "price" not in chosen:
        price_by_content(chosen, roles, features, headed)
    if not {"article", "barcode", "name"} & set(chosen):
        codes = [f for f in free if f.code >= 60 and f.distinct >= 60 and not f.running]
        if codes:
            chosen["article"] = codes[0].column


def _number_is_code(chosen: dict[str, int], features: Features) -> None:
    """«Номер» over what does not count is the number of a part."""
    seen = features.get(chosen.get("number", -1))
    if seen is None or {"article", "barcode"} & set(chosen):
        return
    if not seen.running and codelike(seen) and seen.distinct >= 80 and seen.length >= _TELLING:
        chosen["article"] = chosen.pop("number")


def _model_is_code(
    chosen: dict[str, int], roles: Mapping[int, Heading], features: Features
) -> None:
    """«Модель» beside the name is what the goods are known by when nothing else is."""
    if {"article", "barcode"} & set(chosen) or "name" not in chosen:
        return
    weak = [c for c, heading in roles.items() if heading.role == "name" and heading.strength <= 3]
    models = [features[c] for c in weak if c in features and c != chosen["name"]]
    models = [f for f in models if codelike(f) and f.distinct >= 80 and f.numeric < 80]
    if models:
        chosen["article"] = models[0].column


def _known_key(chosen: Mapping[str, int], features: Features) -> int | None:
    """The column whose texts the catalogue knows far better than those of the headed one."""
    taken = set(chosen.values()) - {chosen.get("own_code", -1)}
    free = [f for c, f in features.items() if c not in taken]
    free = [f for f in free if f.length >= _TELLING]
    best = max(free, key=lambda f: f.hits, default=None)
    keys = [features[chosen[r]] for r in ("article", "barcode") if chosen.get(r) in features]
    known = max((f.hits for f in keys), default=0)
    if best is not None and best.hits >= 50 and best.hits > 2 * known:
        return best.column
    return None


def unheaded(
    chosen: dict[str, int],
    headed: Collection[int],
    roles: Mapping[int, Heading],
    features: Features,
) -> None:
    """Columns without any heading that are plainly units or codes.

    Printed forms put number and unit under one wide «Количество».
    """
    free = [f for c, f in features.items() if c not in headed and c not in chosen.values()]
    if "unit" not in chosen:
        under = [f for c, f in features.items() if c in roles and roles[c].role == "quantity"]
        units = [f for f in (*free, *under) if f.units >= 70 and f.numeric < 30]
        if units:
            chosen["unit"] = units[0].column
    if not {"quantity", "stock"} & set(chosen) and {"unit", "name"} <= set(chosen):
        beside = {chosen["unit"] - 1, chosen["unit"] + 1}
        whole = [f for f in free if f.column in beside and f.whole >= 90 and f.filled >= 50]
        whole = [f for f in whole if not f.running and f.barcode < 60 and f.length < 6]
        if whole:
            chosen["quantity"] = whole[0].column
    if not {"article", "barcode"} & set(chosen):
        codes = [f for f in free if codelike(f) and f.numeric < 30 and f.distinct >= 80]
        codes = [f for f in codes if f.filled >= 50 and f.column not in chosen.values()]
        if codes:
            chosen["article"] = codes[0].column
